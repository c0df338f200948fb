"""The grammar of one language at work on one sentence: what it tells, and what it leaves to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from detente.profiles import Profile
from detente.profiles.lexicon import EventType
from processors.reading.events.cases import Cases
from processors.reading.events.cast import HOSTILE, Cast, Context, Sides
from processors.reading.events.coding import Found
from processors.reading.events.patients import Patients
from processors.reading.events.patterns import Deed, Meaning, Patterns
from processors.reading.events.roles import Roles
from processors.reading.events.row import BOTH, THIRD, Party, Row, Rows
from processors.reading.events.status import READINESS, is_only_spoken_of, status_of

SILENCE = re.compile(
    r"comment|коммент|комент|komentarz|(?:not (?:seek|want|look)|не (?:ищ|стрем|хоч|хот|вид)|no threat)"
)
"""In idle words: nobody comments, or nobody wants a quarrel."""
READY = 40
"""So far behind a readiness stands what one is ready for."""
AIMLESS = ("154", "090")
"""CAMEO codes of what is often done to nobody: a display of force, an investigation."""

BLAME = Meaning("ACCUSE", "words", "111")
THREAT = Meaning("THREATEN", "words", "130")


class Grammar:
    """Rows and roles of one language; made once."""

    def __init__(self, profile: Profile, lang: str, cases: Cases) -> None:
        words = profile.events.words[lang]
        sides = Sides(*profile.sides)
        self._reporting = words.cues.reporting
        self.rows = Rows(profile, Patterns(words), words.cues, cases)
        self._types: Mapping[str, EventType] = profile.events.types
        spoken = frozenset(name for name, kind in self._types.items() if kind.speech)
        self._roles = Roles(words.cues, sides, spoken, Patients(profile, sides))

    def told(self, row: Row, context: Context, at: int, offset: int) -> Iterator[Found]:
        """Every reading of every deed in the row that is between the two sides."""
        for deed in row.deeds:
            for meaning in deed.meanings:
                status = status_of(row, deed, meaning, self._types[meaning.type])
                threat = self._roles.threat(row, deed, meaning, context)
                if threat:
                    yield Found(THREAT, threat, "happened", row.text, at, offset)
                    continue
                if (
                    status is None
                    or self._is_only_readiness(row, deed, meaning)
                    or is_only_spoken_of(row, deed, status)
                ):
                    continue
                cast = self._roles.cast(row, deed, meaning, context)
                if cast is None or cast.sure < least(meaning):
                    continue
                alleged = self._roles.alleged(row, meaning, cast)
                if alleged:
                    yield Found(BLAME, alleged, "happened", row.text, at, offset)
                else:
                    yield from (Found(meaning, each, status, row.text, at, offset) for each in both_ways(cast, meaning))

    def _is_only_readiness(self, row: Row, deed: Deed, meaning: Meaning) -> bool:
        """ "Ready to impose sanctions" is no readiness to cooperate: nor is any to quarrel. "Approved sanctions"
        is no praise.
        """
        following = [each for each in row.deeds if 0 <= each.start - deed.end <= READY and each.meanings]
        if meaning.type == "SUPPORT" and meaning.form == "verb":
            return bool(following) and _is_at_once(row, deed, following[0])
        if meaning.cameo != READINESS or not following:
            return False
        hostile = any(m.type in HOSTILE for each in following for m in each.meanings)
        return hostile or all(self._types[m.type].quad.endswith("CONF") for m in following[0].meanings)

    def spoken_of(self, row: Row, at: int, offset: int) -> Iterator[Found]:
        """What one side says of the other without a word for it: in a relation in conflict it is mostly blame."""
        cast = None if self._is_friendly(row) else self._roles.spoken_of(row, BLAME)
        if cast is not None:
            yield Found(BLAME, cast, "happened", row.text, at, offset)

    def _is_friendly(self, row: Row) -> bool:
        """Whether it words anything cooperative, or that nobody comments."""
        silent = any(not each.meanings and SILENCE.search(row.low, each.start, each.end) for each in row.deeds)
        return silent or any(self._types[m.type].quad.endswith("COOP") for each in row.deeds for m in each.meanings)

    def reporter(self, row: Row) -> Party | None:
        """Who said the sentence before, where this one begins so: "Об этом сообщил Песков"."""
        return self._roles.speaker(row, Context()) if row.low.startswith(self._reporting) else None

    def after(self, row: Row, context: Context) -> Context:
        """What the row leaves: its speaker, else its first party that nothing governs; and the two that met in it."""
        leading = [each for each in row.parties if _leads(each)] or row.parties[:1]
        speaker = self._roles.speaker(row, context) or next(iter(leading), None)
        met = _met(row) or (None if row.of(THIRD) else context.pair)
        if speaker is None:
            return Context(context.speaker, met)
        return Context(None if speaker.side == THIRD else speaker, met)


def least(meaning: Meaning) -> int:
    """How sure the parts must be: what is often done to nobody in particular needs its target named."""
    if meaning.type == "ASSAULT" or meaning.cameo in AIMLESS or (meaning.type == "CONSULT" and meaning.form == "verb"):
        return 3
    return 2 if meaning.type in ("RETREAT", "CONCEDE", "COOPERATE", "AID") else 1


def both_ways(cast: Cast, meaning: Meaning) -> Sequence[Cast]:
    """A quarrel is a charge of each against the other; what else two do together is one event."""
    if cast.mutual and meaning.type == "ACCUSE":
        return cast._replace(mutual=False), Cast(cast.target, cast.actor, cast.sure)
    return (cast,)


def _is_at_once(row: Row, deed: Deed, hostile: Deed) -> bool:
    """Whether what is approved is a hostile deed: no party stands between that could be praised."""
    named = any(deed.end <= each.start < hostile.start for each in row.parties)
    return not named and any(m.type in HOSTILE for m in hostile.meanings)


def _leads(party: Party) -> bool:
    return not party.before and party.case != "oblique"


def _met(row: Row) -> tuple[Party, Party] | None:
    first = {each.side: each for each in reversed(row.parties) if each.side not in (THIRD, BOTH)}
    if len(first) != 2:
        return None
    one, two = sorted(first.values())
    return one, two
