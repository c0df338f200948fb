"""On which side of speaker and verb the words of a statement stand."""

from __future__ import annotations

from processors.reading.statements.attribution import Attribution, Side
from processors.reading.statements.named import Speaker
from processors.reading.statements.sentence import Sentence
from processors.reading.statements.tables import Verb
from processors.reading.statements.verbs import Told

QUOTED = 2
"""Tokens of a quotation and a comma behind its marks."""


class Sides:
    """Those of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self._sentence = sentence
        self._language, self._words = sentence.language, sentence.language.words

    def placed(self, each: Told, speaker: Speaker, start: int) -> Attribution | None:
        """The attribution of a verb whose speaker begins at token `start`; None where it is unreal."""
        sentence, words = self._sentence, self._words
        act = each.verb.frame == "act"
        if sentence.word(start - 1) in words.unreal or (act and sentence.word(start - 1) in words.what):
            return None
        side = self._apart(each, start)
        if side is not None:
            joined = side == "object" or (side == "refusal" and self._is_joined(start))
            return Attribution(each.verb, each.first, speaker, start, each.last, side, joined)
        while 0 < start < each.first and sentence.word(start - 1) in words.cites:
            start = sentence.clause(start - 1)
        before = self._is_before(each, start)
        joined = before or self._is_joined(start)
        return Attribution(each.verb, each.first, speaker, start, each.last, "before" if before else "after", joined)

    def _apart(self, each: Told, start: int) -> Side | None:
        """The side of words that stand neither before nor after speaker and verb."""
        if each.verb.frame == "refusal":
            return "refusal"
        if self._points_back(each, start):
            return "which"
        return "object" if self._is_last(each, start) else None

    def _is_before(self, each: Told, start: int) -> bool:
        sentence = self._sentence
        if not speaks(each.verb):
            return False
        alone = start == QUOTED and sentence.word(1) == "," and sentence.is_quote(0)
        quoted = (alone or sentence.is_quote(start - 1)) and not sentence.opens(each.last)
        done = sentence.is_done(each.last) and not sentence.announces(each.last) and not self._is_lead(each)
        return (sentence.follows(start) and (quoted or done)) or self._is_inserted(each, start)

    def _is_inserted(self, each: Told, start: int) -> bool:
        """Whether commas hold speaker and verb between a subject and its verb: "The fine, Rubio said, was paid"."""
        sentence = self._sentence
        between = sentence.word(start - 1) == sentence.word(each.last) == ","
        return self._language.bare and between and sentence.word(each.last + 1) in self._words.verbal

    def _is_last(self, each: Told, start: int) -> bool:
        """Whether the object stands between speaker and verb: "Москва эти обвинения отвергает"."""
        free = not self._language.bare and each.verb.kind in ("denies", "confirms")
        sentence = self._sentence
        ends = not sentence.is_word(each.last) and not sentence.is_quote(each.last) and not sentence.opens(each.last)
        return free and ends and start + 1 < each.first

    def _is_lead(self, each: Told) -> bool:
        """Whether only "According to documents, " stands before who "reported to" somebody."""
        words, sentence = self._words, self._sentence
        leads = sentence.word(0) in words.preposition | words.lead and sentence.word(each.last) in words.preposition
        return self._language.bare and leads and sentence.is_word(sentence.rest(each.last))

    def _points_back(self, each: Told, start: int) -> bool:
        """ "Something Moscow denies": what is denied stands before."""
        if each.verb.kind != "denies" or self._sentence.is_word(each.last) or self._sentence.is_quote(each.last):
            return False
        return bool(self._sentence.words(start - 2, each.first) & self._words.which)

    def _is_joined(self, start: int) -> bool:
        """Whether a clause of its own begins there: after a conjunction or a mark."""
        if start == 0:
            return True
        before = self._sentence.word(start - 1)
        near = self._sentence.words(self._sentence.begins(start) - 1, start + 1)
        return (
            bool(near & (self._words.conjunction | self._words.contrast))
            or before in (";", ".")
            or (before == "," and not self._language.bare)
        )


def speaks(verb: Verb) -> bool:
    """Whether a verb takes what is said, rather than an object."""
    return verb.frame in ("speech", "that")
