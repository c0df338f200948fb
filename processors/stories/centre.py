"""What texts of a language have in common, taken away from their meaning: what is left tells events apart.

Sentence vectors of one language, and more so of one relation, all point the same way, and two languages differ by
more than two events do. Less the mean of its language a vector is near 0 to any other event's, in every language and on
every subject (as Mu and Viswanath, 2018, "All-but-the-Top", do with words). The mean is a running one over what is in
memory; it starts from `centres.json`, which `python -m processors.stories.starting` makes of us-russia's texts.
"""

from __future__ import annotations

import json
import math
from array import array
from collections import defaultdict
from functools import cache
from pathlib import Path

from processors.relevance.vectors import unpacked
from processors.stories.doc import Doc

FILE = Path(__file__).with_name("centres.json")
WEIGHT = 30.0
"""So many documents the mean of the file counts for."""


@cache
def starting() -> dict[str, list[float]]:
    """A mean vector a language; under "" that of all."""
    found: dict[str, list[float]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


class Centres:
    """The running mean of each language."""

    def __init__(self) -> None:
        self._sums: dict[str, list[float]] = {}
        self._counts: defaultdict[str, int] = defaultdict(int)

    def direction(self, doc: Doc) -> array[float]:
        """The meaning of `doc` less the mean of its language, at length one; empty where it has none."""
        vector = unpacked(doc.meaning)
        if not vector:
            return vector
        weight = WEIGHT + self._counts[doc.language]
        less = [a - b / weight for a, b in zip(vector, self._sum(doc.language), strict=True)]
        length = math.sqrt(sum(each * each for each in less)) or 1.0
        return array("f", (each / length for each in less))

    def add(self, doc: Doc) -> None:
        """Let `doc` count."""
        self._count(doc, 1)

    def remove(self, doc: Doc) -> None:
        """Let `doc` count no more."""
        self._count(doc, -1)

    def _sum(self, language: str) -> list[float]:
        if language not in self._sums:
            start = starting().get(language) or starting()[""]
            self._sums[language] = [WEIGHT * each for each in start]
        return self._sums[language]

    def _count(self, doc: Doc, sign: int) -> None:
        if doc.meaning:
            total = self._sum(doc.language)
            for place, each in enumerate(unpacked(doc.meaning)):
                total[place] += sign * each
            self._counts[doc.language] += sign
