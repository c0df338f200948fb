"""Where a sentence has a verb of saying, and which words beside it say that it is none."""

from __future__ import annotations

from typing import NamedTuple

from processors.reading.statements.lexicon import longest
from processors.reading.statements.sentence import Sentence
from processors.reading.statements.strangers import DEMONYM
from processors.reading.statements.tables import Verb
from processors.reading.statements.uttered import uttered

FAR, JOINS = 4, 8
OWNERS = ("'s", "’s", "'", "’")
"""What ends the word before a noun: "Moscow's request", "Moscow's alleged request"."""


class Told(NamedTuple):
    """`verb` stands at the tokens `first` to `last`, exclusive."""

    first: int
    last: int
    verb: Verb


def told(sentence: Sentence) -> list[Told]:
    """The verbs of saying from left to right; without those that are denied, wished for or passive."""
    found: list[Told] = []
    words = [token.word for token in sentence.tokens]
    at = 0
    while at < len(words):
        hit = uttered(sentence, at) or longest(words, at, sentence.language.verbs)
        length, verb = hit or (1, None)
        if verb is not None:
            first = _begun(sentence, at, verb)
            if _counts(sentence, first, at + length, verb):
                found = [each for each in found if each.last <= first]
                alone = verb if first == at else verb._replace(plural=False, participle=False)
                found.append(Told(first, at + length, alone))
        at += length
    return found


def _begun(sentence: Sentence, at: int, verb: Verb) -> int:
    """Where "went on to say", "continues to describe", "has been saying" begins; `at` itself for a verb alone."""
    words = sentence.language.words
    first = at - 2 if sentence.word(at - 1) == "to" else sentence.begins(at) - 1
    aspect = sentence.word(at - 1) == "to" and sentence.word(first) in words.aspect
    progressive = sentence.language.bare and verb.participle and sentence.word(first) in words.passive
    if not aspect and not progressive:
        return at
    while sentence.word(first - 1) in words.aspect | words.passive:
        first -= 1
    return first


def _counts(sentence: Sentence, at: int, last: int, verb: Verb) -> bool:
    if at > 0 and sentence.is_capital(at):
        return False
    before, after = sentence.word(at - 1), sentence.word(last)
    if (
        after == "ли"
        or (verb.kind == "other" and before == "," and not verb.participle)
        or _is_suffered(sentence, last, verb)
    ):
        return False
    return verb.frame == "refusal" or not _is_blocked(sentence, at)


def _is_suffered(sentence: Sentence, last: int, verb: Verb) -> bool:
    """Whether an English participle tells what others say: "accused by Iran of spying", "alleged to have spied"."""
    if not sentence.language.bare or not sentence.word(last - 1).endswith("ed"):
        return False
    after, behind = sentence.word(last), sentence.word(last + 1)
    if after == "to":
        return verb.kind == "accuses" and behind in ("have", "be")
    return after == "by" and not behind.endswith("ing")


def _is_blocked(sentence: Sentence, at: int) -> bool:
    """Whether a word not far before takes it back: "did not say", "would say", "to say", "the claim", "Greek calls"."""
    words = sentence.language.words
    if at > 0 and sentence.word(at).endswith("s") and DEMONYM.fullmatch(sentence.text, *sentence.tokens[at - 1][:2]):
        return True
    if sentence.language.bare and sentence.word(at - 1 - sentence.word(at - 1).endswith("ed")).endswith(OWNERS):
        return True
    joins = sentence.word(at - 1) == "in" and bool(sentence.words(at - JOINS, at) & words.joins)
    if sentence.word(at - 1) in words.article or (
        sentence.language.bare and sentence.word(at - 1) in words.preposition and not joins
    ):
        return True
    for n in range(at - 1, max(-1, at - 1 - FAR), -1):
        named = sentence.is_when(n) or sentence.is_capital(n)
        if sentence.word(n) in words.negation | words.passive and not named:
            return True
        if not sentence.is_adverb(n):
            return sentence.language.bare and not joins and _is_inside(sentence, n)
    return False


def _is_inside(sentence: Sentence, n: int) -> bool:
    """Whether what looks like a verb behind token `n` is an adjective: "by newly confirmed", "probing alleged"."""
    words, word = sentence.language.words, sentence.word(n)
    if word in words.preposition | words.article:
        return True
    return word.endswith("ing") and not sentence.is_capital(n) and sentence.word(n - 1) not in words.article
