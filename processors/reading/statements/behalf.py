"""Those who speak on behalf of somebody who is named beside them: "Gazprom officials", "адвокаты Бутиной"."""

from __future__ import annotations

from detente.messages import Party
from processors.reading.statements.cast import Cast
from processors.reading.statements.named import Named
from processors.reading.statements.sentence import Sentence

BETWEEN = 1
"""Words between a name and those who speak for it: "Trump's personal lawyer"."""

FULL = 8
"""Tokens of a name in full before those who speak for it: "a Department of Justice spokesman"."""

BEHIND = 2
"""Tokens from those who speak to the name behind: a preposition and an article."""


class Behalf:
    """Those of one sentence."""

    def __init__(self, sentence: Sentence, cast: Cast) -> None:
        self._sentence, self._cast, self._language = sentence, cast, sentence.language

    def speaks(self, word: str) -> bool:
        """Whether who is called so speaks for somebody."""
        parties = self._language.parties
        return word in parties.staff or word in parties.counsel or "spokes" in self._language.titles(word)

    def of(self, n: int) -> Party | None:
        """For whom token `n` speaks: who is named right before or behind it; no state, and no person's officials."""
        tokens, staff = self._sentence.tokens, self._sentence.word(n) in self._language.parties.staff
        around = tokens[max(self._sentence.clause(n), n - FULL)].start, tokens[min(n + BEHIND + 1, len(tokens) - 1)].end
        for each in self._cast.named(*around):
            if not isinstance(each.party, Party) or self._cast.is_state(each.party) or not self._is_near(each, n):
                continue
            return None if staff and each.kind == "person" and not each.loose else each.party
        return None

    def _is_near(self, each: Named, n: int) -> bool:
        before = n - self._sentence.at(each.end)
        behind = self._sentence.at(each.start) - n - 1
        if not self._language.bare:
            return behind == 0
        led = self._sentence.word(n + 1) in self._language.words.behalf
        return 0 <= before <= BETWEEN or (led and 0 < behind <= BEHIND)
