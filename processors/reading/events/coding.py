"""Events as the messages carry them: parties by id and name, scores, each (type, direction, status) once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from detente import messages
from detente.messages import Event, Status
from detente.profiles import Profile
from processors.reading.events.cast import Cast
from processors.reading.events.patterns import Meaning
from processors.reading.events.row import Party
from processors.reading.offices import resolved

FIRST = 1
LEAD = 500
"""The last sentence, and where one must begin at the latest, to be of those with which a text begins."""
DENIAL = "016"
RANK = {"person": 0, "organisation": 1, "office": 2, "state": 3}


class Found(NamedTuple):
    """One reading of a deed; `at`: the number of its sentence, -1 for the title; `offset`: where it begins."""

    meaning: Meaning
    cast: Cast
    status: Status
    sentence: str
    at: int
    offset: int


def is_told(readings: Sequence[Found]) -> bool:
    """Whether the readings of one event are enough: where the text begins each is, further down a sure one or two."""
    if any(each.at <= FIRST or each.offset <= LEAD for each in readings):
        return True
    sure = [each.cast.sure for each in readings]
    return max(sure) == 3 or sum(sure) >= 4


def is_answer(readings: Sequence[Found], accused: Collection[str]) -> bool:
    """Whether it is the denial of what its side is accused of in the text; it needs no more to be told."""
    return any(each.meaning.cameo == DENIAL and each.cast.actor.side in accused for each in readings)


class Coding:
    """Codes for one profile; made once."""

    def __init__(self, profile: Profile) -> None:
        self._profile, self._types = profile, profile.events.types
        self._states = {a.side: a for a in profile.actors.values() if a.kind == "state"}

    def events(self, found: Sequence[Found], published: datetime | None) -> tuple[Event, ...]:
        """Each once, by the reading that says it most fully, in the order of the text."""
        readings: dict[tuple[object, ...], list[Found]] = defaultdict(list)
        for each in found:
            readings[self._key(each)].append(each)
        accused = {each.cast.target.side for each in found if each.meaning.type == "ACCUSE"}
        told = [each for each in readings.values() if is_told(each) or is_answer(each, accused)]
        best = [max(each, key=self._fullness) for each in told]
        return tuple(self._event(each, published) for each in sorted(best, key=lambda each: each.at))

    def _key(self, found: Found) -> tuple[object, ...]:
        sides = (found.cast.actor.side, found.cast.target.side)
        return found.meaning.type, frozenset(sides) if found.cast.mutual else sides, found.status

    def _fullness(self, found: Found) -> tuple[int, int, int]:
        people = sum(min((RANK[self._profile.actors[a].kind] for a in p.actors), default=4) for p in found.cast[:2])
        return found.cast.sure, found.at >= 0, -people

    def _event(self, found: Found, published: datetime | None) -> Event:
        kind, meaning = self._types[found.meaning.type], found.meaning
        return Event(
            type=meaning.type,
            quad=kind.quad,
            score=kind.scores.get(meaning.cameo, kind.score),
            actor=self._party(found.cast.actor, published),
            target=self._party(found.cast.target, published),
            status=found.status,
            cameo=meaning.cameo,
            sentence=found.sentence,
        )

    def _party(self, party: Party, published: datetime | None) -> messages.Party:
        """The most specific of those that the party's words name."""
        date = published.date().isoformat() if published else None
        named = resolved({actor: 1 for actor in party.actors if self._side(actor) == party.side}, date, self._profile)
        entries = [self._profile.actors[actor] for actor in named] or [self._states[party.side]]
        entry = min(entries, key=lambda each: RANK[each.kind])
        return messages.Party(id=entry.id, name=entry.name, side=entry.side)

    def _side(self, actor: str) -> str:
        return self._profile.actors[actor].side
