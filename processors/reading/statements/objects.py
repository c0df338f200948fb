"""Objects: where what a verb of saying takes ends, before when and where it was said."""

from __future__ import annotations

import re

from processors.reading.statements.attribution import Attribution
from processors.reading.statements.sentence import Sentence

PARTICIPLE = re.compile("(?:[аиыуя]в|вши|вшись|[аяую]я|ясь)$")
TIMES = frozenset(("after", "as", "while", "when", "although", "though"))


class Objects:
    """The objects in one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self._sentence = sentence
        self._language, self._words = sentence.language, sentence.language.words

    def end(self, each: Attribution, first: int, end: int) -> int:
        """Where an object ends: before when and where it was said, a clause of time or a participle."""
        infinitive = not self._language.bare and each.verb.kind in ("promises", "demands")
        for n in range(first + 2, end):
            word, before = self._sentence.word(n), self._sentence.word(n - 1)
            if self._language.bare and word in TIMES and (word != "as" or not self._is_named_as(n, first)):
                return n - (before == "even")
            if self._language.bare and word == "," and (self._is_relative(n + 1) or self._is_contrast(n + 1)):
                return n
            if not self._language.bare and before == "," and PARTICIPLE.search(word) and not self.is_saying(word):
                return n
            if (
                not infinitive
                and (word in self._words.preposition or self._is_when(n))
                and self._is_last(n, end)
                and not self._goes_on(n, end)
            ):
                return n
        return end

    def _is_relative(self, n: int) -> bool:
        """Whether a clause begins that tells more of the object: "the fine, which was paid", "the vote, in which"."""
        n += self._sentence.word(n) in self._words.preposition
        return self._sentence.word(n) in self._words.who | {"which", "where", "whom"}

    def _is_named_as(self, n: int, first: int) -> bool:
        """Whether "as" says what an object is taken for: "identified the thief as a soldier"."""
        behind = self._sentence.word(n + 1)
        return (
            n <= first + 5 or behind in self._words.article & self._words.indefinite or self._sentence.is_quote(n + 1)
        )

    def _is_contrast(self, n: int) -> bool:
        """Whether somebody else's clause follows: "urged Britain to stay, but the voters are split"."""
        behind = self._sentence.word(n + 1)
        return self._sentence.word(n) in (self._words.contrast | {"but"}) and behind not in self._words.negation

    def _is_when(self, n: int) -> bool:
        """Whether a time begins there that belongs to no preposition before: "the start of next month"."""
        return self._sentence.is_when(n) and self._sentence.word(n - 1) not in self._words.preposition

    def is_saying(self, word: str, kind: str | None = None) -> bool:
        """Whether a word is a participle of saying, of a class if one is asked for."""
        forms = (verb for rest, verb in self._language.verbs.get(word, ()) if not rest)
        return any(verb.participle and verb.frame == "speech" and kind in (verb.kind, None) for verb in forms)

    def _goes_on(self, n: int, end: int) -> bool:
        """Whether an object has a quotation still to come: "called the raid in Kursk, his home, a “crime”"."""
        if not self._language.bare:
            return False
        pairs = ((self._sentence.word(k - 1), self._sentence.word(k)) for k in range(n, end))
        until = next((k for k, (mark, word) in enumerate(pairs, n) if mark == "," and word.endswith("ing")), end)
        return any(self._sentence.is_quote(k) for k in range(n, until))

    def _is_last(self, n: int, end: int) -> bool:
        """Whether when or where it was said begins at token `n` and ends the clause."""
        position = self._sentence.skipped(self._sentence.tokens[n].start, self._language.placed)
        following = self._sentence.at(position)
        ends = following >= end or self._sentence.word(following) in {",", ".", ";"} | self._words.conjunction
        return ends and position > self._sentence.tokens[n].end
