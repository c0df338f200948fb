"""The small words of one language that show who does what: prepositions, pronouns, auxiliaries."""

from __future__ import annotations

import re

from detente.profiles.lexicon import Cues
from processors.reading.events.patterns import END, Deed, word_end
from processors.reading.events.row import BOTH, Party, Row

CLAUSE = re.compile(END)
MARK = re.compile(r"[,«“\"»”(]")
FINITE = re.compile(r"(?:л|ла|ло|ли|ет|ют|ит|ят|ут|ат|(?<!ос)ть|ав|ив|ев|вший|щий|є|ти|ів|ють|ить|ять)(?:ся|сь)?$")
"""How Russian and Ukrainian verbs end; other words of a deed are nouns, which take a genitive."""
PROGRESSIVE = re.compile(r"\b(?:is|are|was|were|been) [a-z]+ing$")
"""An active verb; "by" behind it belongs to what it acts on: "is investigating moves by Russia"."""
FELT = re.compile(r"(?:ен|ён|ан|ьны|ены|аны)$|^(?:недовольств|возмущени|восхищени|разочаровани|удовлетворени)")
"""How the short adjectives end whose instrumental is what is felt about: "недоволен Путиным"."""
OF = ("of", "de", "du", "des", "von", "z", "из")
"""Prepositions of origin that are rather a genitive's."""
ANGERED = re.compile(r"(?:[a-z]ed|л[аои]?)$")
"""How a verb ends whose object it is that feels."""
ARTICLE = re.compile(r" (?:the |an? )?")
NOUN = re.compile(r"\b\w{5,}")
REQUEST = re.compile(r"'s?(?: \w+)? (?:request|behest|urging|insistence)\b")
"""What follows whoever has something done."""
WIDE = 45
"""So far behind a noun its doer in the instrumental may stand."""
PHRASE = re.compile(r"(?: (?!(?:в|во|на|с|со|к|о|об|из|за|по|против|и|у|от|для|до)\b)\w+)+ ")
"""Words between them without a preposition."""
INSTRUMENTAL = re.compile(r"(?:ами|ями|ью|ой|ом|ыми|ими) $")
NOUNS = ("визит", "запрет", "ответ", "совет", "пакет", "візит")
"""Nouns that end like verbs."""


class Markers:
    """Compiled from a language's cues; made once."""

    def __init__(self, cues: Cues) -> None:
        self.oblique = frozenset(cues.oblique) - frozenset(cues.joining)
        self.partner, self.inside = frozenset(cues.partner), frozenset(cues.inside)
        self.origin = frozenset(cues.origin)
        self.agent, self.joining = frozenset(cues.agent), frozenset(cues.joining)
        self.pronoun, self.relative = any_of(cues.pronoun), any_of(cues.relative)
        self.first_person = any_of(cues.first)
        self.possessive = re.compile(rf"{any_of(cues.possessive).pattern}(?: \w+)? $")
        self.nominal = re.compile(rf"{any_of(cues.nominal).pattern} [\"“‘']?$")
        self.passive = re.compile(rf"{any_of(cues.passive).pattern}(?: \w+){{0,2}} $")
        self.auxiliary = any_of(cues.passive)
        joining = any_of(cues.joining).pattern
        self.pronoun_subject = re.compile(
            rf"(?:^|[^\w'\- ] ?|{joining} ){self.pronoun.pattern}(?: (?!{joining})[\w\-]+){{0,3}},? $"
        )
        """A pronoun with at most three words between it and the verb that follows."""
        self.reported_subject = re.compile(
            rf"{any_of(cues.relative).pattern} {self.pronoun.pattern}(?: (?!{joining})[\w\-]+){{0,3}} $"
        )
        """A pronoun of reported speech, likewise: "that he would not"."""

    def is_governed(self, party: Party) -> bool:
        """Whether a preposition or its case keeps it from being a subject."""
        if self.speaks_inside(party):
            return False
        return party.before in self.oblique or party.case == "oblique"

    def speaks_inside(self, party: Party) -> bool:
        """ "В Кремле заявили": a body that speaks through a place."""
        return party.before in self.inside and party.case != "genitive" and "а" <= party.before[-1:] <= "я"

    def agent_after(self, row: Row, deed: Deed) -> Party | None:
        """The doer after "by", unless another deed stands between, which is then what is done so."""
        if PROGRESSIVE.search(row.low[: word_end(row.low, deed.start)]) or self._has_object(row, deed):
            return None
        near = [each for each in row.parties if 0 <= each.start - deed.end <= 60]
        asked = next((each for each in near[:2] if self.asks(row, each)), None)
        agent = asked or next((each for each in near[:2] if each.before in self.agent), None)
        own = agent is not None and agent.before in OF and row.low[: deed.end].endswith(f" {agent.before}")
        if agent is None or own:  # "fordern von": a word of the deed itself
            return None
        if any(deed.end <= each.start < agent.start and each.meanings for each in row.deeds):
            return None
        return agent

    def _has_object(self, row: Row, deed: Deed) -> bool:
        """Whether an active verb's object is one of its words, so that "by" belongs to that: "denied a request by"."""
        end = word_end(row.low, deed.start)
        active = row.low[:end].endswith("ed") and not self.passive.search(row.low[max(0, deed.start - 30) : deed.start])
        return active and bool(NOUN.search(row.low, end, deed.end))

    def asks(self, row: Row, party: Party) -> bool:
        """Whether it is done for it: "at Washington's request"."""
        return row.low[: party.start].endswith((" at ", " at the ")) and bool(REQUEST.match(row.low, party.end))

    def voice_after(self, row: Row, deed: Deed) -> Party | None:
        """Who utters it: "an angry reply from Moscow"."""
        near = [each for each in row.parties if 0 <= each.start - deed.end <= 30]
        return next((each for each in near[:1] if each.before in self.origin and each.before not in OF), None)

    def angered(self, row: Row, deed: Deed) -> Party | None:
        """Whom a thing has angered: "the raid infuriated Moscow"; not "was angered"."""
        end = word_end(row.low, deed.head)
        if not ANGERED.search(row.low[deed.start : end]) or self.passive.search(row.low[: deed.start][-30:]):
            return None
        beside = (each for each in row.parties if ARTICLE.fullmatch(row.low[end : each.start]))
        return next((each for each in beside if each.start >= end), None)

    def instrumental_after(self, row: Row, deed: Deed) -> Party | None:
        """The doer of a Russian noun right after it: "введение Вашингтоном санкций"."""
        end = word_end(row.low, deed.head)
        word = row.low[deed.start : end]
        if row.low[deed.start] < "а" or is_finite(word) or FELT.search(word):
            return None
        near = [each for each in row.parties if 0 <= each.start - end <= 2]
        beside = next(
            (each for each in near if each.case == "oblique" and not each.before and not _is_dative(row, each)), None
        )
        return beside or next((each for each in row.parties if self._does(row, end, each)), None)

    def _does(self, row: Row, end: int, party: Party) -> bool:
        """Whether it is in the instrumental behind a noun's genitive, or its service is: "арест судна полицией США"."""
        between = row.low[end : party.start]
        if not 2 < len(between) <= WIDE or party.before or not PHRASE.fullmatch(between):
            return False
        served = party.case in ("genitive", "") and INSTRUMENTAL.search(between)
        return bool(served) or (party.case == "oblique" and bool(INSTRUMENTAL.search(row.low[: party.end] + " ")))

    def genitive_after(self, row: Row, deed: Deed) -> Party | None:
        """The genitive of a Russian noun: "призыв Трампа", "арест американца"."""
        head = word_end(row.low, deed.head)
        words = (row.low[deed.start : word_end(row.low, deed.start)], row.low[deed.start : head])
        if row.low[deed.start] < "а" or any(is_finite(each) for each in words):
            return None
        ends = (head, word_end(row.low, deed.end))
        near = [each for each in row.parties if any(0 <= each.start - end <= 2 for end in ends)]
        near += [
            each for each in row.parties if head < each.start < deed.end and each.case == "genitive" and not each.before
        ]
        return next((each for each in near if each.case in ("genitive", "") and each.side != BOTH), None)


def _is_dative(row: Row, party: Party) -> bool:
    """Whether it is rather told to: "ноту Госдепу"."""
    return row.low[party.start : party.end].endswith(("у", "ю"))


def is_finite(word: str) -> bool:
    """Whether a Russian or Ukrainian word of a deed is a verb."""
    return bool(FINITE.search(word)) and word not in NOUNS


def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these whole words; nothing where there are none."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words)) or '(?!)'})\b")
