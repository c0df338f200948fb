"""Whom a statement is said to: who is told, warned, asked, accused or thanked."""

from __future__ import annotations

from detente.messages import Party
from processors.reading.statements.attribution import Attribution
from processors.reading.statements.cast import Cast
from processors.reading.statements.extents import Extent
from processors.reading.statements.sentence import Sentence

TURNS_TO = ("accuses", "demands", "warns", "thanks", "other")
NEAR = 4
"""Tokens that may stand between a verb and whom it turns to."""


class Addressees:
    """The addressees in one sentence."""

    def __init__(self, sentence: Sentence, cast: Cast) -> None:
        self._sentence, self._cast = sentence, cast

    def of(self, by: Attribution, extent: Extent) -> Party | None:
        """Who is named right after a verb that turns to somebody; None for media, and for nobody named."""
        sentence, words = self._sentence, self._sentence.language.words
        if (by.side == "before" and by.last <= extent[0]) or by.side in ("which", "object", "refusal"):
            return None
        if by.verb.kind not in TURNS_TO and sentence.word(by.verb_at) not in words.tells:
            return None
        position = sentence.tokens[by.last - 1].end
        for each in self._cast.named(position, sentence.unit.end)[:1]:
            between = range(by.last, sentence.at(each.start))
            near = len(between) <= NEAR and all(self._leads(n) for n in between)
            if near and isinstance(each.party, Party) and each.party != by.speaker and not each.loose:
                return each.party
        return None

    def _leads(self, n: int) -> bool:
        """Whether a token may stand before whom a verb turns to: "called on the Russian president to"."""
        word, words = self._sentence.word(n), self._sentence.language.words
        if not self._sentence.is_word(n) or word in self._sentence.language.that:
            return False
        return word not in words.preposition or word in words.toward
