"""A title or sentence as the row of its parties: who is named where, and how the grammar marks them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from detente.profiles import Profile
from detente.profiles.lexicon import Cues
from processors.reading.events.cases import Cases
from processors.reading.events.patterns import Deed, Patterns, plain, word_end
from processors.reading.names import Mention
from processors.reading.words import Hit

THIRD = "third"
BOTH = "both"
APPOSED = re.compile(r"(?:'s|s')?[ \-–]?(?:[^\W\d_][\w'.\-]* ){0,3}")
"""What may stand between two names of one party: "Kremlin spokesman Dmitry Peskov"."""
HOLDER = re.compile(r"'s [\w'.\- ]{3,60},? ")
"""The same where an office is told: "Trump's envoy for the Middle East, Steve Witkoff"."""
QUOTES = ' «„“"'
"""What may open a name: "against “Nord Stream”"."""
HEAD = re.compile(
    r"\b(?:граждан|дипломат|журналист|морпех|бизнесмен|солдат|сотрудник|студент|учител|пехотин|хакер|спортсмен|пилот|летчик"
    r"|моряк|агент|посл|ученн|чиновник|депутат|сенатор)(?P<ending>\w*) (?P<origin>из )?$"
)
"""A person who belongs to a country: "гражданина США", "хакеров из России"."""
SPEAKS_FOR = re.compile(r"\b(?:lawyers?|attorneys?|counsel|spokes\w+|representatives?) (?:for|of|at) (?:the |a )?$")
"""Who speaks for somebody is he."""
PEOPLE = re.compile(
    r"(?:\w+ )?(?:hackers|diplomats|officials|lawmakers|senators|troops|officers|agents|spies|citizens|experts)"
    r" from (?:the )?$"
)
"""Who begins a sentence with his country behind him."""
OBJECT = re.compile(r"(?:[ая]|ов|ев|ей|ку|)$")
"""How such a word ends in the genitive and the accusative."""
ENDING = re.compile(r"[^\w'\- ]")


PERSONAL = re.compile(r"want(?:s|ed)?|хо[тч]\w+, чтобы|при(?:нял[аи]?|нимает|нимал|мет)")
"""Words that are a deed only beside whom it is done to: not "wants to go", "принял закон"."""
BETWEEN = re.compile(r"(?: the| главу| президента| министра| послов?)? ")
"""What may stand between such a word and the person."""


class Party(NamedTuple):
    """A side, or a third party, at `start:end`. `before`: the preposition or joining word that it follows.

    `case`: "nominative", "genitive", "oblique", or "" where the language does not show it.
    """

    start: int
    end: int
    side: str
    actors: tuple[str, ...]
    before: str
    case: str


class Row(NamedTuple):
    """All offsets are those of `text`, the sentence; `low` is the same in plain lower case."""

    text: str
    low: str
    parties: tuple[Party, ...]
    deeds: tuple[Deed, ...]
    cues: Mapping[str, list[Hit]]

    def of(self, side: str) -> list[Party]:
        """The parties of one side; a compound of both counts for it."""
        return [each._replace(side=side) for each in self.parties if each.side in (side, BOTH)]

    def has_cue(self, kind: str, start: int, end: int) -> bool:
        return any(start <= hit.start and hit.end <= end for hit in self.cues[kind])


class Rows:
    """Reads rows in one language; made once."""

    def __init__(self, profile: Profile, patterns: Patterns, cues: Cues, cases: Cases) -> None:
        self._side = {actor.id: actor.side for actor in profile.actors.values()}
        self._patterns, self._cases = patterns, cases
        self._attribute = frozenset(cues.attribute)
        self._governing = frozenset({*cues.oblique, *cues.agent, *cues.joining})

    def row(self, text: str, mentions: Iterable[Mention], start: int) -> Row:
        """The row of a sentence that begins at `start` of what `mentions` point into."""
        low = plain(text)
        deeds, cues = tuple(self._patterns.deeds(low)), self._patterns.cues(low)
        named = [Mention(each.start - start, each.end - start, each.actors) for each in mentions]
        named = [each for each in named if not _is_any(each, cues["source"])]
        cues = {**cues, "said": [hit for hit in cues["said"] if not _is_within(hit, named)]}
        outer = [each for each in named if not any(_inside(each, other) for other in named)]
        busy = (
            [each.end for each in outer]
            + [each.end for each in cues["third"]]
            + [word_end(low, each.start) for each in deeds]
        )
        parties = self._together(low, [self._party(text, low, each, busy) for each in outer], deeds, cues)
        parties += [
            Party(hit.start, hit.end, THIRD, (), self._word_before(low, hit.start, "", busy), "")
            for hit in cues["third"]
            if not any(hit.start < each.end and each.start < hit.end for each in named)
        ]
        deeds = tuple(each for each in deeds if not _is_of_thing(low, each, parties))
        return Row(text, low, tuple(sorted(parties)), deeds, cues)

    def _party(self, text: str, low: str, mention: Mention, busy: Sequence[int]) -> Party:
        sides = {self._side[actor] for actor in mention.actors}
        case = self._cases.of(mention.actors[0], text[mention.start : mention.end])
        before = self._word_before(low, mention.start, case, busy)
        person = HEAD.search(low, max(0, mention.start - 30), mention.start)
        if person and (not case or person["origin"]):
            case = "genitive" if person["ending"] and OBJECT.search(person["ending"]) else ""
            before = "" if person["origin"] else before
        if SPEAKS_FOR.search(low, max(0, mention.start - 40), mention.start) or PEOPLE.match(low[: mention.start]):
            before = ""
        return Party(mention.start, mention.end, BOTH if len(sides) > 1 else sides.pop(), mention.actors, before, case)

    def _word_before(self, low: str, start: int, case: str, busy: Sequence[int]) -> str:
        """The preposition or joining word that governs what begins at `start`, looked for across its attributes.

        It is not looked for beyond a name or a deed (`busy`: where they end).
        """
        begin = max((end for end in busy if end <= start), default=0)
        words = ENDING.split(low[max(begin, start - 60) : start].rstrip(QUOTES))[-1].split()
        for number, word in enumerate(reversed(words)):
            between = words[len(words) - number :]
            two = " ".join(words[: len(words) - number][-2:])
            if {word, two} & self._governing and self._reaches(between, case):
                return two if two in self._governing else word
        return ""

    def _reaches(self, between: Sequence[str], case: str) -> bool:
        """A nominative is governed by nothing but what stands right before; else attributes may stand between."""
        if self._attribute:
            return len([word for word in between if word not in self._attribute]) <= 1
        return not between or (case != "nominative" and len(between) <= (3 if case else 2))

    def _together(
        self, low: str, parties: Sequence[Party], deeds: Sequence[Deed], cues: Mapping[str, list[Hit]]
    ) -> list[Party]:
        """Names of one party that stand in apposition made one: its case and preposition are those of the first."""
        kept: list[Party] = []
        busy = [(deed.start, deed.head) for deed in deeds] + [(hit.start, hit.end) for hit in cues["said"]]
        for each in sorted(parties):
            last = kept[-1] if kept else None
            offices = [hit for hit in cues["office"] if last and last.end <= hit.start and hit.end <= each.start]
            if last and last.side == each.side and self._apposed(low, last.end, each.start, busy, bool(offices)):
                owned = last.case == "genitive" and each.case in ("nominative", "oblique")
                actors = last.actors + each.actors
                if owned or low[last.end :].startswith("'s"):
                    actors = each.actors + last.actors  # it is Putin's envoy who acts, not Putin
                case = each.case if owned else last.case
                kept[-1] = Party(last.start, max(last.end, each.end), last.side, actors, last.before, case)
            else:
                kept.append(each)
        return kept

    def _apposed(self, low: str, end: int, start: int, busy: Sequence[tuple[int, int]], office: bool) -> bool:
        if start <= end:
            return True
        between = low[end:start]
        plain = APPOSED.fullmatch(between) and not self._governing & set(between.split())
        if not plain and not (office and HOLDER.fullmatch(between)):
            return False
        return not any(a < start and end < b for a, b in busy)


def _is_within(hit: Hit, named: Sequence[Mention]) -> bool:
    """Whether it is a word of a name: the "states" of the United States say nothing."""
    return any(each.start <= hit.start and hit.end <= each.end for each in named)


def _is_of_thing(low: str, deed: Deed, parties: Sequence[Party]) -> bool:
    """Whether words that are a deed only beside a person have none there."""
    if not PERSONAL.fullmatch(low, deed.start, deed.end):
        return False
    return not any(BETWEEN.fullmatch(low, deed.end, each.start) for each in parties if each.start > deed.end)


def _is_any(mention: Mention, hits: Sequence[Hit]) -> bool:
    return any(mention.start <= hit.start and hit.end <= mention.end for hit in hits)


def _inside(mention: Mention, other: Mention) -> bool:
    """Whether it is part of a longer name: the place of an embassy acts in nothing."""
    return mention != other and other.start <= mention.start and mention.end <= other.end
