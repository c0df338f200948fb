"""Sentences of a text as spans, in the languages that end them with a full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

CREDIT = r"\((?:Фото|Photo|Архивное фото|File photo)\b[^()\n]{0,80}\)"
"""The name of a photographer at the end of a caption, which runs into the text."""
OPENS = r"[«“\"'(\[—–-]?\s?[A-ZА-ЯЁІЇЄҐÀ-ÞŁŚŻŹĆ0-9]|[a-z]{2,12}\.(?:ru|com|net|org|group)\s"
"""How a sentence begins; or the address of a page that stands between two."""
ZONE = r"(?<=\b[ap]\.m\.)\s\(?(?:\d{4} GMT|(?:GMT|[CEMP][DES]?T)\b)"
"""The time zone of an hour, which begins no sentence."""
END = re.compile(rf"(?!\.{ZONE})(?:[.!?…]+[»”\"')\]]*|{CREDIT})(?=\s+(?:{OPENS}))|\n+")
ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|[А-ЯЁ]|Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Maj|Sgt|Capt|Adm|Prof|St|Jr|Sr|vs|No|Inc|Corp|Co|Ltd|U\.S|U\.N|U\.K"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|г|гг|ул|им|т\.е|т\.д|т\.п|др|млн|млрд|тыс|руб|стр|Nr|bzw|z\.B|ca|M|Mme"
    r"|p|ul|dr|prof))\.$"
)

LONGEST = 3000
"""Characters, more than the longest quotation has. What goes on without a full stop is a list or a hostile page, and is
cut between words."""


class Span(NamedTuple):
    start: int
    end: int


def sentences(text: str, most: int | None = None) -> list[Span]:
    """The spans of the first `most` sentences without the white space around them, none longer than `LONGEST`."""
    found: list[Span] = []
    start = 0
    for match in END.finditer(text):
        if match[0].startswith(".") and ABBREVIATED.search(text[max(start, match.start() - 8) : match.start() + 1]):
            continue
        found += _pieces(text, start, match.end())
        start = match.end()
        if most is not None and len(found) >= most:
            return found[:most]
    return [*found, *_pieces(text, start, len(text))][:most]


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST:
        space = text.rfind(" ", start + 1, start + LONGEST)
        cut = space if space > 0 else start + LONGEST
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + len(piece) - len(piece.lstrip())
        yield Span(begin, begin + len(stripped))
