"""Whether a deed has been done: happened, planned, hypothetical, denied; or is not said to be one at all."""

from __future__ import annotations

import re

from detente.messages import Status
from detente.profiles.lexicon import EventType
from processors.reading.events.patterns import Deed, Meaning, word_end
from processors.reading.events.row import Row

BEFORE, AFTER = 45, 40
FINITE = re.compile(r"(?:ed|met|poke|л|ла|ли|лись|лся|лась|ет|ют|ит|ят)$")
CLAUSE = re.compile(r"[.;:!?]\s|, (?:but|and|while|after|as|что|но|а|однако)\b")


def status_of(row: Row, deed: Deed, meaning: Meaning, kind: EventType) -> Status | None:
    """None: the words deny that there was a deed, and nobody's denial is reported."""
    start, end = _window(row.low, deed)
    negated = row.has_cue("negation", max(start, deed.start - 22), deed.start)
    if kind.speech and meaning.type != "AGREE":
        return None if negated and meaning.type != "REQUEST" else "happened"
    if _denied(row, deed, meaning):
        return "denied"
    if negated:
        return None
    if kind.speech:
        return "happened"
    noun = meaning.form == "mutual" and not FINITE.search(row.low[deed.start : word_end(row.low, deed.start)])
    if row.has_cue("hypothetical", start, deed.start) or (noun and row.has_cue("possible", deed.end, end)):
        return "hypothetical"
    if row.has_cue("planned", start, deed.end) or (noun and row.has_cue("planned", deed.end, end)):
        return "planned"
    return "happened"


def _window(low: str, deed: Deed) -> tuple[int, int]:
    """The clause around the deed, not further than the cues of it may stand."""
    start, end = max(0, deed.start - BEFORE), min(len(low), deed.end + AFTER)
    for match in CLAUSE.finditer(low, start, end):
        if match.end() <= deed.start:
            start = match.end()
        elif match.start() >= deed.end:
            return start, match.start()
    return start, end


def _denied(row: Row, deed: Deed, meaning: Meaning) -> bool:
    """A denial that governs the deed: "denied a report of secret calls"."""
    denials = [each for each in row.deeds if any(m.cameo == "016" and m.form == "verb" for m in each.meanings)]
    return meaning.form == "mutual" and any(0 <= deed.start - each.end <= 60 for each in denials)
