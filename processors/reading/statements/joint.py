"""Several who speak together: the first of "Russia, China and Iran have condemned"."""

from __future__ import annotations

from processors.reading.statements.named import Named, Speaker
from processors.reading.statements.sentence import Sentence
from processors.reading.statements.subjects import Subjects

AND = frozenset(("and", "и", "та", "і", "oraz", "i", "et", "und"))


BACK = 60
"""Tokens before a verb in which those who speak together are named."""


class Joint:
    """Those of one sentence."""

    def __init__(self, sentence: Sentence, subjects: Subjects) -> None:
        self._sentence, self._subjects = sentence, subjects
        self._words = sentence.language.words

    def first(self, first: int, last: int, speaker: Speaker) -> tuple[Speaker, int] | None:
        """Who is named first where the phrase before a verb ends a list in which `speaker` stands, and where."""
        if not self._sentence.words(first, last) & AND:
            return None
        named = self._subjects.named(max(0, last - BACK), last)
        kind = next((each.kind for each in reversed(named) if each.party == speaker), None)
        found = [each for each in named if each.kind == kind]
        at = next((n for n in range(len(found) - 1, -1, -1) if found[n].party == speaker), 0)
        if not found:
            return None
        begin = at
        while begin > 0 and self._is_linked(found[begin - 1], found[begin]):
            begin -= 1
        one = found[begin] if begin < at else None
        return (one.party, self._begins(one)) if one is not None and self._subjects.is_subject(one, 0) else None

    def _is_linked(self, one: Named, other: Named) -> bool:
        """Whether nothing but titles, brackets and a comma or "and" stands between two names."""
        sentence = self._sentence
        between = range(sentence.at(one.end), sentence.at(other.start))
        words = [sentence.word(n) for n in between]
        if "(" in words and ")" in words:
            del words[words.index("(") : words.index(")") + 1]
        linked = bool(words) and (words[0] == "," or words[0] in AND)
        return (
            linked
            and not set(words) & (self._words.preposition | self._words.stop | self._words.who)
            and all(sentence.is_word(n) or sentence.word(n) in ",()-" for n in between)
        )

    def _begins(self, one: Named) -> int:
        """Where the titles before a name begin."""
        n = self._sentence.at(one.start)
        titles = self._sentence.language.titles
        while n > 0 and (titles(self._sentence.word(n - 1)) or self._sentence.word(n - 1) in self._words.article):
            n -= 1
        return n
