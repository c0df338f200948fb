"""Participles of saying: "..., saying it was false", whose subject is the sentence's."""

from __future__ import annotations

from collections.abc import Sequence

from detente.messages import Party
from processors.reading.statements.attribution import Attribution
from processors.reading.statements.named import Speaker
from processors.reading.statements.sentence import Sentence
from processors.reading.statements.speakers import Speakers
from processors.reading.statements.verbs import Told

JOINS = 8
"""Tokens in which "joined Britain and France in saying" stands."""


class Participles:
    """Those of one sentence."""

    def __init__(self, sentence: Sentence, speakers: Speakers) -> None:
        self._sentence, self._speakers = sentence, speakers
        self._language, self._words = sentence.language, sentence.language.words

    def read(
        self, each: Told, first: int, last: int, verbs: frozenset[int], found: Sequence[Attribution]
    ) -> Attribution | None:
        """ "..., saying it was false": the subject is the sentence's; it counts where no statement has it inside."""
        if not all(map(self._is_bare, found)) or each.first == 0:
            return None
        speaker: Speaker | None = None
        ending = any(self._sentence.word(n).endswith("ing") for n in range(first, last))
        if first < last and self._sentence.word(first) == "with" and not ending:
            speaker = self._speakers.subject(first + 1, last)
        elif self._leads(each.first) or self._is_written(each.first):
            speaker, first = self._speakers.main(min(each.first, self._verb(verbs))), each.first
        if not isinstance(speaker, Party):
            return None
        return Attribution(each.verb, each.first, speaker, first, each.last, "after", joined=True)

    def _leads(self, participle: int) -> bool:
        """Whether a participle begins a clause: "..., saying", "joined Britain in saying"."""
        before = self._sentence.word(participle - 1)
        joins = before == "in" and self._sentence.words(participle - JOINS, participle) & self._words.joins
        return before in (",", "while", "—") or bool(joins)

    def _is_written(self, participle: int) -> bool:
        """Whether "issued a statement" stands before a participle: "issued a statement saying"."""
        written = self._sentence.word(participle - 1) in self._language.parties.writings
        return written and bool(self._sentence.words(participle - 4, participle) & self._words.issues)

    def _is_bare(self, one: Attribution) -> bool:
        """Whether a verb has no words of its own: "he responded on Tuesday, saying", "wrote to Moss, asking him to"."""
        needs = one.verb.frame == "that" or (
            one.verb.kind == "says" and self._sentence.word(self._sentence.rest(one.last)) == "to"
        )
        return needs and one.side == "after" and not self._sentence.opens(one.last)

    def _verb(self, verbs: frozenset[int]) -> int:
        """The first verb of saying of the sentence, which its subject stands before."""
        return min((n for n in verbs if n > 0), default=0)
