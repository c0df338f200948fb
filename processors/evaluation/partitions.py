"""Two partitions of the same things compared: what readers put together, and what was put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)
Figures = tuple[float, float, float]
"""Precision, recall, F1."""


def pairwise(labels: Mapping[Thing, str], found: Mapping[Thing, str]) -> Figures:
    """Over the pairs of labelled things."""
    return _over_pairs([(labels[each], found[each], "") for each in labels])


def across(labels: Mapping[Thing, str], found: Mapping[Thing, str], kinds: Mapping[Thing, str]) -> Figures:
    """Over the pairs of labelled things whose kinds differ."""
    return _over_pairs([(labels[each], found[each], kinds[each]) for each in labels], apart=True)


def cubed(labels: Mapping[Thing, str], found: Mapping[Thing, str]) -> Figures:
    """A mean over the labelled things (Bagga and Baldwin, 1998)."""
    both = Counter((labels[each], found[each]) for each in labels)
    by_label, by_found = Counter(labels.values()), Counter(found[each] for each in labels)
    precision = sum(both[labels[each], found[each]] / by_found[found[each]] for each in labels)
    recall = sum(both[labels[each], found[each]] / by_label[labels[each]] for each in labels)
    return _figures(precision / max(1, len(labels)), recall / max(1, len(labels)))


def _over_pairs(rows: list[tuple[str, str, str]], *, apart: bool = False) -> Figures:
    def pairs(*columns: int) -> int:
        together = _pairs(tuple(row[n] for n in columns) for row in rows)
        return together - _pairs(tuple(row[n] for n in (*columns, 2)) for row in rows) if apart else together

    both = pairs(0, 1)
    return _figures(both / max(1, pairs(1)), both / max(1, pairs(0)))


def _pairs(keys: Iterable[Hashable]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(keys).values())


def _figures(precision: float, recall: float) -> Figures:
    both = precision + recall
    return round(precision, 3), round(recall, 3), round(2 * precision * recall / both, 3) if both else 0.0
