"""What two do together: talks, agreements, swaps; "mutual" in the lexicon."""

from __future__ import annotations

from collections.abc import Sequence

from processors.reading.events.cast import Cast, Context, Sides, distance, understood
from processors.reading.events.doers import FAR
from processors.reading.events.markers import Markers
from processors.reading.events.patterns import Deed, word_end
from processors.reading.events.row import BOTH, THIRD, Party, Row


class Meetings:
    """The rules for one language; made once."""

    def __init__(self, markers: Markers, sides: Sides) -> None:
        self._markers, self._sides = markers, sides

    def cast(self, row: Row, deed: Deed, context: Context) -> Cast | None:
        """The two nearest of different sides, in the order in which they are named."""
        before = [each for each in row.parties if each.end <= deed.start]
        after = [each for each in row.parties if each.start >= deed.head - 1]
        if self._is_with_third(row, deed, before, after):
            return None
        near = [each for each in (*before[-3:], *after[:3]) if each.side != THIRD]
        if any(each.side == BOTH for each in near):
            return Cast(understood(self._sides.one), understood(self._sides.two), 2, mutual=True)
        one = min(near, key=lambda each: distance(each, deed), default=None)
        if one is None:
            met = context.pair if row.cues["mutually"] and not row.parties else None
            return Cast(*met, 2, mutual=True) if met else None
        return self._with(row, deed, one)

    def _with(self, row: Row, deed: Deed, one: Party) -> Cast | None:
        other = self._sides.other(one.side)
        rest = [each for each in row.parties if each.side == other]
        two = min(rest, key=lambda each: distance(each, deed), default=None)
        if two is not None:
            sure = 3 if distance(two, deed) < FAR and not self._thirds_between(row, one, two) else 2
            first, second = sorted((one, two))
            return Cast(first, second, sure, mutual=True)
        if row.cues["mutually"] and not row.of(THIRD):
            return Cast(one, understood(other), 1, mutual=True)
        return None

    def _thirds_between(self, row: Row, one: Party, two: Party) -> bool:
        first, second = sorted((one, two))
        inside = self._markers.inside
        return any(first.end <= each.start < second.start and each.before not in inside for each in row.of(THIRD))

    def _is_with_third(self, row: Row, deed: Deed, before: Sequence[Party], after: Sequence[Party]) -> bool:
        """Whether one of those who meet is a third party, and not beside both sides."""
        partners = [e for e in after if e.before in self._markers.partner and e.start - deed.end < 60]
        if partners:
            return partners[0].side == THIRD and all(each.side == THIRD for each in partners)
        if self._are_side_and_third(row, deed, after):
            return True
        host = next((each for each in reversed(before) if not self._is_aside(each)), None)
        return host is not None and host.side == THIRD and deed.start - host.end < 40

    def _are_side_and_third(self, row: Row, deed: Deed, after: Sequence[Party]) -> bool:
        """ "Talks of Russia and Ukraine": the first after the deed is joined with a third party."""
        if len(after) < 2 or after[0].side not in self._sides or after[1].side != THIRD:
            return False
        joined = after[1].before in self._markers.joining and after[1].start - after[0].end < 8
        third_of_three = any(each.side == self._sides.other(after[0].side) for each in after[2:3])
        return joined and after[0].start - word_end(row.low, deed.end) < 8 and not third_of_three

    def _is_aside(self, party: Party) -> bool:
        return party.before in self._markers.oblique and party.before not in self._markers.partner
