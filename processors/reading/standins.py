"""What stands for a side without naming one of its actors: treaties for both, arms, shores and courts for one."""

from __future__ import annotations

from collections.abc import Sequence

from detente.profiles import Profile
from detente.profiles.profile import BOTH
from processors.reading.names import Mention
from processors.reading.words import Hit, Terms, leftmost_longest, lower


class Standins:
    """The stand-ins of one profile; made once a process. Each is a mention of the state, or both states, that it
    means; what a mask covers means none.
    """

    def __init__(self, profile: Profile) -> None:
        states = {actor.side: actor.id for actor in profile.actors.values() if actor.kind == "state"}
        means = {**{side: (state,) for side, state in states.items()}, BOTH: tuple(sorted(states.values()))}
        written: dict[str, tuple[str, ...]] = {f"{lower(phrase)} ": () for phrase in profile.masks.phrases}
        written |= {term: means[key] for key, terms in profile.standins.items() for term in terms}
        self._written = [term.strip() for term in written]
        self._meant = list(written.values())
        self._terms = Terms(map(lower, self._written), [_is_whole(term) for term in written])

    def find(self, text: str, taken: Sequence[Mention]) -> list[Mention]:
        """The stand-ins in `text` together with the mentions that are there already, from left to right."""
        covered = [(each.start, each.end) for each in taken]
        hits = leftmost_longest(hit for hit in self._terms.all(lower(text)) if self._is_as_written(text, hit))
        found = [
            Mention(hit.start, hit.end, self._meant[hit.term])
            for hit in hits
            if self._meant[hit.term] and not any(hit.start < end and start < hit.end for start, end in covered)
        ]
        return sorted([*taken, *found]) if found else list(taken)

    def _is_as_written(self, text: str, hit: Hit) -> bool:
        term = self._written[hit.term]
        return term == lower(term) or text[hit.start : hit.end] == term


def _is_whole(term: str) -> bool:
    """A term ends with its word where it ends with a blank or has a capital."""
    return term.endswith(" ") or term != lower(term)
