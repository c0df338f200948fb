"""The valence of a text: how much of its title and of its events is cooperative, how much conflictual."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from detente.messages import Event, Valence
from detente.profiles.lexicon import ValenceWeights

LEAD = 250
"""Up to where the sentence of an event of the lead begins."""
MOST = 3
"""So many of one kind in one place are as good as more."""
PLAIN = 2
"""So many pieces of evidence, none of the other kind, say it plainly."""


def valence_of(
    deeds: Iterable[str], events: Sequence[Event], title: str, text: str, weights: ValenceWeights
) -> Valence:
    """By the quads of the deeds that the title words and of the events by their place.

    Without any evidence it is what most news of a relation is; mixed where both kinds of events weigh about the same.
    """
    kinds = Counter(("words", _kind(quad)) for quad in deeds)
    kinds += Counter((_place(each, title, text), _kind(each.quad)) for each in events)
    if len({kind for _, kind in kinds}) == 1 and kinds.total() >= PLAIN:
        return next(iter(kinds))[1]
    sum_ = weights.bias + sum(weights.weights[place][kind] * min(n, MOST) for (place, kind), n in kinds.items())
    both = {_kind(each.quad) for each in events} == {"cooperative", "conflictual"}
    if both and weights.mixed_from < sum_ < weights.mixed_to:
        return "mixed"
    return "cooperative" if sum_ > 0 else "conflictual"


def _place(event: Event, title: str, text: str) -> str:
    if event.sentence == title:
        return "title"
    return "lead" if 0 <= text.find(event.sentence) < LEAD else "later"


def _kind(quad: str) -> Literal["cooperative", "conflictual"]:
    return "cooperative" if quad.endswith("COOP") else "conflictual"
