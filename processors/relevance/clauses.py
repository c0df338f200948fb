"""Who acts on whom: a title or sentence as the row of its parties and deeds.

A row holds the sides, third parties, and words of cooperation and conflict in their order: "1 - 2" is a side that does
something hostile to the other, "1 + 3 2" one that deals with a third party over the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from detente.profiles import Profile
from processors.reading.names import Mention
from processors.reading.words import Terms, lower

REACH = 90


class Mark(NamedTuple):
    """`sign` at `start:end`: 1 and 2 the sides, 12 both in one word, 3 a third party, + and - words of dealing."""

    start: int
    end: int
    sign: str


class Clauses:
    """Reads the rows of one profile; made once a process. `called`: how a text is to name each side, by sign."""

    def __init__(
        self,
        profile: Profile,
        third: Sequence[str] = (),
        cues: Mapping[str, Sequence[str]] | None = None,
        called: tuple[str, str] | None = None,
    ) -> None:
        self._first = next(iter(profile.sides))
        one, other = called or tuple(profile.sides.values())
        self.called = {"1": one, "2": other, "12": f"{one}–{other}"}
        self._side = {actor.id: actor.side for actor in profile.actors.values()}
        self._third = _stems(third)
        self._cues = {name: _stems(words) for name, words in (cues or {}).items()}
        self._warm, self._cold = _stems(profile.interaction.cooperative), _stems(profile.interaction.conflictual)

    @property
    def subjects(self) -> tuple[str, ...]:
        """The other subjects that have words."""
        return tuple(self._cues)

    def sign(self, mention: Mention) -> str:
        sides = {self._side[actor] for actor in mention.actors}
        return "12" if len(sides) > 1 else "1" if self._first in sides else "2"

    def cues(self, text: str) -> dict[str, int]:
        """How many different words of each other subject stand in `text`."""
        small = lower(text)
        return {name: len({hit.term for hit in terms.all(small)}) for name, terms in self._cues.items()}

    def marks(self, text: str, mentions: Sequence[Mention], start: int, end: int) -> list[Mark]:
        """The row of `text[start:end]`, offsets in `text`; what a mention covers is nothing else."""
        found = [Mark(each.start, each.end, self.sign(each)) for each in mentions if start <= each.start < end]
        covered = [(mark.start, mark.end) for mark in found]
        small = lower(text[start:end])
        for terms, sign in ((self._third, "3"), (self._warm, "+"), (self._cold, "-")):
            for hit in terms.longest(small):
                at, stop = start + hit.start, start + hit.end
                if not any(at < b and a < stop for a, b in covered):
                    found.append(Mark(at, stop, sign))
        return sorted(found)


def acts(row: Sequence[Mark]) -> bool:
    """Whether one side, a word of dealing and the other side follow on each other, no third party between."""
    before: Mark | None = None
    dealt = False
    for mark in row:
        if mark.sign == "12":
            return True
        if mark.sign in "+-":
            dealt = True
        elif mark.sign == "3":
            before, dealt = None, False
        else:
            if before and dealt and before.sign != mark.sign and mark.start - before.end < REACH:
                return True
            before, dealt = mark, False if before and before.sign != mark.sign else dealt
    return False


def nearest(row: Sequence[Mark]) -> int:
    """The characters between the nearest mentions of different sides; 0 for a word of both, 1000 without one."""
    sides = [mark for mark in row if mark.sign in ("1", "2", "12")]
    if any(mark.sign == "12" for mark in sides):
        return 0
    return min((b.start - a.end for a, b in pairwise(sides) if a.sign != b.sign), default=1000)


def _stems(words: Sequence[str]) -> Terms:
    unique = list(dict.fromkeys(words))
    return Terms([word.strip() for word in unique], [word.endswith(" ") for word in unique])
