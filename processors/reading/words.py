"""Many terms found at once (Aho and Corasick, 1975), only where a word begins, and ends where the term asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import ahocorasick_rs


class Hit(NamedTuple):
    """Term number `term` stands at `text[start:end]`."""

    start: int
    end: int
    term: int


class Terms:
    """An automaton over `terms` in lower case. `whole[n]`: term n must end where a word ends, else it is a stem."""

    def __init__(self, terms: Iterable[str], whole: Iterable[bool]) -> None:
        self.terms, self._whole = list(terms), list(whole)
        self._automaton = ahocorasick_rs.AhoCorasick(self.terms, matchkind=ahocorasick_rs.MatchKind.Standard)

    def all(self, text: str) -> Iterator[Hit]:
        """Every hit in `text`, which is in the case of the terms; hits may overlap."""
        size = len(text)
        for term, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if start and text[start - 1].isalnum():
                continue
            if self._whole[term] and end < size and text[end].isalnum():
                continue
            yield Hit(start, end, term)

    def longest(self, text: str) -> list[Hit]:
        """The leftmost of them, the longest where several begin at one place; none overlaps another."""
        return leftmost_longest(self.all(text))


def leftmost_longest(hits: Iterable[Hit]) -> list[Hit]:
    """Those hits that a reader going from left to right would see."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda each: (each.start, -each.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def lower(text: str) -> str:
    """`text` in lower case and of the same length, so that offsets hold (a few capitals grow: İ)."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
