"""The two parts of a deed, and what is known of them beyond its sentence."""

from __future__ import annotations

import re
from typing import NamedTuple

from processors.reading.events.patterns import Deed
from processors.reading.events.row import Party, Row

HOSTILE = ("THREATEN", "SANCTION", "COERCE", "MOBILIZE", "ASSAULT")

LISTED = re.compile(r"(?:[^\W\d_]* ?){0,2}(?:,| and| &| и| та| und| et| i)? ?(?:[^\W\d_]+ ){0,2}")
"""What stands between the members of a list."""


class Context(NamedTuple):
    """What earlier sentences leave: who spoke or acted last, and the last two that met in one sentence.

    `reporter` is who the next sentence says said this one: "Об этом заявил Лавров".
    """

    speaker: Party | None = None
    pair: tuple[Party, Party] | None = None
    reporter: Party | None = None


class Cast(NamedTuple):
    """`sure`: 3 both stand in their places, 2 one of them elsewhere in the sentence, 1 one is only understood."""

    actor: Party
    target: Party
    sure: int
    mutual: bool = False


class Sides(NamedTuple):
    """The two sides between which events are looked for."""

    one: str
    two: str

    def other(self, side: str) -> str:
        return self.two if side == self.one else self.one

    def are(self, *parties: Party) -> bool:
        """Whether these parties are of the two sides, one of each."""
        return {each.side for each in parties} == {self.one, self.two}

    def named(self, row: Row, side: str) -> Party:
        """The first party of `side` in the row, or the side itself where nobody names it."""
        return next(iter(row.of(side)), understood(side))

    def befalls(self, row: Row, patient: Party) -> Cast | None:
        """What is done to `patient` by the other side."""
        if patient.side not in self:
            return None
        doer = self.named(row, self.other(patient.side))
        return Cast(doer, patient, 1 if is_understood(doer) else 2)


def understood(side: str) -> Party:
    """The side that nobody names."""
    return Party(-1, -1, side, (), "", "")


def is_understood(party: Party) -> bool:
    return party.start < 0


def leader(row: Row, last: Party, sides: Sides) -> Party:
    """The side that acts together with a third party: "the US, the EU and Britain have blamed Russia"."""
    for each in reversed([each for each in row.parties if each.end <= last.start]):
        if not LISTED.fullmatch(row.low[each.end : last.start]):
            break
        last = each
        if each.side in sides:
            break
    return last


def distance(party: Party, deed: Deed) -> int:
    """The characters between them."""
    return max(party.start - deed.end, deed.start - party.end, 0)
