"""What stands for a side without naming one of its actors: treaties for both, arms, shores and courts for one.

And what does so only beside a name of the other side: "Bush" alone is nobody, in "Bush and Putin" it is the American.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from detente.profiles import Profile
from detente.profiles.profile import BOTH
from processors.reading.names import Mention
from processors.reading.words import Hit, Terms, leftmost_longest, lower

NEARBY = 100
"""Characters between a name and one of the other side that tells whose it is."""
LONGEST_ENDING = 3
"""Letters that a name grows by in a case: "Клинтоном"."""


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
        self._side = {actor.id: actor.side for actor in profile.actors.values()}
        self._beside = [states[side] for side, names in profile.beside.items() for _ in names]
        beside = [name for names in profile.beside.values() for name in names]
        self._beside_terms = Terms(map(lower, beside), [False] * len(beside))

    def find(self, text: str, taken: Sequence[Mention]) -> list[Mention]:
        """The stand-ins in `text` together with the mentions that are there already, from left to right."""
        small = lower(text)
        hits = leftmost_longest(hit for hit in self._terms.all(small) if self._is_as_written(text, hit))
        found = [Mention(hit.start, hit.end, self._meant[hit.term]) for hit in hits if self._meant[hit.term]]
        named = sorted([*taken, *_apart(found, taken)])
        return sorted([*named, *_apart(self._told_by_the_other(text, small, named), named)])

    def _told_by_the_other(self, text: str, small: str, named: Sequence[Mention]) -> Iterator[Mention]:
        """The names of `[beside]` that begin with a capital near one of the other side."""
        others = {state: _Places(self._others(state, named)) for state in set(self._beside)}
        for hit in leftmost_longest(self._beside_terms.all(small)):
            end, state = _end_of_word(text, hit.end), self._beside[hit.term]
            written = text[hit.start].isupper() and end - hit.end <= LONGEST_ENDING
            if written and others[state].meet(hit.start - NEARBY - 1, hit.end + NEARBY + 1):
                yield Mention(hit.start, end, (state,), by_place=True)

    def _others(self, state: str, named: Sequence[Mention]) -> list[Mention]:
        side = self._side[state]
        return [each for each in named if any(self._side[actor] != side for actor in each.actors)]

    def _is_as_written(self, text: str, hit: Hit) -> bool:
        term = self._written[hit.term]
        return term == lower(term) or text[hit.start : hit.end] == term


class _Places:
    """Where mentions stand: whether one meets a stretch of the text is told without asking each."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        ordered = sorted(mentions)
        self._starts = [each.start for each in ordered]
        self._ends = list(accumulate((each.end for each in ordered), max))

    def meet(self, start: int, end: int) -> bool:
        before = bisect_left(self._starts, end)
        return before > 0 and self._ends[before - 1] > start


def _apart(found: Iterable[Mention], taken: Sequence[Mention]) -> list[Mention]:
    """Those of `found` that cover nothing of what is taken."""
    places = _Places(taken)
    return [each for each in found if not places.meet(each.start, each.end)]


def _end_of_word(text: str, at: int) -> int:
    while at < len(text) and text[at].isalpha():
        at += 1
    return at


def _is_whole(term: str) -> bool:
    """A term ends with its word where it ends with a blank or has a capital."""
    return term.endswith(" ") or term != lower(term)
