"""Those to whom things are done, and who do none: people held, wanted or charged by the other side, and projects."""

from __future__ import annotations

import re

from detente.profiles import Profile
from processors.reading.events.cast import Cast, Sides, is_understood
from processors.reading.events.patterns import Meaning
from processors.reading.events.row import Row

CAPTIVE = re.compile(r"\b(?:held (?:in|on)|swapped in|wanted by|defendant in|indicted in)\b", re.IGNORECASE)
"""In the title of a role."""
SUFFERED = ("COERCE", "RETREAT")
"""What befalls a captive; so does a charge, unless he plainly makes it himself."""
CHARGED = "112"


class Patients:
    """Those of one profile; made once."""

    def __init__(self, profile: Profile, sides: Sides) -> None:
        everybody = profile.actors.values()
        people = [each for each in everybody if each.roles]
        self._sides = sides
        self._captives = {each.id for each in people if all(CAPTIVE.search(role.title) for role in each.roles)}
        self._people = {each.id for each in everybody if each.kind == "person"}
        self._things = {each.id for each in everybody if each.thing}

    def placed(self, cast: Cast, row: Row, meaning: Meaning) -> Cast | None:
        """The cast with a patient in the place of whom the deed befalls: "the trial of Griner", "Griner's trial".

        Nobody meets a pipeline, or agrees with it.
        """
        if cast.mutual:
            return None if self._things.intersection((*cast.actor.actors, *cast.target.actors)) else cast
        accused = meaning.cameo == CHARGED and cast.sure < 3
        if meaning.type == "COERCE" and is_understood(cast.actor) and self._is_judged_at_home(cast):
            return None
        suffers = self._things | self._captives if meaning.type in SUFFERED or accused else self._things
        return self._sides.befalls(row, cast.actor) if suffers.intersection(cast.actor.actors) else cast

    def _is_judged_at_home(self, cast: Cast) -> bool:
        """Whether a person is charged of whom nothing is known that the other side has to do with it."""
        named = set(cast.target.actors)
        return bool(named) and named <= self._people - self._captives
