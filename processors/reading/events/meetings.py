"""What two do together: talks, agreements, swaps; "mutual" in the lexicon."""

from __future__ import annotations

import re
from collections.abc import Sequence

from processors.reading.events.cast import HOSTILE, LISTED, Cast, Context, Sides, distance, understood
from processors.reading.events.doers import FAR
from processors.reading.events.markers import Markers
from processors.reading.events.patterns import Deed, word_end
from processors.reading.events.row import BOTH, THIRD, Party, Row

MATTER = ("о", "об", "про", "about", "over", "regarding")
"""Prepositions of what is talked about."""
GOING = re.compile(
    r"\b(?:fl[eyi]\w*|travel\w*|went|go|goes|going|came|come|head\w*|trip|return\w*|journey\w*) (?:back )?to $"
)
"""Before the place where they meet: "flew to Ankara to meet"."""
JOINED = re.compile(r",|&|\b(?:and|und|et|и|та|i)\b")
"""Between two who do it together."""
NEAR = 40
"""So far behind their talks two may stand who are joined: "a call between the president and Berlin"."""
STRUCK = 12
"""So far behind its verb stands whom it strikes."""


class Meetings:
    """The rules for one language; made once."""

    def __init__(self, markers: Markers, sides: Sides) -> None:
        self._markers, self._sides = markers, sides

    def cast(self, row: Row, deed: Deed, context: Context) -> Cast | None:
        """The two nearest of different sides, in the order in which they are named."""
        inside = {each.side for each in row.parties if deed.start <= each.start < deed.end}
        if BOTH in inside or {*self._sides} <= inside:
            return self._of_both()
        before = [each for each in row.parties if each.end <= deed.start]
        after = [each for each in row.parties if each.start >= deed.head - 1]
        if self._is_with_third(row, deed, before, after) or self._is_own_affair(row, deed, before, after):
            return None
        near = [each for each in (*before[-3:], *after[:3]) if each.side != THIRD and not self._is_struck(row, each)]
        if any(each.side == BOTH for each in near):
            return self._of_both()
        one = min(near, key=lambda each: distance(each, deed), default=None)
        if one is None:
            met = context.pair if row.cues["mutually"] and not row.parties else None
            return Cast(*met, 2, mutual=True) if met else None
        return self._with(row, deed, one)

    def _of_both(self) -> Cast:
        """What a compound of the two names does: "a Russian-American plan"."""
        return Cast(understood(self._sides.one), understood(self._sides.two), 2, mutual=True)

    def _with(self, row: Row, deed: Deed, one: Party) -> Cast | None:
        other = self._sides.other(one.side)
        rest = [each for each in row.parties if each.side == other and not self._is_struck(row, each)]
        rest = [each for each in rest if each.before not in MATTER]
        two = min(rest, key=lambda each: distance(each, deed), default=None)
        if two is not None:
            sure = 3 if distance(two, deed) < FAR and not self._thirds_between(row, one, two) else 2
            first, second = (one, two) if self._acts(row, deed, one, two) else sorted((one, two))
            return Cast(first, second, sure, mutual=True)
        if row.cues["mutually"] and not row.of(THIRD):
            return Cast(one, understood(other), 1, mutual=True)
        return None

    def _acts(self, row: Row, deed: Deed, one: Party, two: Party) -> bool:
        """Whether the nearer of two before a verb is its subject: "they noted that Russia has cooperated"."""
        return two.end <= one.start and one.end <= deed.start and not JOINED.search(row.low, two.end, one.start)

    def _is_struck(self, row: Row, party: Party) -> bool:
        """Whether a hostile verb stands right before: "a summit to punish Russia" is none with it."""
        near = [each for each in row.deeds if 0 <= party.start - each.head <= STRUCK]
        near = [each for each in near if any(m.type in HOSTILE and m.form == "verb" for m in each.meanings)]
        return any(row.low[each.head : party.start].isspace() for each in near)

    def _thirds_between(self, row: Row, one: Party, two: Party) -> bool:
        first, second = sorted((one, two))
        inside = self._markers.inside
        return any(first.end <= each.start < second.start and each.before not in inside for each in row.of(THIRD))

    def _is_with_third(self, row: Row, deed: Deed, before: Sequence[Party], after: Sequence[Party]) -> bool:
        """Whether one of those who meet is a third party, and not beside both sides."""
        if self._are_side_and_third(row, deed, after):
            return True
        partners = [e for e in after if e.before in self._markers.partner and e.start - deed.end < 60]
        if partners:
            return partners[0].side == THIRD and all(each.side == THIRD for each in partners)
        host = next((each for each in reversed(before) if not self._is_aside(row, each)), None)
        return host is not None and host.side == THIRD and deed.start - host.end < 40

    def _are_side_and_third(self, row: Row, deed: Deed, after: Sequence[Party]) -> bool:
        """ "Talks of Russia and Ukraine": the first after the deed is joined with a third party."""
        if len(after) < 2 or after[0].side not in self._sides or after[1].side != THIRD:
            return False
        joined = bool(LISTED.fullmatch(row.low[after[0].end : after[1].start]))
        third_of_three = any(each.side == self._sides.other(after[0].side) for each in after[2:3])
        near = after[0].start - word_end(row.low, deed.end) < (NEAR if after[0].before in self._markers.partner else 8)
        return joined and near and not third_of_three

    def _is_own_affair(self, row: Row, deed: Deed, before: Sequence[Party], after: Sequence[Party]) -> bool:
        """Whether somebody meets his own: "Blinken met with Reed's parents"."""
        host = next((each for each in reversed(before) if not self._markers.is_governed(each)), None)
        if host is None or not after or after[0].side != host.side or after[0].start - deed.end > NEAR:
            return False
        joined = any(each.before in self._markers.joining and each.side != host.side for each in after[1:2])
        between = row.low[deed.start : after[0].start]
        return not joined and "," not in between and bool(self._markers.partner & set(between.split()))

    def _is_aside(self, row: Row, party: Party) -> bool:
        if GOING.search(row.low, max(0, party.start - 30), party.start):
            return True
        return party.before in self._markers.oblique and party.before not in self._markers.partner
