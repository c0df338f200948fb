"""Deeds as nouns: "US sanctions on Russia", "санкции США против России", "the arrest of an American"."""

from __future__ import annotations

from processors.reading.events.cast import Cast, Sides
from processors.reading.events.markers import Markers
from processors.reading.events.patterns import Deed, Meaning
from processors.reading.events.row import THIRD, Party, Row

OF = ("of",)
OWNED = ("SANCTION",)
"""Types of which "of" names the doer, though they are not done by speaking."""


class Nouns:
    """The rules for one language; made once."""

    def __init__(self, markers: Markers, sides: Sides, spoken: frozenset[str]) -> None:
        self._markers, self._sides, self._spoken = markers, sides, spoken

    def is_noun(self, row: Row, deed: Deed, meaning: Meaning) -> bool:
        """Whether words that may be a verb are none here: an article stands before them."""
        if meaning.form != "verb" or row.low[deed.start : deed.head].endswith("ing"):
            return meaning.form == "noun"
        return bool(self._markers.nominal.search(row.low[: deed.start]))

    def cast(self, row: Row, deed: Deed, meaning: Meaning) -> Cast | None:
        after = [each for each in row.parties if 0 <= each.start - deed.head <= 45]
        genitive = self._genitive(deed, after)
        actor = self._markers.agent_after(row, deed) or genitive or self._owner(row, deed)
        aim = self._aim(deed, [each for each in after if each is not genitive])
        if aim and aim.before in OF and meaning.type not in (*self._spoken, *OWNED):
            return self._sides.befalls(row, aim)
        if THIRD in {each.side for each in (actor, aim) if each}:
            return None
        if actor and aim:
            return Cast(actor, aim, 3) if self._sides.are(actor, aim) else None
        if aim and aim.side in self._sides:
            return Cast(self._sides.named(row, self._sides.other(aim.side)), aim, 2)
        if actor and actor.side in self._sides:
            return Cast(actor, self._sides.named(row, self._sides.other(actor.side)), 2)
        return None

    def _owner(self, row: Row, deed: Deed) -> Party | None:
        """Who stands right before it: "US sanctions", "Moscow's new threats"."""
        before = [each for each in row.parties if 0 <= deed.start - each.end <= 30]
        between = row.low[before[-1].end : deed.start] if before else ""
        return (
            before[-1] if before and len(between.split()) <= 2 and not self._markers.nominal.search(between) else None
        )

    def _genitive(self, deed: Deed, after: list[Party]) -> Party | None:
        first = after[0] if after else None
        if first is None or first.before or first.case not in ("genitive", "") or first.start - deed.end >= 25:
            return None
        return first

    def _aim(self, deed: Deed, after: list[Party]) -> Party | None:
        """Whom it is against: after a preposition, or right after it."""
        near = [each for each in after if each.before or each.start - deed.end < 16]
        return next((each for each in near if each.before not in self._markers.agent), None)
