"""What a denial denies: the statement of somebody else in the same text that it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from detente.messages import Statement
from processors.reading.statements.forms import stem
from processors.reading.statements.language import Language

WORD = re.compile(r"\w{4,}")
STEM = 6
ENOUGH = 0.3
SHORT = 6
"""Words up to which a denial only points ("the accusation", "it"), so that it answers what was said last."""


def answered(found: Sequence[Statement], language: Language) -> tuple[Statement, ...]:
    """The statements, the denials with the words that they answer."""
    return tuple(_answer(n, found, language) if each.verb == "denies" else each for n, each in enumerate(found))


def _answer(n: int, found: Sequence[Statement], language: Language) -> Statement:
    denial = found[n]
    claims = [each for each in found if each.speaker != denial.speaker and each.verb in ("accuses", "says", "warns")]
    best = max(claims, key=lambda each: _share(denial, each, language), default=None)
    if best is not None and _share(denial, best, language) >= ENOUGH:
        return msgspec.structs.replace(denial, answers=best.words)
    last = next((each for each in reversed(found[:n]) if each in claims and each.verb == "accuses"), None)
    if last is None or len(denial.words.split()) > SHORT:
        return denial
    return msgspec.structs.replace(denial, answers=last.words)


def _share(denial: Statement, claim: Statement, language: Language) -> float:
    """How many of the telling words of the shorter of the two are in both."""
    one, other = _telling(denial.words, language), _telling(claim.words, language)
    common = len(one & other)
    return common / min(len(one), len(other)) if common > 1 else 0.0


def _telling(words: str, language: Language) -> set[str]:
    return {stem(word)[:STEM] for word in WORD.findall(words.lower()) if word not in language.marks}
