"""Numbers in a text, whether in figures or in words, in English and Russian; ordinals apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

ENGLISH = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty"
)
RUSSIAN = {
    2: "дв(?:а|ух|ум|умя|е|ое|оих)", 3: "тр(?:и|ех|ёх|ем|ём|емя|ое|оих)", 4: "четыр(?:е|ех|ёх|ем|ьмя)|четверо", 5:
    "пят(?:ь|и|ью|еро)",
    6: "шест(?:ь|и|ью|еро)", 7: "сем(?:ь|и|ью|еро)", 8: "восемь|восьми|восемью", 9: "девят(?:ь|и|ью)", 10:
    "десят(?:ь|и|ью)",
    11: "одиннадцат(?:ь|и)", 12: "двенадцат(?:ь|и)", 13: "тринадцат(?:ь|и)", 15: "пятнадцат(?:ь|и)", 20:
    "двадцат(?:ь|и)",
}  # fmt: skip
ORDINAL = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth"
)
RUSSIAN_ORDINAL = {
    2: "втор", 3: "трет", 4: "четверт", 5: "пят", 6: "шест", 7: "седьм", 8: "восьм", 9: "девят", 10: "десят", 11:
    "одиннадцат",
    12: "двенадцат", 13: "тринадцат", 14: "четырнадцат", 15: "пятнадцат", 16: "шестнадцат",
}  # fmt: skip
SERIES = (
    "package|round|call|meeting|summit|time|swap|exchange|batch|day|wave"
    "|пакет|раунд|звон|разговор|встреч|саммит|обмен|раз"
)
PACKAGE = rf"(?=\W+(?:\w+\W+)?(?:{SERIES}))"
FIGURE = re.compile(r"(?<![\w.,])(\d{1,3}(?:[ ,\u00a0]\d{3})+|\d+)(?:[.,]\d+)?(?![\w])")
WORDS = [(n + 2, re.compile(rf"\b{word}\b", re.I)) for n, word in enumerate(ENGLISH.split())]
WORDS += [(n, re.compile(rf"\b(?:{word})\b", re.I)) for n, word in RUSSIAN.items()]
ORDINALS = [(n + 1, re.compile(rf"\b{word}\b{PACKAGE}", re.I)) for n, word in enumerate(ORDINAL.split())]
ORDINALS += [
    (n, re.compile(rf"\b{stem}(?:ый|ой|ого|ому|ым|ом|ая|ую|ое|ий|ья|ье|ьего)\b{PACKAGE}", re.I))
    for n, stem in RUSSIAN_ORDINAL.items()
]
FIGURE_ORDINAL = re.compile(rf"\b(\d{{1,3}})(?:st|nd|rd|th|-?й|-?го|-?му|-?м|-?я|-?ю)\b{PACKAGE}", re.I)


def numbers_of(text: str) -> set[int]:
    """The counts in `text`; years (1900 to 2100) and 0 and 1 say too little."""
    found = {int(re.sub(r"\D", "", match[1])) for match in FIGURE.finditer(text)}
    found |= {number for number, pattern in WORDS if pattern.search(text)}
    return {number for number in found if number > 1 and not 1900 <= number <= 2100}


def ordinals_of(text: str) -> set[int]:
    """Which of a series: the 13th package, the third call."""
    return set(_ordinals(text))


def _ordinals(text: str) -> Iterator[int]:
    for number, pattern in ORDINALS:
        if pattern.search(text):
            yield number
    for match in FIGURE_ORDINAL.finditer(text):
        yield int(match[1])
