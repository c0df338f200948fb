"""Charges that no verb of accusing carries: what a speaker says of the other side, and allegations about it."""

from __future__ import annotations

from processors.reading.events.cast import Cast, Context, Sides, distance, is_understood, understood
from processors.reading.events.doers import Doers
from processors.reading.events.markers import Markers
from processors.reading.events.patterns import Deed
from processors.reading.events.row import BOTH, THIRD, Party, Row
from processors.reading.events.speakers import Speakers

PROBE = "090"
"""The CAMEO code of an investigation, which says less than an allegation."""
SUPPOSED = ("alleg", "suspect")
TOLD = 40
"""So far before an allegation stands the word of accusing that it belongs to."""


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
        thirds = [each for each in row.of(THIRD) if not self._markers.is_governed(each)]
        return None if thirds else Cast(speaker, understood(other), 1)

    def ought(self, row: Row, deed: Deed, context: Context) -> Cast | None:
        """ "Washington should ...", said by the other side; or "that it should", where it was named before."""
        speaker = self._speakers.of(row, context)
        if speaker is None or speaker.side not in self._sides:
            return None
        aim = self._obliged(row, deed, speaker)
        return Cast(speaker, aim, 2) if aim and self._sides.are(aim, speaker) else None

    def _obliged(self, row: Row, deed: Deed, speaker: Party) -> Party | None:
        if self._markers.reported_subject.search(row.low, 0, deed.start):
            named = row.of(self._sides.other(speaker.side))
            return next((each for each in reversed(named) if each.end <= deed.start), None)
        aim = self._doers.of(row, deed, Context())
        return aim if aim and deed.start - aim.end <= 25 else None

    def about(self, row: Row, deed: Deed) -> Cast | None:
        """An allegation: whom it is about stands beside it; the other side makes it, or the subject of its verb."""
        accuser = self._accuser(row, deed)
        if accuser is not None:
            return self._made_by(row, accuser)
        if self._is_told_of(row, deed):
            return None
        near = [each for each in row.parties if distance(each, deed) < 60 and self._may_be_accused(each, deed)]
        near = self._plainly_accused(row) or self._subject(row, deed) or near
        accused = min(near, key=lambda each: (distance(each, deed), each.start), default=None)
        if accused is None or accused.side == THIRD:
            return None
        accuser = self._sides.named(row, self._sides.other(accused.side))
        return Cast(accuser, accused, 1 if is_understood(accuser) else 2)

    def _plainly_accused(self, row: Row) -> list[Party]:
        """Who stands right before one of the allegations of the sentence: "Russian meddling"; the others are his."""
        starts = {each.start for each in row.deeds if any(m.form == "about" for m in each.meanings)}
        return [each for each in row.parties if starts & {each.end + 1, each.end + 2}]

    def _subject(self, row: Row, deed: Deed) -> list[Party]:
        """Who does it, where it is told as a verb: "that Moscow tried to sway voters"."""
        told = row.low[deed.start : deed.end].endswith("ed") and not row.low.startswith(SUPPOSED, deed.start)
        verb = told or row.low[: deed.start].endswith(" to ")
        doer = self._doers.of(row, deed, Context()) if verb else None
        return [doer] if doer and doer.side in self._sides else []

    def _is_told_of(self, row: Row, deed: Deed) -> bool:
        """Whether an accusation before it says the same: "accusations of meddling"."""
        near = [each for each in row.deeds if 0 <= deed.start - each.end <= TOLD]
        meanings = [m for each in near for m in each.meanings if m.type == "ACCUSE" and m.cameo != PROBE]
        return any(m.form in ("verb", "noun", "passive") for m in meanings)

    def _accuser(self, row: Row, deed: Deed) -> Party | None:
        """ "The United States alleged": its subject."""
        if not any(hit.start == deed.start for hit in row.cues["said"]):
            return None
        return next((each for each in row.parties if row.low[each.end : deed.start] == " "), None)

    def _made_by(self, row: Row, accuser: Party) -> Cast | None:
        if accuser.side not in self._sides:
            return None
        return Cast(accuser, self._sides.named(row, self._sides.other(accuser.side)), 2)

    def _may_be_accused(self, party: Party, deed: Deed) -> bool:
        """Not where it is alleged to have been done: "meddling in the US election"."""
        beside = 0 <= deed.start - party.end <= 2
        return party.side != BOTH and (beside or party.before not in self._markers.inside)
