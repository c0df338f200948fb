"""Statements inside statements: which of two that share words is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from detente.messages import Party
from processors.reading.statements.attribution import Attribution
from processors.reading.statements.extents import Extent

MOST = 0.6
"""The share of another's words from which on that one only passes them on."""


class Worded(NamedTuple):
    """An attribution with the tokens that are its words."""

    by: Attribution
    extent: Extent


def kept(found: Sequence[Worded]) -> list[Worded]:
    """Those of somebody whom one can name, without what is said inside another's words.

    Who only passes on what another says ("he also said that ..., Peskov added") leaves the words to that one.
    """
    named = [each for each in found if isinstance(each.by.speaker, Party)]
    named = [each for each in named if not any(_says_again(other, each) for other in named)]
    once = [each for n, each in enumerate(named) if not any(_repeats(each, other) for other in named[:n])]
    return [each for each in once if not any(_gives_way(each, other) for other in once if other is not each)]


def _repeats(each: Worded, other: Worded) -> bool:
    """Whether one sentence attributes the same words twice: "in his words, he also found it"."""
    return each.extent == other.extent and each.by.speaker == other.by.speaker


def _says_again(each: Worded, wide: Worded) -> bool:
    """Whether the words of a wide attribution begin with another by the same: "in his words, he found that"."""
    again = wide.by.wide and each.by.speaker == wide.by.speaker
    return again and wide.by.first < each.by.first <= wide.extent[0] + 1


def _gives_way(each: Worded, other: Worded) -> bool:
    if each.by.side == "which":
        return False
    if _passes_on(each, other):
        return True
    first, last = other.extent
    within = first <= each.by.first and each.by.last <= last + 1 and each.extent != other.extent
    return within and not _passes_on(other, each)


def _passes_on(outer: Worded, inner: Worded) -> bool:
    """Whether `outer` only reports, behind the words or before them, what `inner` plainly says."""
    plain = inner.by.side == "after" and inner.by.verb.frame == "speech" and inner.by.verb.kind == "says"
    if not (outer.by.side == "before" or outer.by.wide) or not plain or outer.by.speaker == inner.by.speaker:
        return False
    first, last, (start, end) = inner.by.first, inner.extent[1], outer.extent
    return start <= first and last <= end and last - first > MOST * (end - start)
