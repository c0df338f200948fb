"""How much of a text another holds: the 4-gram measure of scrapinghub's article-extraction-benchmark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

TOKEN = re.compile(r"\w+")
LENGTH = 4


class Share(NamedTuple):
    """Shingles in both, only in the prediction, only in the truth; each a share of all of a page's shingles."""

    both: float
    extra: float
    missed: float

    @property
    def precision(self) -> float:
        return 1.0 if self.extra == self.missed == 0 else self.both / (self.both + self.extra or 1)

    @property
    def recall(self) -> float:
        return 1.0 if self.extra == self.missed == 0 else self.both / (self.both + self.missed or 1)

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


class Score(NamedTuple):
    """The means over pages, and the F1 of the two means, as the benchmark defines it."""

    precision: float
    recall: float
    f1: float


def compare(truth: str, predicted: str) -> Share:
    """One page; normalised so that a long page weighs no more than a short one."""
    true, found = shingles(truth), shingles(predicted)
    both, extra, missed = (true & found).total(), (found - true).total(), (true - found).total()
    total = both + extra + missed or 1
    return Share(both / total, extra / total, missed / total)


def score(shares: Sequence[Share]) -> Score:
    """All pages: precision over those with a prediction, recall over those with a truth."""
    precision = fmean([each.precision for each in shares if each.both + each.extra > 0] or [0.0])
    recall = fmean([each.recall for each in shares if each.both + each.missed > 0] or [0.0])
    total = precision + recall
    return Score(precision, recall, 2 * precision * recall / total if total else 0.0)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four tokens in `text`, or the one shorter run of a shorter text."""
    tokens = TOKEN.findall(text)
    runs = [tuple(tokens[at : at + LENGTH]) for at in range(max(1, len(tokens) - LENGTH + 1))]
    return Counter(run for run in runs if run)
