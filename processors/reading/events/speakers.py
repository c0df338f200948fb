"""Who says what a sentence says."""

from __future__ import annotations

import re

from processors.reading.events.cast import Context, Sides, leader
from processors.reading.events.markers import MARK, Markers
from processors.reading.events.patterns import word_end
from processors.reading.events.row import THIRD, Party, Row
from processors.reading.words import Hit

NEAR = 60
"""Beyond this cost nobody is the speaker."""
BESIDE = 12
"""Up to this cost a party is the speaker though a pronoun stands there, too."""
OWNED = 20
"""What a genitive behind the verb costs: whose something is speaks less than who is named."""
PHRASE = 25
"""So far behind a phrase like "according to" or "по словам" stands who is quoted."""
LABEL = 40
"""The longest name before the colon of a heading."""
INVERTED = (",", "-", "–", "—", "»", "”")
"""Marks after which a verb of saying is followed by its speaker."""
NAME = re.compile(r"[«“](?:[\w-]++ ?){1,3}[»”]$")
"""A firm or ship between quotation marks, which are no quotation."""
COLON = re.compile(r":\s")
SIGNED = re.compile(r"(?:: |,? [-–—] )(?:the )?$")
SHORT = 15
"""So little may stand behind the name that signs a heading."""
MATTER = re.compile(r"\b(?:war|crisis|conflict|война|кризис|конфликт|війна|wojna|krieg|guerre)\b")
"""What makes a label one of the matter, not of the speaker: "Ukraine war: US and Russia meet"."""


def _is_title(row: Row, said: Hit, pronoun: re.Match[str], named: Party) -> bool:
    """Whether "the minister" is whoever is named right behind it: "заявил министр иностранных дел Лавров"."""
    if not said.start < pronoun.start() < named.start:
        return False
    between = row.low[pronoun.end() : named.start]
    return len(between.split()) <= 3 and not MARK.search(between)


class Speakers:
    """The rules for one language; made once."""

    def __init__(self, markers: Markers, sides: Sides) -> None:
        self._markers, self._sides = markers, sides

    def of(self, row: Row, context: Context) -> Party | None:
        """The party beside a verb of saying, whom a pronoun there stands for, or who goes on speaking in quotes."""
        labelled = self._labelled(row)
        if labelled:
            return labelled
        said = row.cues["said"]
        if not said and context.reporter:
            return context.reporter
        if not said:
            return context.speaker if row.low[:1] in ('"', "“", "«") else None
        inside = self._inside(row)
        if inside:
            return inside
        cost, best = self._beside(row)
        pronoun = self._markers.pronoun.search(row.low, max(0, said[0].start - 15), said[0].end + 15)
        if pronoun and cost > BESIDE and not (best and _is_title(row, said[0], pronoun, best)):
            return context.speaker
        first = leader(row, best, self._sides) if best and best.side == THIRD else best
        return best if first and self._markers.is_governed(first) else first

    def last(self, row: Row, at: int) -> Party | None:
        """Who stands right beside the last verb of saying before `at`: "A said this, B that and that it would"."""
        hit = next((each for each in reversed(row.cues["said"]) if each.end <= at), None)
        costs = [
            each for each in (self._costs(row, hit) if hit else []) if 0 <= each[0] <= BESIDE and each[1].end <= at
        ]
        best = min(costs, default=None)
        return leader(row, best[1], self._sides) if best else None

    def _labelled(self, row: Row) -> Party | None:
        """The one before the colon of a heading, or alone at its end: "Lavrov: no talks", "No talks - Lavrov".

        Not where the label names the matter.
        """
        last = row.parties[-1] if row.parties else None
        if (
            last
            and last.side in self._sides
            and SIGNED.search(row.low[: last.start])
            and len(row.low) - last.end < SHORT
        ):
            return last
        colon = COLON.search(row.text, 0, LABEL + 2)
        label = [each for each in row.parties if colon and each.end <= colon.start() + 1]
        if not colon or len({each.side for each in label}) != 1 or MATTER.search(row.low, 0, colon.start()):
            return None
        return None if label[0].side == THIRD and row.cues["said"] else label[0]

    def _inside(self, row: Row) -> Party | None:
        """ "В Кремле назвали", "сообщили в Минобороны": the body beside a plural verb of saying."""
        bodies = [each for each in row.parties if each.side != THIRD and self._markers.speaks_inside(each)]
        ends = [word_end(row.low, hit.end) for hit in row.cues["said"]]
        said = [end for end in ends if row.low[:end].endswith("ли")]
        behind = (each for each in bodies for end in said if 0 < each.start - end <= PHRASE)
        return next(behind, bodies[0] if said and bodies and bodies[0].start < BESIDE else None)

    def _beside(self, row: Row) -> tuple[int, Party | None]:
        costs = [each for hit in row.cues["said"] for each in self._costs(row, hit)]
        cost, best = min(((c, p) for c, p in costs if 0 <= c < NEAR), key=lambda each: each[0], default=(NEAR, None))
        return cost, best

    def _costs(self, row: Row, hit: Hit) -> list[tuple[int, Party]]:
        """What each party of the row costs as the speaker of one verb."""
        phrase, inverted = self._is_phrase(row, hit), self._is_inverted(row, hit)
        return [(self._cost(hit, each, phrase=phrase, inverted=inverted), each) for each in row.parties]

    def _cost(self, hit: Hit, party: Party, *, phrase: bool, inverted: bool) -> int:
        """How far the party stands from the verb; a governed one further, but not behind "according to"."""
        follows = party.start >= hit.end
        if phrase and 0 <= party.start - hit.end <= PHRASE:
            return (party.start - hit.end) // 2
        if inverted:
            gap = (party.start - hit.end) // 2 if follows else NEAR
        else:
            gap = party.start - hit.end + self._inversion(party) if follows else hit.start - party.end
        gap += OWNED if follows and party.case == "genitive" else 0
        return gap + (NEAR if self._markers.is_governed(party) else 0)

    def _is_phrase(self, row: Row, hit: Hit) -> bool:
        """Whether it names its speaker behind it: "according to", but not "по его словам"."""
        pronoun = self._markers.pronoun.search(row.low, hit.start, word_end(row.low, hit.end))
        first, space, _ = row.low[hit.start : hit.end].partition(" ")
        return bool(space) and pronoun is None and (first in self._markers.oblique or first == "according")

    def _inversion(self, party: Party) -> int:
        """What a subject after its verb costs where no mark stands before: much where no case shows that it is one."""
        return 5 if party.case == "nominative" else 40

    def _is_inverted(self, row: Row, hit: Hit) -> bool:
        """Whether the speaker follows: the verb stands after the words, and a party after it with no mark between."""
        before = row.low[: hit.start].rstrip()
        if before[-1:] not in INVERTED or NAME.search(before):
            return False
        after = next((each for each in row.parties if each.start >= hit.end), None)
        if after is None or after.start - hit.end >= 80 or MARK.search(row.low, hit.end, after.start):
            return False
        return not self._markers.relative.search(row.low, hit.end, after.start)
