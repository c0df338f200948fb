"""A cascade (Viola and Jones, 2001): the cheapest stack judges first, and a dearer one what it has not settled.

A sentence vector costs a tenth of a second. Half of the texts are settled without any, most others by the first.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from processors.relevance.fitting import Data, Fitted, Floats, Ints, Members, chance, recalling
from processors.relevance.model import Stack

KEPT = (1.0, 0.99)
"""The share of what the dearest stack would keep that the stack of no vector, and of one, must hand on."""


class Unsettled(NamedTuple):
    """The log-odds of a stack from which to which the next one is asked."""

    low: float
    high: float


class Cascade:
    """The stacks of no vector, of the first, of the first two, fitted on the same members."""

    def __init__(self, data: Data, members: Members) -> None:
        self.stacks = [Fitted(data, members, vectors) for vectors in range(len(data.vectors) + 1)]
        *cheaper, dearest = self.stacks
        self._unsettled = [_unsettled(stack, dearest, place) for place, stack in enumerate(cheaper)]

    def judged(self, rows: Ints, *, vectors: bool) -> tuple[Floats, NDArray[np.bool_]]:
        """The log-odds of each row by the stack that settles it, and whether that calls it relevant."""
        odds = self.stacks[0].log_odds(rows)
        relevant = odds >= self.stacks[0].relevant_from
        asked = np.full(len(rows), vectors)
        for dearer, (low, high) in zip(self.stacks[1:], self._unsettled, strict=True):
            asked &= (odds >= low) & (odds <= high)
            said = dearer.log_odds(rows)
            odds = np.where(asked, said, odds)
            relevant = np.where(asked, said >= dearer.relevant_from, relevant)
        return odds, relevant

    def as_stacks(self) -> tuple[Stack, ...]:
        """What goes into the model file."""
        ranges = [(chance(low), chance(high)) for low, high in self._unsettled]
        return tuple(stack.stack(unsettled) for stack, unsettled in zip(self.stacks, [*ranges, None], strict=True))


def _unsettled(stack: Fitted, dearest: Fitted, place: int) -> Unsettled:
    """From where nearly all lies that the dearest would keep, to where it would call everything relevant.

    Without a vector nothing is settled as relevant: topics need the first one there.
    """
    kept = dearest.unseen >= dearest.uncertain_from
    low = min(stack.uncertain_from, recalling(stack.unseen, kept, KEPT[place]))
    high = float(stack.unseen[dearest.unseen < dearest.relevant_from].max()) if place else np.inf
    return Unsettled(low, high)
