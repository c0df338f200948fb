"""Whether a deed has been done: happened, planned, hypothetical, denied; or is not said to be one at all."""

from __future__ import annotations

import re

from detente.messages import Status
from detente.profiles.lexicon import EventType
from processors.reading.events.cast import HOSTILE
from processors.reading.events.patterns import END, Deed, Meaning, word_end
from processors.reading.events.row import Row

BEFORE, AFTER, NEGATED = 45, 40, 22
ASKED = 60
"""So far behind a demand, threat or offer stands what is demanded, threatened or offered."""
ASKING = ("REQUEST", "THREATEN")
READINESS = "030"
PROPOSED = re.compile(r"propos|предлож|предлага|готов[аы]?\b|ready|prepared")
"""What is proposed against the other side is no offer to it, but a deed that is considered."""
FINITE = re.compile(r"(?:ed|met|poke|л|ла|ли|лись|лся|лась|ет|ют|ит|ят)$")
INFINITIVE = re.compile(r"(?<!ос)(?:ть|ти|чь)(?:ся)?$")
"""How Russian names a deed that is meant, not told."""
CAUSE = re.compile(
    r"\b(?:over|against|на|из-за|против|(?:respon\w+|answer|repl\w+|react\w*) to|answer|retaliat\w+ for)"
    r" (?:[\w.]+ ){0,2}$"
)
"""Before what a threat or demand is made for: "пригрозил ответом на конфискацию"."""
MEANWHILE = re.compile(r"\b(?:during|at|on|in|after|before|while|when|amid|во время|в ходе|на|после|перед)\b")
"""Behind these a denial governs nothing: "renewed his denial of it during a meeting"."""
DENIAL = "016"
BESIDE = 12
"""So far behind a denial stands the meeting that is denied."""
NEVER = re.compile(
    r"\b(?:had|has|have|been|was|were) no (?:\w+ )?$|\bnever (?:\w+ )?$|\b(?:did|had|has|have)(?: not|n't) (?:\w+ )?$"
    r"|\b(?:не|никогда не) (?:\w+л[аои]?(?:с[ья])? (?:\w+ ){0,2})?$"
)
"""How one says right before a contact that it has not been."""
UNPLANNED = re.compile(
    r"\b(?:не (?:планир|намеч|запланир|обсужда|готов|предполага|ожида)"
    r"|(?:is|are|was|were) not (?:planned|scheduled|expected))"
)
"""Behind a meeting it says that nobody means it to be."""
REFUSAL = "120"
REFUSED = 40
"""So far behind a refusal stands what is refused."""
ATTRIBUTE = re.compile(r"\b(?:a|an|the|of|for|two|three|\w+'s) $")
"""Before a participle that is told of a party as a fact: "the release of a convicted Russian"."""
MONTHS = "january|february|march|april|may |june|july|august|september|october|november|december"
BACKGROUND = re.compile(rf"\bsince (?!then|last|the |early|late|mid|\d|{MONTHS})")
"""What stands behind it is told as known, not as news: "since visits were suspended in 2022"."""
CLAUSE = re.compile(END + r"|, (?:but|and|while|after|as|что|но|а|однако)\b")


def status_of(row: Row, deed: Deed, meaning: Meaning, kind: EventType) -> Status | None:
    """None: the words deny that there was a deed, and nobody's denial is reported."""
    start, end = _window(row.low, deed)
    if _is_attribute(row, deed):
        return "happened"
    negated = is_negated(row, deed)
    if meaning.cameo == DENIAL and _is_of_meeting(row, deed):
        return None
    if kind.speech and meaning.type != "AGREE":
        return None if negated and meaning.type != "REQUEST" else "happened"
    if _denied(row, deed, meaning):
        return "denied"
    if negated:
        return "denied" if meaning.form == "mutual" and _is_disowned(row, deed, start) else None
    if kind.speech:
        return "happened"
    noun = meaning.form == "mutual" and not FINITE.search(row.low[deed.start : word_end(row.low, deed.start)])
    if noun and UNPLANNED.search(row.low, deed.end, end):
        return None
    if _is_supposed(row, start, deed.start) or (noun and row.has_cue("possible", deed.end, end)):
        return "hypothetical"
    if (
        _is_meant(row.low, deed)
        or row.has_cue("planned", start, max(deed.end, word_end(row.low, deed.start)))
        or (noun and row.has_cue("planned", deed.end, end))
    ):
        return "planned"
    return "happened"


def _is_supposed(row: Row, start: int, end: int) -> bool:
    """Whether a word of possibility stands there that is no part of a plan: "должен состояться"."""
    planned = row.cues["planned"]
    supposed = [each for each in row.cues["hypothetical"] if start <= each.start and each.end <= end]
    return any(not any(p.start <= each.start < p.end for p in planned) for each in supposed)


def is_only_spoken_of(row: Row, deed: Deed, status: Status) -> bool:
    """What stands under an "if", or is not done but demanded, threatened or offered by the deed before it."""
    start, _ = _window(row.low, deed)
    if row.has_cue("condition", start, deed.start) or BACKGROUND.search(row.low, start, deed.start):
        return True
    if _is_refused(row, deed):
        return True
    if status not in ("planned", "hypothetical") and not _is_meant(row.low, deed):
        return False
    near = [each for each in row.deeds if 0 <= deed.start - each.end <= ASKED]
    near = [each for each in near if not CLAUSE.search(row.low[each.end : deed.start])]
    near = [each for each in near if not CAUSE.search(row.low[each.start : deed.start])]
    if any(m.type in HOSTILE for m in deed.meanings):
        near = [each for each in near if not PROPOSED.match(row.low, each.start)]
    return any(m.type in ASKING or m.cameo == READINESS for each in near for m in each.meanings)


def _is_attribute(row: Row, deed: Deed) -> bool:
    """A participle between an article and the one whom it befell."""
    end = word_end(row.low, deed.head)
    beside = any(each.start == end + 1 for each in row.parties)
    return beside and row.low[deed.start : end].endswith("ed") and bool(ATTRIBUTE.search(row.low[: deed.start]))


def _is_refused(row: Row, deed: Deed) -> bool:
    """What its doer will not do: "rules out pulling back troops", "refused to release her"."""
    if not _is_meant(row.low, deed) and not row.low[deed.start : word_end(row.low, deed.start)].endswith("ing"):
        return False
    near = [each for each in row.deeds if 0 <= deed.start - each.end <= REFUSED]
    near = [each for each in near if any(m.cameo == REFUSAL and m.form == "verb" for m in each.meanings)]
    parties = [each for each in row.parties if each.end <= deed.start]
    return any(not any(each.end <= party.start for party in parties) for each in near)


def _window(low: str, deed: Deed) -> tuple[int, int]:
    """The clause around the deed, not further than the cues of it may stand."""
    start, end = max(0, deed.start - BEFORE), min(len(low), deed.end + AFTER)
    for match in CLAUSE.finditer(low, start, end):
        if match.end() <= deed.start:
            start = match.end()
        elif match.start() >= deed.end:
            return start, match.start()
    return start, end


def _is_meant(low: str, deed: Deed) -> bool:
    """An infinitive: "voted to ban", "решил выслать"."""
    return low[: deed.start].endswith(" to ") or bool(INFINITIVE.search(low[deed.start : word_end(low, deed.head)]))


def is_negated(row: Row, deed: Deed) -> bool:
    """Whether a negation stands before it that is not part of a possibility: "не исключил"."""
    start = max(_window(row.low, deed)[0], deed.start - NEGATED)
    possible = row.cues["hypothetical"]
    negations = [each for each in row.cues["negation"] if start <= each.end <= deed.start]
    return any(not any(p.start <= each.start and each.end <= p.end for p in possible) for each in negations)


def _is_of_meeting(row: Row, deed: Deed) -> bool:
    """A denial right before what two do together is the status of that: "denied meeting the Russians"."""
    near = [each for each in row.deeds if 0 < each.start - deed.end <= BESIDE]
    return any(m.type == "CONSULT" and m.form == "mutual" for each in near for m in each.meanings)


def _is_disowned(row: Row, deed: Deed, start: int) -> bool:
    """A contact that somebody says there has not been: "said he had never met her"."""
    contact = any(m.type == "CONSULT" for m in deed.meanings)
    said = any(hit.start < deed.start for hit in row.cues["said"])
    return contact and said and bool(NEVER.search(row.low[start : deed.start]))


def _denied(row: Row, deed: Deed, meaning: Meaning) -> bool:
    """A denial that governs the deed: "denied a report of secret calls"."""
    denials = [each for each in row.deeds if any(m.cameo == DENIAL and m.form == "verb" for m in each.meanings)]
    near = [each for each in denials if 0 <= deed.start - each.end <= 60]
    return meaning.form == "mutual" and any(not MEANWHILE.search(row.low[each.end : deed.start]) for each in near)
