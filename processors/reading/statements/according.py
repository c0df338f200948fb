"""Attributions without a verb of saying: "according to the Kremlin", "in his words", «...», — приводит слова X."""

from __future__ import annotations

from processors.reading.statements.attribution import SAYS, Attribution, Side
from processors.reading.statements.cast import Cast
from processors.reading.statements.lexicon import longest
from processors.reading.statements.named import NOBODY, Speaker
from processors.reading.statements.sentence import Sentence
from processors.reading.statements.speakers import Speakers

HEAD = 8
"""Tokens of a name and its titles before a colon."""

WHOM = 2
"""Tokens of a phrase that only says "his" words."""


class According:
    """Those of one sentence."""

    def __init__(self, sentence: Sentence, cast: Cast, speakers: Speakers) -> None:
        self._sentence, self._cast, self._speakers = sentence, cast, speakers
        self._language, self._words = sentence.language, sentence.language.words

    def find(self, *, alone: bool) -> list[Attribution]:
        """ "According to X", and "in his words" where nothing else says whose."""
        words = [token.word for token in self._sentence.tokens]
        hits = ((n, longest(words, n, self._language.according)) for n in range(len(words)))
        found = (self._by(n, n + hit[0], alone=alone) for n, hit in hits if hit is not None)
        return [one for one in (self._headed() if alone else None, *found) if one is not None]

    def _headed(self) -> Attribution | None:
        """A name with a colon that begins a sentence: "Лавров: договор мертв"."""
        tokens = self._sentence.tokens
        colon = next((n for n, token in enumerate(tokens[:HEAD]) if token.word == ":"), 0)
        named = self._cast.named(tokens[0].start, tokens[colon - 1].end) if 0 < colon < len(tokens) - 1 else []
        whole = len(named) == 1 and named[0].kind == "person" and self._sentence.at(named[0].end) == colon
        if not whole or named[0].loose or not all(self._is_title(n) for n in range(self._sentence.at(named[0].start))):
            return None
        return Attribution(SAYS, colon, named[0].party, 0, colon + 1, "after", True, wide=True)

    def _is_title(self, n: int) -> bool:
        return bool(self._language.titles(self._sentence.word(n)))

    def _by(self, first: int, last: int, *, alone: bool) -> Attribution | None:
        if self._words.his & self._sentence.words(first, last):
            speaker: Speaker | None = (self._cast.person or NOBODY) if alone or first < 4 else None
            until = last
        else:
            begin, until = self._sentence.after(last)
            speaker = self._speakers.genitive(begin, until)
            until = self._named_until(begin, until, speaker)
            if self._sentence.word(begin) in self._words.his and until - begin <= WHOM:
                speaker = self._cast.person
        if speaker is None:
            return None
        follows = self._sentence.follows(first) or self._is_aside(first)
        side: Side = "before" if follows else "after"
        return Attribution(SAYS, first, speaker, first, until, side, True, wide=not follows, aside=True)

    def _named_until(self, begin: int, until: int, speaker: Speaker | None) -> int:
        """Where the name ends that a phrase is about, where Russian needs no comma behind it."""
        tokens = self._sentence.tokens
        named = self._cast.named(tokens[begin].start, tokens[until - 1].end) if begin < until else []
        ends = [self._sentence.past_brackets(self._sentence.at(each.end)) for each in named if each.party == speaker]
        return ends[0] if ends and not self._language.bare else until

    def _is_aside(self, first: int) -> bool:
        """Whether words stand before a comma that are no mere "besides, "."""
        words, sentence = self._words, self._sentence
        loose = words.preposition | words.auxiliary | words.conjunction | words.lead
        return first > 1 and sentence.word(first - 1) == "," and sentence.word(0) not in loose
