"""The subject of a deed: the nearest party before it that may be one, or whom a pronoun stands for."""

from __future__ import annotations

import re

from processors.reading.events.cast import Context, Sides, leader
from processors.reading.events.markers import CLAUSE, MARK, Markers
from processors.reading.events.patterns import Deed, word_end
from processors.reading.events.row import THIRD, Party, Row
from processors.reading.events.speakers import Speakers

FAR = 140
"""Beyond this cost nobody is the doer. Costs are characters of distance, and what is as unlikely as those."""
RELATIVE = re.compile(r" [\w']+(?: [\w']+){0,2}, ")
"""What stands between the doer of a relative clause and the main verb: "something Moscow denies, charged"."""
SUBORDINATE = re.compile(
    r" (?:as|while|when|because|although|though|whereas|until|but|если|когда|пока|хотя|поскольку|однако) "
)
"""Behind these a clause with its own doer begins."""
WE = re.compile(r"[аяую]ем$")
"""How a Russian verb ends of which "we" is the subject: "призываем"."""
INSERTED = re.compile(r", (?:who|whose|котор(?:ый|ая|ые|ого|ую|ых)) [^,]*$")
"""A relative clause that is open: whoever it names is not the subject behind it."""
INTENT = re.compile(
    r"(?:'s|s'|')? (?:[\w-]+ )?(?:decision|move|plan|plans|vow|bid|threat|threats|attempts?"
    r"|efforts?|intention|order|offer|proposal|pledge)"
    r" to "
)
"""What stands between its owner and the deed that he means to do."""
INTENTION = re.compile(
    r"\b(?:решени|намерени|план|угроз|попытк|готовност|обещани|стремлени|желани|отказ|призыв)\w{0,3} $"
)
"""The same in Russian, before its genitive: "решение Вашингтона закрыть"."""
GERUND = re.compile(r" (?:of|for) (having )?(?:not )?$")
"""Before a gerund whose doer is the object of the main verb."""


JOINED = re.compile(r"(?:\band|\bи)(?: (?:has|had|have|then|also|later|уже|также|затем))? $")
"""Before a verb whose subject is that of the verb before it: "accused them of it and banned them"."""
FRONT = 3
"""So early begins whoever stands in front of a sentence, behind his preposition."""
PLURAL = re.compile(r"(?:ли|ют|ят|ут|ат)$")
"""How a Russian verb ends that needs no subject."""
TOLD = re.compile(r"[a-z]ed$|л[аои]?(?:с[ья])?$")
"""How a verb in the past ends."""


class Doers:
    """The rules for one language; made once."""

    def __init__(self, markers: Markers, speakers: Speakers, sides: Sides) -> None:
        self._markers, self._speakers, self._sides = markers, speakers, sides

    def of(self, row: Row, deed: Deed, context: Context) -> Party | None:
        """Who does it; also a third party, None where nobody is near."""
        markers, low, deed = self._markers, row.low, first_joined(row, deed)
        before = [each for each in row.parties if each.end <= deed.start]
        word = low[deed.start : word_end(low, deed.start)]
        if markers.first_person.search(low, max(0, deed.start - 25), deed.start) or WE.search(word):
            return self._speakers.of(row, context)
        if before and markers.possessive.search(low[max(0, deed.start - 20) : deed.start]):
            return before[-1]
        if self._is_pronoun(row, deed, before):
            return context.speaker
        if markers.reported_subject.search(low[max(0, deed.start - 45) : deed.start]):
            return self._speakers.last(row, deed.start) or self._speakers.of(row, context)
        meant = _named_in(row, deed) or self._intending(row, deed, before) or self._accused(row, deed, before)
        if meant is not None:
            return meant
        if not before and markers.pronoun.search(low, 0, deed.start):
            return context.speaker
        if before and self._is_fronted(row, deed, before):
            return before[0]
        costs = [(self._cost(row, each, deed), -each.start, each) for each in before]
        cost, _, best = min(costs, default=(FAR + 1, 0, None))
        if best is None or cost > FAR:
            return None
        return leader(row, best, self._sides) if best.side == THIRD else best

    def _is_pronoun(self, row: Row, deed: Deed, before: list[Party]) -> bool:
        """Whether a pronoun is its subject; "the ambassador" is none where his name or country follows."""
        begin = max(0, deed.start - 45)
        found = self._markers.pronoun_subject.search(row.low[begin : deed.start])
        return found is not None and not (before and before[-1].start > begin + found.start())

    def _is_fronted(self, row: Row, deed: Deed, before: list[Party]) -> bool:
        """Whether the sentence begins with the place of those who act: "В США россиянина обвинили"."""
        named = any(each.case == "nominative" and not each.before for each in before[1:])
        plural = PLURAL.search(row.low[deed.start : word_end(row.low, deed.start)])
        fronted = before[0].start <= FRONT and self._markers.speaks_inside(before[0])
        return bool(fronted and plural) and not named and not MARK.search(row.low[before[0].end : deed.start])

    def _intending(self, row: Row, deed: Deed, before: list[Party]) -> Party | None:
        """Whose decision it is: "Moscow regretted the US decision to leave"."""
        for each in reversed(before):
            genitive = row.low[each.end : deed.start] == " " and INTENTION.search(row.low[: each.start][-30:])
            if genitive or INTENT.fullmatch(row.low[each.end : deed.start]):
                return each
        return None

    def _accused(self, row: Row, deed: Deed, before: list[Party]) -> Party | None:
        """The object of the main verb, who does what a gerund names: "thanked Moscow for releasing her"."""
        gerund = GERUND.search(row.low[: deed.start])
        done = gerund and (gerund[1] or row.low[deed.start : word_end(row.low, deed.start)].endswith("ing"))
        near = [each for each in before if deed.start - each.end < 40 and each.before not in self._markers.agent]
        return near[-1] if done and near else None

    def _cost(self, row: Row, party: Party, deed: Deed) -> int:
        if deed.start - party.end > FAR:
            return FAR + 1
        between = row.low[party.end : deed.start]
        cost = len(between) + 60 * len(CLAUSE.findall(between)) + 12 * len(MARK.findall(between))
        cost += 40 * len(SUBORDINATE.findall(between))
        if self._markers.relative.match(between.lstrip(" ,")):
            return cost
        cost += 60 * self._is_object(row, party) + self._cost_of_case(row, party)
        cost += 100 * (", " in between and bool(INSERTED.search(row.low, 0, party.start)))
        inner = [each for each in row.deeds if party.end <= each.start and each.end < deed.start]
        if inner and RELATIVE.fullmatch(between):
            return cost + FAR
        return cost + 40 * any(", " in row.low[each.end : each.end + 30] for each in inner)

    def _cost_of_case(self, row: Row, party: Party) -> int:
        if self._markers.is_governed(party) or party.before in self._markers.agent:
            return 90
        if party.case != "genitive":
            return 0
        return 30 if row.low[: party.start].strip(' «"“—–-') else 90

    def _is_object(self, row: Row, party: Party) -> bool:
        """Whether another deed is done to it, so that it hardly does this one: "accused US diplomats"."""
        if party.case == "nominative" or row.low[party.end : party.end + 2] == "'s":
            return False
        gaps = [row.low[each.head : party.start] for each in row.deeds if 0 <= party.start - each.head <= 30]
        return any(
            len(gap.split()) <= 2 and not MARK.search(gap) and not self._markers.relative.search(gap) for gap in gaps
        )


def _named_in(row: Row, deed: Deed) -> Party | None:
    """Whom the words of the deed name themselves: "US agencies believe"."""
    return next((each for each in row.parties if each.start < deed.head and deed.start < each.end), None)


def first_joined(row: Row, deed: Deed) -> Deed:
    """The first of several verbs in the past that are joined and have one subject; else the deed itself."""
    earlier = [each for each in row.deeds if each.start < deed.start and _is_told(row, each)]
    while earlier and _is_told(row, deed) and JOINED.search(row.low, max(0, deed.start - 14), deed.start):
        deed = earlier.pop()
    return deed


def _is_told(row: Row, deed: Deed) -> bool:
    return bool(TOLD.search(row.low[deed.start : word_end(row.low, deed.start)]))
