"""Charges that no verb of accusing carries: what a speaker says of the other side, and allegations about it."""

from __future__ import annotations

from processors.reading.events.cast import Cast, Context, Sides, distance, is_understood, understood
from processors.reading.events.doers import Doers
from processors.reading.events.markers import Markers
from processors.reading.events.patterns import Deed
from processors.reading.events.row import BOTH, THIRD, Party, Row
from processors.reading.events.speakers import Speakers


class Charges:
    """The rules for one language; made once."""

    def __init__(self, markers: Markers, speakers: Speakers, doers: Doers, sides: Sides) -> None:
        self._markers, self._speakers, self._doers, self._sides = markers, speakers, doers, sides

    def words(self, row: Row, deed: Deed, context: Context) -> Cast | None:
        """A judgement in what somebody says; without a speaker, of whom it is the genitive: "провокация Вашингтона"."""
        speaker = self._speakers.of(row, context)
        if speaker is None:
            blamed = self._markers.genitive_after(row, deed)
            return self._sides.befalls(row, blamed) if blamed else None
        if speaker.side not in self._sides:
            return None
        other = self._sides.other(speaker.side)
        named = row.of(other)
        if named:
            return Cast(speaker, min(named, key=lambda each: distance(each, deed)), 2)
        return None if row.of(THIRD) else Cast(speaker, understood(other), 1)

    def ought(self, row: Row, deed: Deed, context: Context) -> Cast | None:
        """ "Washington should ...", said by the other side."""
        aim, speaker = self._doers.of(row, deed, Context()), self._speakers.of(row, context)
        if aim is None or speaker is None or deed.start - aim.end > 25:
            return None
        return Cast(speaker, aim, 2) if self._sides.are(aim, speaker) else None

    def about(self, row: Row, deed: Deed) -> Cast | None:
        """An allegation: whom it is about stands beside it; the other side makes it."""
        near = [each for each in row.parties if distance(each, deed) < 60 and self._may_be_accused(each, deed)]
        accused = min(near, key=lambda each: (distance(each, deed), each.start), default=None)
        if accused is None or accused.side == THIRD:
            return None
        accuser = self._sides.named(row, self._sides.other(accused.side))
        return Cast(accuser, accused, 1 if is_understood(accuser) else 2)

    def _may_be_accused(self, party: Party, deed: Deed) -> bool:
        """Not where it is alleged to have been done: "meddling in the US election"."""
        beside = 0 <= deed.start - party.end <= 2
        return party.side != BOTH and (beside or party.before not in self._markers.inside)
