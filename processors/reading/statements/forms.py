"""Case forms and genders of names, as far as telling a subject from an object needs them."""

from __future__ import annotations

import re
from functools import lru_cache

from detente.profiles import ActorEntry

CYRILLIC = re.compile("[а-яёіїєґ]")
ENDING = re.compile(
    "(?:ого|его|ому|ему|ыми|ими|ами|ями|ах|ях|ым|им|ом|ем|ём|ой|ей|ую|юю|ая|яя|ам|ям|ый|ий|а|у|е|ы|и|я|ю|о|ь|й)$"
)
OBLIQUE = re.compile("(?:[ую]|[ие]|ы|[оеыи]м|[ое]й|[ое]го|[ое]му)$")
SURELY = re.compile("(?:[ую]|[оеы]м|ой|[ое]го|[ое]му)$")
FOREIGN = re.compile(
    r"\b(?!внешне|оборон|городск|област|российск|американск)[а-яё]+(?:ск|цк)(?:ий|ая|ое|ого|ой|ому|ом) $"
)
"""The adjective of a country before a body, where it is none of the two sides."""

MASCULINE = re.compile("[бвгджзклмнпрстфхцчшщьй]$")
FEMININE = ("ova", "eva", "ina", "ова", "ева", "ина")
MEN = frozenset(("nikita", "ilya", "luka", "foma", "kuzma", "никита", "илья", "лука", "фома", "кузьма"))


@lru_cache(8192)
def stem(word: str) -> str:
    """A Cyrillic word without its case ending, so that its cases are one; any other word as it is."""
    if len(word) < 4 or not CYRILLIC.search(word):
        return word
    return ENDING.sub("", word)


def stems(name: str) -> str:
    """A name of several words, each without its case ending."""
    return " ".join(map(stem, name.split(" ")))


def is_feminine(name: str) -> bool:
    """Whether a name is a woman's, by the ending of its first part or of a Russian surname."""
    first, _, last = name.lower().partition(" ")
    return (first.endswith(("a", "а", "я")) and first not in MEN) or last.endswith(FEMININE)


def is_oblique(name: str) -> bool:
    """Whether a Cyrillic name in full surely stands in a case that no subject has."""
    words = name.lower().split(" ")
    return len(words) > 1 and CYRILLIC.search(name.lower()) is not None and all(map(SURELY.search, words))


def case(name: str) -> tuple[bool, int]:
    """Orders forms of one name: the nominative is the shortest of those that are no oblique case."""
    return is_oblique(name), len(name)


class Bases:
    """Which forms of a name a subject has; remembered, because few are asked for often."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], bool] = {}

    def holds(self, written: str, entry: ActorEntry) -> bool:
        """Whether `written` is such a form: first name and surname tell it, of any other name the first word."""
        key = (written, entry.id)
        if key not in self._known:
            self._known[key] = all(
                not CYRILLIC.search(word) or word in _nominative(word, entry, at)
                for word, at in _telling(written.lower(), entry)
            )
        return self._known[key]


def _telling(form: str, entry: ActorEntry) -> list[tuple[str, int]]:
    """The words that tell the case, each with its place: the first, and of a person the last."""
    words = form.split(" ")
    first, last = (words[0], 0), (words[-1], -1)
    if entry.kind != "person":
        return [first]
    return [first, last] if len(words) > 1 else [last]


def _nominative(word: str, entry: ActorEntry, at: int) -> set[str]:
    """Of the forms that differ from `word` in their ending alone: the shortest, and the least oblique of those."""
    written = (form for name in ("ru", "uk") for form in (*entry.forms.get(name, ()), *entry.exact.get(name, ())))
    words = {each.lower().split(" ")[at] for each in written}
    forms = {form for form in words if stem(form) == stem(word)}
    least = min(map(len, forms), default=0)
    short = {form for form in forms if len(form) == least}
    return (
        {form for form in short if MASCULINE.search(form) and not OBLIQUE.search(form)}
        or {form for form in short if not OBLIQUE.search(form)}
        or short
    )
