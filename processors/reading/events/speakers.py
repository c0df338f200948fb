"""Who says what a sentence says."""

from __future__ import annotations

import re

from processors.reading.events.cast import Context
from processors.reading.events.markers import MARK, Markers
from processors.reading.events.row import Party, Row
from processors.reading.words import Hit

NEAR = 60
"""Beyond this cost nobody is the speaker."""
BESIDE = 12
"""Up to this cost a party is the speaker though a pronoun stands there, too."""
LABEL = 40
"""The longest name before the colon of a heading."""
INVERTED = (",", "-", "–", "—", "»", "”")
"""Marks after which a verb of saying is followed by its speaker."""
COLON = re.compile(r":\s")


class Speakers:
    """The rules for one language; made once."""

    def __init__(self, markers: Markers) -> None:
        self._markers = markers

    def of(self, row: Row, context: Context) -> Party | None:
        """The party beside a verb of saying, whom a pronoun there stands for, or who goes on speaking in quotes."""
        colon = COLON.search(row.text)
        if colon and row.parties and colon.start() < LABEL and row.parties[0].end <= colon.start() + 1:
            return row.parties[0]
        said = row.cues["said"]
        if not said:
            return context.speaker if row.low[:1] in ('"', "“", "«") else None
        cost, best = self._beside(row)
        pronoun = self._markers.pronoun.search(row.low, max(0, said[0].start - 15), said[0].end + 15)
        return context.speaker if pronoun and cost > BESIDE else best

    def _beside(self, row: Row) -> tuple[int, Party | None]:
        costs = [(self._cost(row, hit, each), each) for hit in row.cues["said"] for each in row.parties]
        cost, best = min(((c, p) for c, p in costs if 0 <= c < NEAR), key=lambda each: each[0], default=(NEAR, None))
        return cost, best

    def _cost(self, row: Row, hit: Hit, party: Party) -> int:
        """How far the party stands from the verb; a governed one further."""
        follows = party.start >= hit.end
        if self._is_inverted(row, hit):
            gap = (party.start - hit.end) // 2 if follows else NEAR
        else:
            gap = party.start - hit.end + self._inversion(party) if follows else hit.start - party.end
        return gap + (NEAR if self._markers.is_governed(party) else 0)

    def _inversion(self, party: Party) -> int:
        """What a subject after its verb costs where no mark stands before: much where no case shows that it is one."""
        return 5 if party.case == "nominative" else 40

    def _is_inverted(self, row: Row, hit: Hit) -> bool:
        """Whether the speaker follows: the verb stands after the words, and a party after it with no mark between."""
        if row.low[max(0, hit.start - 3) : hit.start].strip()[-1:] not in INVERTED:
            return False
        after = next((each for each in row.parties if each.start >= hit.end), None)
        return after is not None and after.start - hit.end < 80 and not MARK.search(row.low, hit.end, after.start)
