"""Phrases as they are written in the data, and found in a sentence: `stem:ending` for each form, `_` between words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import TypeVar

T = TypeVar("T")
Phrase = tuple[str, ...]
Phrases = Mapping[str, Sequence[tuple[Phrase, T]]]
"""What phrases stand for, by their first word: the other words and the meaning, the longest first."""


def expanded(written: Iterable[str], endings: Mapping[str, Sequence[str]]) -> Iterator[Phrase]:
    """Every form of every phrase; an ending `-` is none at all."""
    for phrase in written:
        yield from product(*(_forms(part, endings) for part in phrase.split("_")))


def _forms(part: str, endings: Mapping[str, Sequence[str]]) -> list[str]:
    stem, colon, name = part.partition(":")
    return [stem + ending.replace("-", "") for ending in endings[name]] if colon else [stem]


def by_first(phrases: Iterable[tuple[Phrase, T]]) -> Phrases[T]:
    """The phrases made ready for `longest`."""
    found: dict[str, list[tuple[Phrase, T]]] = {}
    for phrase, meaning in phrases:
        found.setdefault(phrase[0], []).append((phrase[1:], meaning))
    return {first: sorted(rest, key=lambda each: -len(each[0])) for first, rest in found.items()}


def longest(words: Sequence[str], at: int, phrases: Phrases[T]) -> tuple[int, T] | None:
    """(number of words, meaning) of the longest phrase that begins at word `at`."""
    for rest, meaning in phrases.get(words[at], ()):
        if tuple(words[at + 1 : at + 1 + len(rest)]) == rest:
            return 1 + len(rest), meaning
    return None
