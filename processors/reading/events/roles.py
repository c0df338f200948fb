"""Who does a deed to whom, by word order, voice, prepositions and case: pure rules over a row."""

from __future__ import annotations

import re

from detente.profiles.lexicon import Cues
from processors.reading.events.acts import Acts
from processors.reading.events.cast import HOSTILE, Cast, Context, Sides
from processors.reading.events.charges import Charges
from processors.reading.events.doers import Doers
from processors.reading.events.markers import Markers
from processors.reading.events.meetings import Meetings
from processors.reading.events.nouns import Nouns
from processors.reading.events.patients import Patients
from processors.reading.events.patterns import Deed, Meaning
from processors.reading.events.row import Party, Row
from processors.reading.events.speakers import Speakers

ANSWER = re.compile(
    r"(?:ответ\w*|отреагир\w+|реакци\w+) на (?:\w+ )?$"
    r"|(?:response|answer|reply|respond\w*|reacti?\w*) to (?:the |a |its |new )?$"
    r"|retaliat\w+ for (?:the |a |its |new )?$"
)
"""Before what is answered: "answers the expulsion", "in retaliation for sanctions"."""


def is_answered(row: Row, deed: Deed, cast: Cast) -> bool:
    """Whether it is what its seeming doer answers, so that the other side did it."""
    answer = ANSWER.search(row.low, max(0, deed.start - 40), deed.start)
    return answer is not None and 0 <= cast.actor.end <= answer.start()


class Roles:
    """The rules for one language and two sides; made once."""

    def __init__(self, cues: Cues, sides: Sides, spoken: frozenset[str], patients: Patients) -> None:
        markers = Markers(cues)
        self._sides, self._patients = sides, patients
        self._speakers = Speakers(markers, sides)
        doers = Doers(markers, self._speakers, sides)
        self._acts, self._nouns = Acts(markers, self._speakers, doers, sides, spoken), Nouns(markers, sides, spoken)
        self._meetings, self._charges = Meetings(markers, sides), Charges(markers, self._speakers, doers, sides)

    def cast(self, row: Row, deed: Deed, meaning: Meaning, context: Context) -> Cast | None:
        """The parts of a deed; None where they are not the two sides."""
        found = self._cast(row, deed, meaning, context)
        if found and meaning.type in HOSTILE and is_answered(row, deed, found):
            found = self._sides.befalls(row, found.actor)
        return self._patients.placed(found, row, meaning) if found else None

    def _cast(self, row: Row, deed: Deed, meaning: Meaning, context: Context) -> Cast | None:
        if meaning.form == "mutual":
            return self._meetings.cast(row, deed, context)
        if meaning.form == "about":
            return self._charges.about(row, deed)
        if meaning.form == "words":
            return self._charges.words(row, deed, context)
        if meaning.form == "ought":
            return self._charges.ought(row, deed, context)
        if self._nouns.is_noun(row, deed, meaning):
            return self._nouns.cast(row, deed, meaning)
        return self._acts.cast(row, deed, meaning, context)

    def spoken_of(self, row: Row, meaning: Meaning) -> Cast | None:
        """A speaker of one side and the other side, of whom he speaks so."""
        speaker = self._speakers.of(row, Context())
        if speaker is None or speaker.side not in self._sides:
            return None
        about = row.of(self._sides.other(speaker.side))
        return self._patients.placed(Cast(speaker, about[0], 1), row, meaning) if about else None

    def speaker(self, row: Row, context: Context) -> Party | None:
        """Who says what the sentence says."""
        return self._speakers.of(row, context)
