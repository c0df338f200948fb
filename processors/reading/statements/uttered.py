"""Verbs that give voice to a noun of speech: "renewed his warning that", "выразил глубокую обеспокоенность"."""

from __future__ import annotations

from processors.reading.statements.forms import stem
from processors.reading.statements.lexicon import longest
from processors.reading.statements.sentence import Sentence
from processors.reading.statements.tables import Verb

BETWEEN = 3
"""Words that may stand between verb and noun: whose it is and what it is like."""


def uttered(sentence: Sentence, at: int) -> tuple[int, Verb] | None:
    """(number of words, meaning) of a verb with its noun that begins at token `at`; the noun tells the class."""
    language = sentence.language
    hit = longest([token.word for token in sentence.tokens[at : at + 2]], 0, language.utters)
    if hit is None:
        return None
    first = at + hit[0]
    for n in range(first, first + BETWEEN + 1):
        kind = language.nouns.get(stem(sentence.word(n)))
        if kind is not None:
            clause = not language.bare and kind in ("says", "warns")
            return (n + 1 - at, Verb(kind, "speech" if clause else "act")) if _ends(sentence, n + 1) else None
        if not _describes(sentence, n):
            return None
    return None


def _describes(sentence: Sentence, n: int) -> bool:
    """Whether a word may stand before the noun: "his", "grave"."""
    words = sentence.language.words
    return sentence.is_word(n) and sentence.word(n) not in (words.preposition | words.conjunction | words.stop)


def _ends(sentence: Sentence, n: int) -> bool:
    """Whether an English noun is not the beginning of a longer one: "raised the threat level"."""
    words = sentence.language.words
    if not sentence.language.bare or not sentence.is_word(n) or sentence.is_when(n):
        return True
    return sentence.word(n) in words.preposition | words.stop | words.conjunction | words.negation
