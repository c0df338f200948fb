"""Who does a deed to whom, by word order, voice, prepositions and case: pure rules over a row."""

from __future__ import annotations

import re

from detente.profiles.lexicon import Cues
from processors.reading.events.acts import Acts
from processors.reading.events.cast import HOSTILE, Cast, Context, Sides, is_understood
from processors.reading.events.charges import Charges
from processors.reading.events.doers import Doers
from processors.reading.events.markers import Markers, is_finite
from processors.reading.events.meetings import Meetings
from processors.reading.events.nouns import Nouns
from processors.reading.events.patients import Patients
from processors.reading.events.patterns import Deed, Meaning, word_end
from processors.reading.events.row import Party, Row
from processors.reading.events.speakers import Speakers

ANSWER = re.compile(
    r"(?:(?:ответ\w*|отреагир\w+|реакци\w+) на|(?:про)?комментир\w+) (?:[\w-]+ ){0,5}$"
    r"|(?:(?:response|answer|reply|respond\w*|reacti?\w*) to|comment\w* on) (?:the |a |its |new )?$"
    r"|retaliat\w+ for (?:the |a |its |new )?$"
)
"""Before what is answered: "answers the expulsion", "in retaliation for sanctions"."""

WOULD = re.compile(r"\b(?:would|will|'ll)\b|\b(?:введ[её]т|введут|будет|будут)\b")
IF = re.compile(r"if|unless|если")
SURE = 2
"""How sure the parts of a threat must be."""
DENIAL = "016"
ANSWERED = ("ACCUSE", "REJECT", "REQUEST")
"""What else one answers that was done to one."""
MATTER = re.compile(r"\b(?:(?:to|with|с|к) (?:the |top |senior )?|(?:between|about|into|о|об|между) (?:\w+ )?)$")
"""Before whom a charge is about, who does not make it: "lied about his contacts with Moscow"."""

DEPLOYED = "154"
"""The CAMEO code of what a side only says of the other's forces; a close pass or a hit it has met itself."""


def is_answered(row: Row, deed: Deed, cast: Cast) -> bool:
    """Whether it is what its seeming doer answers, so that the other side did it."""
    answer = ANSWER.search(row.low, max(0, deed.start - 70), deed.start)
    return answer is not None and 0 <= cast.actor.end <= answer.start()


def is_matter(row: Row, party: Party) -> bool:
    """Whether a charge is about dealings with it, so that it does not make the charge."""
    return bool(MATTER.search(row.low, max(0, party.start - 20), party.start))


def is_conditional(row: Row, deed: Deed) -> bool:
    """Whether it would be done, and a condition is named: "will impose tariffs if"."""
    would = WOULD.search(row.low, max(0, deed.start - 30), deed.start)
    return bool(would) and any(IF.match(row.low, each.start) for each in row.cues["condition"])


def is_blamed(row: Row, deed: Deed, cast: Cast) -> bool:
    """Whether a noun of a deed is called bad by its seeming doer, who suffers it: "these illegal measures"."""
    end = word_end(row.low, deed.end)
    if row.low[:end].endswith("ed") or is_finite(row.low[deed.start : end]) or cast.actor.end > deed.start:
        return False
    judged = [each for each in row.deeds if any(m.type == "ACCUSE" and m.form == "words" for m in each.meanings)]
    return any(deed.start - word_end(row.low, each.end) == 1 or each.start - end == 1 for each in judged)


class Roles:
    """The rules for one language and two sides; made once."""

    def __init__(self, cues: Cues, sides: Sides, spoken: frozenset[str], patients: Patients) -> None:
        markers = self._markers = Markers(cues)
        self._sides, self._patients = sides, patients
        self._speakers = Speakers(markers, sides)
        doers = Doers(markers, self._speakers, sides)
        self._acts, self._nouns = Acts(markers, self._speakers, doers, sides, spoken), Nouns(markers, sides, spoken)
        self._meetings, self._charges = Meetings(markers, sides), Charges(markers, self._speakers, doers, sides)

    def cast(self, row: Row, deed: Deed, meaning: Meaning, context: Context) -> Cast | None:
        """The parts of a deed; None where they are not the two sides."""
        if any(0 < deed.start - each.end < 20 and self._markers.asks(row, each) for each in row.parties):
            return None
        found = self._cast(row, deed, meaning, context)
        if found and self._is_suffered(row, deed, meaning, found):
            found = self._sides.befalls(row, found.actor)
        if found and meaning.cameo == DENIAL and self._is_about_other(row, found):
            return None
        if found and meaning.type == "COERCE" and is_matter(row, found.actor):
            return None
        return self._patients.placed(found, row, meaning) if found else None

    def _is_about_other(self, row: Row, denial: Cast) -> bool:
        """Whether it denies what the other side is charged with: "calls the claims of Russian meddling a hoax"."""
        alleged = [each for each in row.deeds if any(m.form == "about" for m in each.meanings)]
        alleged = [each for each in alleged if not row.low.startswith("якобы", each.start)]
        charges = [cast for each in alleged if (cast := self._charges.about(row, each))]
        return bool(charges) and all(each.target.side == denial.target.side for each in charges)

    def _is_suffered(self, row: Row, deed: Deed, meaning: Meaning, found: Cast) -> bool:
        """Whether the seeming doer only answers it, or complains of it."""
        if meaning.type in HOSTILE:
            return is_answered(row, deed, found) or is_blamed(row, deed, found)
        return meaning.type in ANSWERED and meaning.form == "verb" and is_answered(row, deed, found)

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

    def alleged(self, row: Row, meaning: Meaning, cast: Cast) -> Cast | None:
        """The charge that it is where the other side, not the text, says that forces did it."""
        speaker = self._speakers.of(row, Context()) if meaning.cameo == DEPLOYED else None
        if speaker is None or speaker.side != cast.target.side or is_understood(speaker):
            return None
        return Cast(speaker, cast.actor, cast.sure)

    def threat(self, row: Row, deed: Deed, meaning: Meaning, context: Context) -> Cast | None:
        """What the speaker's own side would do under a condition: "said he would impose tariffs on it unless ..."."""
        speaker = self._speakers.of(row, Context()) if meaning.type in HOSTILE and is_conditional(row, deed) else None
        found = self.cast(row, deed, meaning, context) if speaker else None
        if found is None or speaker is None or found.actor.side != speaker.side or found.sure < SURE:
            return None
        return found

    def speaker(self, row: Row, context: Context) -> Party | None:
        """Who says what the sentence says."""
        return self._speakers.of(row, context)
