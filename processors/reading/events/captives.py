"""Who is known for being held by the other side, or wanted or charged by it: things are done to them, not by them."""

from __future__ import annotations

import re

from detente.profiles import Profile
from processors.reading.events.cast import Cast, Sides
from processors.reading.events.patterns import Meaning
from processors.reading.events.row import Row

CAPTIVE = re.compile(r"\b(?:held (?:in|on)|swapped in|wanted by|defendant in|indicted in)\b", re.IGNORECASE)
"""In the title of a role."""
SUFFERED = ("COERCE", "RETREAT")
"""What befalls a captive; so does a charge, unless he plainly makes it himself."""
CHARGED = "112"


def captives(profile: Profile) -> frozenset[str]:
    """The actors with no other role than that."""
    people = [each for each in profile.actors.values() if each.roles]
    return frozenset(each.id for each in people if all(CAPTIVE.search(role.title) for role in each.roles))


def turned(cast: Cast, row: Row, meaning: Meaning, sides: Sides, held: frozenset[str]) -> Cast | None:
    """The cast with a captive in the place of whom the deed befalls: "the trial of Griner", "Griner's trial"."""
    if cast.mutual or not held.intersection(cast.actor.actors):
        return cast
    accused = meaning.cameo == CHARGED and cast.sure < 3
    return sides.befalls(row, cast.actor) if meaning.type in SUFFERED or accused else cast
