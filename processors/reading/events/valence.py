"""The valence of a text: how much of its title and of its events is cooperative, how much conflictual."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from detente.messages import Event, Valence
from detente.profiles.lexicon import EventType, ValenceWeights
from processors.reading.events.patterns import Deed
from processors.reading.events.row import Row
from processors.reading.events.status import is_negated

LEAD = 250
"""Up to where the sentence of an event of the lead begins."""
MOST = 3
"""So many of one kind in one place are as good as more."""
REFUSED = 40
"""So far behind a refusal stands what is refused."""
PLAIN = 2
"""So many pieces of evidence, none of the other kind, say it plainly."""


def worded(row: Row, types: Mapping[str, EventType]) -> list[str]:
    """The quads of the deeds that a title words, whoever does them; not those that it says are not done."""
    return [types[m.type].quad for deed in row.deeds if not _is_undone(row, deed, types) for m in deed.meanings]


def _is_undone(row: Row, deed: Deed, types: Mapping[str, EventType]) -> bool:
    """What would be cooperative, but is negated or stands behind a refusal: "rules out pulling back troops"."""
    if not any(_kind(types[m.type].quad) == "cooperative" for m in deed.meanings):
        return False
    refused = [each for each in row.deeds if any(m.type == "REJECT" for m in each.meanings)]
    return is_negated(row, deed) or any(0 <= deed.start - each.end <= REFUSED for each in refused)


def valence_of(
    deeds: Iterable[str], events: Sequence[Event], title: str, text: str, weights: ValenceWeights
) -> Valence:
    """By the quads of the deeds that the title words and of the events by their place.

    Without any evidence it is what most news of a relation is; mixed where both kinds of events weigh about the same;
    neutral where the text begins with what somebody says has not been.
    """
    first = [each for each in events if _place(each, title, text) != "later"]
    if first and all(each.status == "denied" for each in first):
        return "neutral"
    kinds = Counter(("words", _kind(quad)) for quad in deeds)
    done = [each for each in events if each.status != "denied"]
    kinds += Counter((_place(each, title, text), _kind(each.quad)) for each in done)
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
