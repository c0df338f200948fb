"""Deeds told from the side of whom they befall: passives, participles, and Russian plurals without a subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from processors.reading.events.cast import Cast, Sides
from processors.reading.events.markers import Markers
from processors.reading.events.patterns import Deed, Meaning, word_end
from processors.reading.events.row import BOTH, THIRD, Party, Row

ENDURED = ("112", "173", "115", "171", "174", "084", "190")
"""CAMEO codes whose participle without an object is a passive: "Gershkovich sentenced to sixteen years"."""
HELD = ("111", "112", "114", "163", "173", "115", "171", "174", "084")
"""CAMEO codes of what is done in Russian by somebody who is not named: "американца отпустили", "Россию обвинили"."""
READINESS = "030"
"""The CAMEO code of what one is or feels: "is open to", "is interested in"."""
REPORTING = re.compile(r"[^,.;:]{0,30}\bthat\b")
"""What stands behind a verb of saying in the active: "concluded in May that"."""
OPEN = re.compile(r" (?:of|to|in|for|over|on|at|after|as|from)\b|[.,;:]?$")
WORD = re.compile(r"[\w']+")
PARTICIPLE = re.compile(r"(?:нн|т)(?:ый|ая|ое|ые|ого|ой|ому|ую|ым|ых|ыми|ом)$")
"""How a Russian or Ukrainian passive participle ends as an attribute: "задержанного"."""
SHORT = re.compile(r"(?:н|т|на|та|ны|ты|но|то)$")
"""How a short one ends: "арестован"."""
PLURAL = re.compile(r"(?:ли|ют|ят|ут|ат)$")
RELATIVE_OBJECT = re.compile(r"\b(?:котор(?:ого|ую|ых)|якого|яку|яких)(?: \w+){0,2} $")


PLACE = re.compile(r"\bв котор(?:ом|ой|ых)\b|\bin which\b")
"""A clause begins in which who was named before it suffers nothing."""


class Passives:
    """The rules for one language; made once."""

    def __init__(self, markers: Markers, sides: Sides) -> None:
        self._markers, self._sides = markers, sides

    def cast(self, row: Row, deed: Deed, meaning: Meaning, speaker: Party | None) -> Cast | None:
        """None where the parts are not the two sides; "we are accused" is about the `speaker`."""
        if speaker and self._markers.first_person.search(row.low, max(0, deed.start - 25), deed.start):
            return self._sides.befalls(row, speaker)
        word = row.low[deed.start : word_end(row.low, deed.head)]
        if PARTICIPLE.search(word):
            return self._attributed(row, deed)
        if self._has_no_subject(row, deed, meaning, word):
            return self._befallen(row, deed)
        return self._suffered(row, deed, meaning)

    def applies(self, row: Row, deed: Deed, meaning: Meaning) -> bool:
        """Whether the deed is told from the side of whom it befalls."""
        if meaning.form == "passive":
            return True
        word = row.low[deed.start : word_end(row.low, deed.head)]
        if meaning.form != "verb":
            return False
        if PARTICIPLE.search(word) and meaning.cameo in ENDURED:
            return True
        return self._has_no_subject(row, deed, meaning, word) or self._is_passive(row, deed, meaning)

    def _is_passive(self, row: Row, deed: Deed, meaning: Meaning) -> bool:
        found = WORD.match(row.low, deed.start)
        word = found[0] if found else ""
        by = self._markers.agent_after(row, deed) is not None
        if meaning.cameo == READINESS:
            return by and word.endswith("ed")
        if self._markers.passive.search(row.low[max(0, deed.start - 30) : deed.start]):
            return word.endswith(("d", "n", "t", "é", "ée", "és", "ées", "о", "ы", "а")) and not word.endswith("ing")
        end = word_end(row.low, deed.head)
        if meaning.cameo in ENDURED and OPEN.match(row.low[end:]):
            return word.endswith("ed") and not REPORTING.match(row.low, end)
        return by and word.endswith(("ed", "en"))

    def _has_no_subject(self, row: Row, deed: Deed, meaning: Meaning, word: str) -> bool:
        """A Russian plural beside an accusative: "американца отпустили", "россиянин, которого обвиняют"."""
        if not PLURAL.search(word):
            return False
        if RELATIVE_OBJECT.search(row.low[max(0, deed.start - 40) : deed.start]):
            return True
        before = [each for each in row.parties if each.end <= deed.start]
        if meaning.cameo not in HELD or any(each.case in ("nominative", "") and not each.before for each in before):
            return False
        return bool(self._objects(row, deed))

    def _objects(self, row: Row, deed: Deed) -> list[Party]:
        """Those in a Russian accusative, the nearest first."""
        near = [e for e in row.parties if e.case in ("genitive", "oblique") and not e.before and e.side != BOTH]
        return sorted(near, key=lambda each: max(each.start - deed.end, deed.start - each.end))

    def _befallen(self, row: Row, deed: Deed) -> Cast | None:
        """Whom a deed befalls whose doer is nobody in particular."""
        relative = RELATIVE_OBJECT.search(row.low[max(0, deed.start - 40) : deed.start])
        before = [each for each in row.parties if each.end <= deed.start and each.side != BOTH]
        patient = before[-1] if relative and before else next(iter(self._objects(row, deed)), None)
        return self._sides.befalls(row, patient) if patient else None

    def _attributed(self, row: Row, deed: Deed) -> Cast | None:
        """ "Задержанный в Москве американец", "американца, задержанного ФСБ": the attribute's noun is the patient."""
        before, after = _around([each for each in row.parties if each.side != BOTH], deed)
        joined = before and row.low[before[-1].end : deed.start].strip() == ","
        free = [each for each in after if not each.before and each.case != "oblique"]
        patient = before[-1] if joined else next(iter(free), None)
        if patient and self._is_elsewhere(row, deed, patient):
            return None
        return self._sides.befalls(row, patient) if patient else None

    def _is_elsewhere(self, row: Row, deed: Deed, patient: Party) -> bool:
        """Whether a third party's land is named beside it: "задержанные в Минске россияне"."""
        first, second = sorted((deed.start, patient.start))
        places = [each for each in row.of(THIRD) if each.before in self._markers.inside]
        return any(first < each.start < second for each in places)

    def _suffered(self, row: Row, deed: Deed, meaning: Meaning) -> Cast | None:
        """Whom it befalls stands before it, or in Russian after it; the doer after "by" or in the instrumental."""
        named = [each for each in row.parties if each.side != BOTH]
        before, after = _around(named, deed)
        clause = next((found.end() for found in PLACE.finditer(row.low, 0, deed.start)), 0)
        before = [each for each in before if each.start >= clause]
        agent = self._markers.agent_after(row, deed) or self._agent(row, deed, after)
        inside = [each for each in named if each.start <= deed.start < each.end]
        free = [each for each in after[:2] if each is not agent and not each.before]
        patient = self._patient(inside or before, free)
        if agent is not None and agent.side in self._sides and patient is None:
            patient = self._sides.named(row, self._sides.other(agent.side))
        if patient is None or patient.side == THIRD:
            return None
        if agent is not None:
            return Cast(agent, patient, 3) if self._sides.are(agent, patient) else None
        if any(each.side == THIRD for each in before + after[:1]):
            return None
        home = next(iter(after), None)
        if meaning.type == "COERCE" and home and home.side == patient.side and home.before in self._markers.inside:
            return None  # "a gang arrested in Russia" by its own police
        return self._sides.befalls(row, patient)

    def _agent(self, row: Row, deed: Deed, after: Sequence[Party]) -> Party | None:
        """The doer in the instrumental, or whose a noun is with which the deed ends: "под санкции США попали"."""
        first = next((each for each in after[:1] if not each.before), None)
        if first is None or first.case == "oblique":
            return first
        end = word_end(row.low, deed.end)
        owns = first.case in ("genitive", "") and 0 <= first.start - end <= 2 and len(after) > 1
        return first if owns and not SHORT.search(row.low[:end]) else None

    def _patient(self, before: Sequence[Party], after: Sequence[Party]) -> Party | None:
        """The last before the deed that is not the place where it is done; else the first after it, else the place."""
        free = [each for each in before if each.before not in self._markers.inside]
        return next((each for each in (*reversed(free), *after, *reversed(before))), None)


def _around(parties: Sequence[Party], deed: Deed) -> tuple[list[Party], list[Party]]:
    """Those before the deed, and those after its first word."""
    before = [each for each in parties if each.end <= deed.start]
    return before, [each for each in parties if each.start >= deed.head - 1]
