"""Heads of English phrases with more behind them: "a spokesman for the Kremlin", "prosecutors in Boston"."""

from __future__ import annotations

from collections.abc import Sequence

from detente.messages import Party
from processors.reading.statements.behalf import Behalf
from processors.reading.statements.cast import Cast
from processors.reading.statements.named import NOBODY, Named, Speaker
from processors.reading.statements.nouns import Nouns
from processors.reading.statements.sentence import Sentence


class Heads:
    """The head nouns of one sentence's phrases."""

    def __init__(self, sentence: Sentence, cast: Cast, nouns: Nouns) -> None:
        self._sentence, self._nouns, self._behalf = sentence, nouns, Behalf(sentence, cast)
        self._language, self._words = sentence.language, sentence.language.words

    def speaker(self, first: int, last: int, found: Sequence[Named]) -> Speaker | None:
        """Whom the noun before the first preposition stands for; None if it is no noun of somebody who speaks."""
        n = self._head(first, last)
        if n is None or self._is_joint(first, n, found) or any(self._holds(each, n) for each in found):
            return None
        word, parties = self._sentence.word(n), self._language.parties
        if self._behalf.speaks(word):
            return self._behalf.of(n) or self._nouns.speaker(n, first, n + 1, []) or NOBODY
        if word in parties.unnamed or word in parties.writings:
            return self._nouns.speaker(n, first, last, found)
        if word not in parties.bodies:
            return None
        before = [each for each in found if each.end <= self._sentence.tokens[n].start]
        return self._of_third(n, found) or self._nouns.speaker(n, first, n + 1, before)

    def _head(self, first: int, last: int) -> int | None:
        """The last noun before the phrase's first preposition, and before a participle: "a complaint filed by"."""
        prepositions = self._words.preposition
        if self._sentence.word(first) in prepositions:
            return None
        end = next((n for n in range(first + 1, last) if self._sentence.word(n) in prepositions), None)
        doing = (n for n in range(first + 1, last) if self._is_doing(n))
        end = next(doing, end)
        while end is not None and end > first + 1 and self._sentence.word(end - 1).endswith("ed"):
            end -= 1
        return end - 1 if end is not None else None

    def _is_doing(self, n: int) -> bool:
        """Whether a participle begins to tell what those before it do: "the lawyer investigating the fire"."""
        word, who = self._sentence.word(n), self._sentence.word(n - 1)
        return word.endswith("ing") and (bool(self._language.titles(who)) or who in self._language.parties.bodies)

    def _is_joint(self, first: int, n: int, found: Sequence[Named]) -> bool:
        """Whether others stand before the noun: "the Kremlin and others in", not "Greek and Turkish men in"."""
        before = (each for each in found if each.end <= self._sentence.tokens[n].start)
        others = any(isinstance(each.party, Party) for each in before)
        return others and bool(self._sentence.words(first, n) & self._words.conjunction)

    def _holds(self, each: Named, n: int) -> bool:
        return each.start <= self._sentence.tokens[n].start < each.end

    def _of_third(self, n: int, found: Sequence[Named]) -> Party | None:
        """A body with the name of a third state behind it: "the government of Latvia"."""
        for each in found:
            if self._sentence.at(each.start) == n + 2 and self._sentence.word(n + 1) == "of" and each.kind == "body":
                own = not isinstance(each.party, Party) or each.party.side is not None
                name = self._sentence.text[self._sentence.tokens[n].start : each.end]
                return None if own else Party(id=None, name=name, side=None)
        return None
