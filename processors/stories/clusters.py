"""Stories: which documents tell one event.

Founders of groups and novel members vote; a copy goes where its group is. Another occurrence of the same template
(the 13th package after the 12th, ten expelled after two) is a story of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from processors.stories.centre import Centres
from processors.stories.doc import Doc
from processors.stories.sameness import Told, log_odds

DAY = 86400.0
KEPT = 14 * DAY
TOLL_WINDOW = 1.5 * DAY
AT_LEAST = -8.0
"""What a voter who knows of no likeness says: he outweighs nobody for ever."""


class Vote(NamedTuple):
    """What a story's voters say of a document: `strength` in log-odds."""

    strength: float
    story: str


class Clusters:
    """The voters of all stories that are not past."""

    def __init__(self, window: float) -> None:
        self._window = window
        self._voters: dict[str, tuple[Told, str]] = {}
        self._last: dict[str, float] = {}
        self._centres = Centres()

    def place(self, doc: Doc) -> Vote | None:
        """The story that `doc` most surely belongs to; None where it founds one."""
        mine = self._told(doc)
        said: dict[str, list[float]] = defaultdict(list)
        for other, story in self._voters.values():
            if not self._is_past(doc, other.doc, story):
                said[story].append(AT_LEAST if differ(doc, other.doc) else max(AT_LEAST, log_odds(mine, other)))
        votes = [Vote(strength(odds), story) for story, odds in said.items()]
        return max((vote for vote in votes if vote.strength > 0), default=None)

    def add(self, doc: Doc, story: str, *, votes: bool) -> None:
        """Make `doc` known as a member of `story`; `votes`: later documents may join through it."""
        self._last[story] = max(self._last.get(story, doc.at), doc.at)
        if votes:
            self._voters[doc.id] = (self._told(doc), story)
            self._centres.add(doc)

    def remove(self, doc: Doc) -> None:
        """Forget `doc`."""
        if self._voters.pop(doc.id, None) is not None:
            self._centres.remove(doc)

    def _told(self, doc: Doc) -> Told:
        return Told(doc, self._centres.direction(doc))

    def _is_past(self, doc: Doc, other: Doc, story: str) -> bool:
        return abs(doc.at - self._last[story]) > self._window or abs(doc.at - other.at) > KEPT


def strength(odds: Sequence[float]) -> float:
    """What the voters of one story say together: half of it is the nearest report's word, half all reports' mean.

    So one report in between does not chain two events, and a long story need not be alike throughout.
    """
    return (max(odds) + sum(odds) / len(odds)) / 2


def differ(one: Doc, two: Doc) -> bool:
    """Whether two documents of one template tell two occurrences: another of a series.

    Or another count a day and a half later.
    """
    if one.ordinals and two.ordinals and not one.ordinals & two.ordinals:
        return True
    apart = abs(one.at - two.at) > TOLL_WINDOW
    return bool(apart and one.title_numbers and two.title_numbers and not one.title_numbers & two.title_numbers)
