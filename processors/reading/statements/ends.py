"""Where the words after a verb of saying end."""

from __future__ import annotations

from collections.abc import Sequence

from processors.reading.statements.attribution import Attribution
from processors.reading.statements.objects import TIMES
from processors.reading.statements.sentence import Sentence

LEAD = 3
"""Tokens before the subject of a clause that leads to the sentence's own."""

LONG = 6
"""Tokens of a clause that goes on with the narration, at least."""

NO_CLAUSE = frozenset(
    ("well", "if", "though", "part", "such", "far", "long", "much", "many", "soon", "he", "she", "it")
)
"""What "as" has behind it that is no clause of its own."""


class Ends:
    """Those of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self._sentence = sentence
        self._language, self._words = sentence.language, sentence.language.words

    def of(self, each: Attribution, after: Sequence[Attribution]) -> int:
        """Where the words after a verb end: at the next attribution of this level, or with the sentence."""
        level = (
            one for one in after if one.joined and one.first > each.last and (not each.wide or one.side == "before")
        )
        end = next((one.first for one in level), len(self._sentence.tokens))
        around = (
            self._sentence.begins(one.verb_at) for one in after if one.first < each.first and one.side != "before"
        )
        main = next((one.first for one in after if self._is_main(each, one)), end)
        end = min(end, next(around, end), self._leading(each) or end, main)
        return next((n for n in range(each.last, end - 1) if self._turns(n) or self._goes_on(n, end)), end)

    def _leading(self, each: Attribution) -> int | None:
        """Where a clause ends that leads to the sentence's own: "As Trump calls it a hoax, the White House ..." """
        sentence = self._sentence
        if not self._language.bare or each.first > LEAD or sentence.word(each.first - 1) not in TIMES:
            return None
        behind = range(each.last + 1, len(sentence.tokens))
        ends = (n + sentence.is_quote(n) for n in behind if "," in (sentence.word(n), sentence.word(n)[-2:-1]))
        return next(ends, None)

    def _goes_on(self, n: int, end: int) -> bool:
        """Whether the narration goes on with when it was said: "..., as the army marched"."""
        sentence = self._sentence
        begins = self._language.bare and sentence.word(n) == "," and sentence.word(n + 1) == "as"
        if not begins or end - n <= LONG or any(sentence.is_quote(k) for k in range(n + 1, end)):
            return False
        return sentence.word(n + 2) not in NO_CLAUSE | self._words.preposition | self._words.article

    def _is_main(self, each: Attribution, one: Attribution) -> bool:
        """Whether `each` stands in a clause that leads to `one`: "Asked about X, who suggested Y, Moss said"."""
        first = self._sentence.word(0)
        leads = each.first > 0 and not self._sentence.is_quote(0) and first.endswith(("ed", "ing"))
        return self._language.bare and leads and one.first > each.last and self._sentence.word(one.first - 1) == ","

    def _turns(self, n: int) -> bool:
        """Whether the narration goes on at a comma: "..., but stopped short of"."""
        sentence = self._sentence
        if sentence.word(n) == "," and sentence.phrase(n + 1, self._language.turns):
            return True
        turns = sentence.word(n) == "," and sentence.word(n + 1) in self._words.conjunction
        return self._language.bare and turns and sentence.word(n + 2).endswith("ed")
