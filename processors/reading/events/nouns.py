"""Deeds as nouns: "US sanctions on Russia", "санкции США против России", "the arrest of an American"."""

from __future__ import annotations

import re

from processors.reading.events.cast import Cast, Sides
from processors.reading.events.markers import Markers
from processors.reading.events.patterns import Deed, Meaning, word_end
from processors.reading.events.row import THIRD, Party, Row

OWNED = ("163", "164", "161")
"""CAMEO codes of which "of" names the doer, though they are not done by speaking."""
NOMINAL = re.compile(r"[a-z]ments?$")
"""How English nouns of deeds end that no article needs: "after indictments"."""
QUALITY = re.compile(
    r"(?<= )(?:first|criminal|formal|federal|official|latest|fresh|further|harsh|strong|sharp|renewed|joint|public)"
    r"(?: and \w+)? (?=(?:[\w]+ )?$)"
)
"""What may stand between an article and its noun: "the first criminal charge"."""
LATER = re.compile(r"\b(?:after|before|since|as|when|while|following|over)\b")
"""Behind these another clause or phrase begins, which is not the owner's."""
AIM = re.compile(r" (?:on|of|against|over) ")
"""What follows a noun that might be a verb: "the court's freeze on"."""


class Nouns:
    """The rules for one language; made once."""

    def __init__(self, markers: Markers, sides: Sides, spoken: frozenset[str]) -> None:
        self._markers, self._sides, self._spoken = markers, sides, spoken

    def is_noun(self, row: Row, deed: Deed, meaning: Meaning) -> bool:
        """Whether words that may be a verb are none here: an article stands before them, or "on" and its like after."""
        word = row.low[deed.start : word_end(row.low, deed.head)]
        if meaning.form != "verb" or word.endswith("ing"):
            return meaning.form == "noun"
        if self._is_object(row, deed, word):
            return True
        if NOMINAL.search(word) or self._markers.nominal.search(QUALITY.sub("", row.low[: deed.start][-50:])):
            return True
        if self._markers.auxiliary.match(row.low, deed.start + len(word) + 1) and word.endswith("s"):
            return True
        plain = meaning.type not in self._spoken and not word.endswith("ed")
        return plain and bool(AIM.match(row.low, deed.start + len(word)) and self._owner(row, deed))

    def _is_object(self, row: Row, deed: Deed, word: str) -> bool:
        """Whether it is what another deed is done to, with its owner before it: "rejects Russian demands"."""
        owners = {each.start for each in row.parties if each.end + 1 == deed.start}
        verbs = {word_end(row.low, each.head) + 1 for each in row.deeds if each.start < deed.start and each.meanings}
        return not word.endswith("ed") and bool(owners & verbs)

    def cast(self, row: Row, deed: Deed, meaning: Meaning) -> Cast | None:
        after = [each for each in row.parties if 0 <= each.start - deed.head <= 45]
        if after and self._is_attribute(row, deed, after[0]):
            return self._sides.befalls(row, after[0])
        genitive = self._genitive(row, deed, after)
        owned = meaning.type in self._spoken or meaning.cameo in OWNED
        voice = self._markers.voice_after(row, deed) if owned else None
        actor = self._markers.agent_after(row, deed) or voice or genitive or self._owner(row, deed)
        aim = self._aim(row, deed, [each for each in after if each not in (genitive, voice)])
        if aim and meaning.type == "COERCE" and aim.before in self._markers.inside:
            return self._held(row, aim)
        if aim and aim.before == "of" and not owned:
            return self._sides.befalls(row, aim)
        if THIRD in {each.side for each in (actor, aim) if each}:
            return None
        if actor and aim:
            return Cast(actor, aim, 3) if self._sides.are(actor, aim) else None
        if aim and aim.side in self._sides:
            return Cast(self._sides.named(row, self._sides.other(aim.side)), aim, 2)
        if actor and actor.side in self._sides:
            return Cast(actor, self._sides.named(row, self._sides.other(actor.side)), 2)
        return None

    def _held(self, row: Row, place: Party) -> Cast | None:
        """ "His detention in Russia": where it is done is who does it."""
        other = self._sides.other(place.side)
        return Cast(place, self._sides.named(row, other), 2) if place.side in self._sides else None

    def _is_attribute(self, row: Row, deed: Deed, first: Party) -> bool:
        """ "The jailed American": a participle beside its noun."""
        return row.low[deed.start : word_end(row.low, deed.head)].endswith("ed") and first.start - deed.end < 16

    def _reaches(self, row: Row, deed: Deed, aim: Party, after: list[Party]) -> bool:
        """Whether only a word and other names stand between, and no auxiliary, behind which its clause goes on."""
        if self._markers.auxiliary.search(row.low, deed.end, aim.start):
            return False
        words = row.low[word_end(row.low, deed.end) : aim.start].split()
        preposition = aim.before.split(" ")[0]
        first = after[0] is aim or after[0].start > aim.start
        return not first or preposition not in words or words.index(preposition) <= 1

    def _owner(self, row: Row, deed: Deed) -> Party | None:
        """Who stands right before it: "US sanctions", "Moscow's new threats"."""
        before = [each for each in row.parties if 0 <= deed.start - each.end <= 30]
        between = row.low[before[-1].end : deed.start] if before else ""
        apart = len(between.split()) > 2 or LATER.search(between) or self._markers.nominal.search(between)
        return before[-1] if before and not apart else None

    def _genitive(self, row: Row, deed: Deed, after: list[Party]) -> Party | None:
        """Whose it is, also across a second noun ("угроза санкций США"); a name without case stands right behind."""
        first = after[0] if after else None
        if first is None or first.before or first.case not in ("genitive", ""):
            return None
        end = word_end(row.low, deed.end)
        chained = next((each for each in row.deeds if each.start == end + 1), None)
        end = word_end(row.low, chained.end) if chained else end
        return first if first.start - end < (25 if first.case else 3) else None

    def _aim(self, row: Row, deed: Deed, after: list[Party]) -> Party | None:
        """Whom it is against: after a preposition, or right after it, and not behind the verb of its clause."""
        beside = [each for each in after if each.start - deed.end < 16 and "," not in row.low[deed.end : each.start]]
        near = [each for each in after if each.before or each in beside]
        near = [each for each in near if self._reaches(row, deed, each, after)]
        return next((each for each in near if each.before not in self._markers.agent), None)
