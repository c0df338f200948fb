"""What was said in a sentence, with its exact place in the text, and what goes on from the sentence before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from detente.messages import Party
from processors.reading.statements.attribution import SAYS, Attribution
from processors.reading.statements.extents import DASHES, Extent
from processors.reading.statements.sentence import Sentence
from processors.reading.statements.tables import Verb
from processors.reading.statements.units import Token

MARKS = "“”„«»\"‘’'"
GAP = 3
"""Characters of white space that may stand between two sentences of one quotation."""


class Said(NamedTuple):
    """`text[start:end]` are the words of a party; `at` is the position of who says them."""

    party: Party
    verb: Verb
    start: int
    end: int
    kind: Literal["direct", "reported", "mixed"]
    sentence: Sentence
    at: int
    addressee: Party | None = None


def said(sentence: Sentence, by: Attribution, extent: Extent, addressee: Party | None) -> Said | None:
    """The words of an attribution; None where nothing is left inside the marks."""
    assert isinstance(by.speaker, Party)
    first, last = extent
    tokens = sentence.tokens[first:last]
    kind = "direct" if first == 1 and sentence.word(0) in DASHES else _kind(tokens)
    start, end = _within_marks(tokens) if tokens[0].kind == "quote" and kind == "direct" else _whole(tokens)
    if start >= end:
        return None
    at = sentence.tokens[by.verb_at].start
    return Said(by.speaker, by.verb, start, end, kind, sentence, at, addressee)


def continued(sentence: Sentence, before: Sequence[Said]) -> list[Said]:
    """A sentence that is a quotation, and nothing else, goes on with what the one before it quoted."""
    last = before[-1] if before else None
    if last is None or last.sentence.unit.end + GAP < sentence.unit.start:
        return []
    tokens = [token for token in sentence.tokens if token.kind != "point"]
    if _is_dashed(sentence) and _is_dashed(last.sentence) and last.kind == "direct" and tokens:
        span = (tokens[0].start, tokens[-1].end)
    elif tokens and all(token.kind == "quote" for token in tokens) and _announces(last):
        span = _within_marks(tokens)
    else:
        return []
    return [Said(last.party, SAYS, *span, "direct", sentence, span[0])] if span[0] < span[1] else []


def _announces(last: Said) -> bool:
    """Whether a quotation may follow: one was there, or a colon ends the sentence."""
    return last.kind != "reported" or last.sentence.tokens[-1].word == ":"


def _is_dashed(sentence: Sentence) -> bool:
    return sentence.word(0) in DASHES


def _kind(tokens: Sequence[Token]) -> Literal["direct", "reported", "mixed"]:
    if not any(token.kind == "quote" for token in tokens):
        return "reported"
    return "direct" if tokens[0].kind == tokens[-1].kind == "quote" else "mixed"


def _whole(tokens: Sequence[Token]) -> tuple[int, int]:
    return tokens[0].start, tokens[-1].end


def _within_marks(tokens: Sequence[Token]) -> tuple[int, int]:
    """Without the marks and the white space beside them."""
    first, last = tokens[0].word, tokens[-1].word
    inner = last[:-1] if len(last) > 1 and last[-1] in MARKS else last
    opened = first[0] in MARKS
    start = tokens[0].start + opened + len(first[opened:]) - len(first[opened:].lstrip())
    return start, tokens[-1].end - len(last) + len(inner.rstrip())
