"""Common nouns that stand for a speaker: "the embassy", "the Russian minister", "the document", "officials"."""

from __future__ import annotations

from collections.abc import Sequence

from detente.messages import Party
from processors.reading.statements.behalf import Behalf
from processors.reading.statements.cast import Cast
from processors.reading.statements.forms import FOREIGN, stem
from processors.reading.statements.named import NOBODY, Named, Speaker
from processors.reading.statements.sentence import Sentence

WHOSE = 3
"""Words of a body's name that may stand before whose it is."""

NEXT = 2
"""Characters between a noun and the name of what it is: a space, and a mark."""


class Nouns:
    """The common nouns of one sentence."""

    def __init__(self, sentence: Sentence, cast: Cast) -> None:
        self._sentence, self._cast, self._language = sentence, cast, sentence.language
        self._behalf = Behalf(sentence, cast)

    def speaker(
        self, n: int, first: int, last: int, found: Sequence[Named], feminine: bool | None = None
    ) -> Speaker | None:
        """Whom token `n` of the phrase `first` to `last` stands for, where `found` are named; None if it is no noun
        of somebody who speaks.
        """
        word, parties = self._sentence.word(n), self._language.parties
        if n > first and self._sentence.word(n - 1) in self._language.media:
            return NOBODY
        spoken_for = self._behalf.of(n) if word in parties.staff | parties.counsel else None
        if spoken_for is not None:
            return spoken_for
        if word in self._language.nobody or stem(word) in self._language.nobody:
            several = self._known_as(n, first) or self._together(n, first)
            return several or self._authorities(n, found) or NOBODY
        if stem(word) in self._language.bodies:
            return self._body(n, first, last, found)
        if self._is_several(word):
            joint = self._sentence.words(first, n) & self._language.words.conjunction
            return None if joint else self._together(n, first) or NOBODY
        if word in parties.writings or stem(word) in self._language.writings:
            return self._writing(n, first, last, found)
        if self._language.titles(word):
            return self._role(n, first, last, found, feminine)
        return None

    def _authorities(self, n: int, found: Sequence[Named]) -> Party | None:
        """The state whose authorities speak: "власти США"."""
        if self._sentence.word(n) not in self._language.parties.authorities:
            return None
        beside = (each.party for each in found if n in (self._sentence.at(each.end), self._sentence.at(each.start) - 1))
        return next((party for party in beside if isinstance(party, Party)), None)

    def _known_as(self, n: int, first: int) -> Party | None:
        """Who was called so before: "эксперт" after "эксперт Иван Петров"."""
        word = self._sentence.word(n)
        indefinite = self._is_indefinite(first, n) or self._language.is_media(word)
        if not self._language.cyrillic or indefinite or word.endswith(("и", "ы")):
            return None
        comments = stem(word) in self._language.commentators
        return self._cast.called(word) or (self._cast.commentator() if comments else None)

    def _together(self, n: int, first: int) -> Party | None:
        """The first of those who were named together: "the senators", "послы"."""
        word, article = self._sentence.word(n), self._language.words.article
        parties = self._language.parties
        several = word in parties.several or (self._is_several(word) and word not in parties.unnamed)
        definite = not self._language.bare or self._sentence.word(n - 1) in article
        return self._cast.together(word) if several and definite and n <= first + 2 else None

    def _is_several(self, word: str) -> bool:
        """Whether an English word is the plural of a role: "senators"."""
        return self._language.bare and word.endswith("s") and bool(self._language.titles(word[:-1]))

    def in_role(self, before: int) -> Party | None:
        """Who is called by a role in the sentence's beginning, before a token."""
        for n in range(min(before, 8)):
            if self._language.titles(self._sentence.word(n)):
                called = self._role(n, 0, n + 1, [], None)
                return called if isinstance(called, Party) else None
        return None

    def _role(self, n: int, first: int, last: int, found: Sequence[Named], feminine: bool | None) -> Speaker:
        """ "A spokesman for the Kremlin" speaks for the body; "the minister" is the last who was called so."""
        if self._is_indefinite(first, n):
            return self._unnamed(n, found)
        if self._cast.is_unnamed(self._sentence.word(n)):
            return NOBODY
        word, before = self._sentence.word(n), self._sentence.word(n - 1)
        fuller = word
        if n > first and self._language.bare and self._sentence.is_word(n - 1) and not self._sentence.is_capital(n - 1):
            fuller = word if before in self._language.words.article else f"{before} {word}"
        called = self._cast.in_role(word, fuller, self._side(first, last), feminine)
        bodies = [each.party for each in found if each.kind == "body" and self._language.bare]
        elsewhere = any(isinstance(party, Party) and party.id is None for party in bodies)
        spoken_for = self._behalf.of(n) if self._behalf.speaks(word) else None
        own = spoken_for if self._language.bare else self._spoken_for(n, found) or spoken_for
        return called or own or (None if elsewhere else self._cast.person) or NOBODY

    def _unnamed(self, n: int, found: Sequence[Named]) -> Speaker:
        """Whom "a spokesman for the Kremlin" speaks for; nobody for "a diplomat", and for "the diplomat" after him."""
        word = self._sentence.word(n)
        if "spokes" in self._language.titles(word) or not self._language.bare:
            behind = next((each.party for each in reversed(found) if each.kind == "body"), None)
            alone = self._cast.body if self._language.bare and not found else None
            own = self._behalf.of(n) if self._language.bare else None
            return own or behind or alone or NOBODY
        self._cast.leave_unnamed(word)
        return NOBODY

    def _spoken_for(self, n: int, found: Sequence[Named]) -> Party | None:
        """The body right behind a role that nobody in the text has: "представитель МИД Франции"."""
        end, bodies = self._sentence.tokens[n].end, []
        for each in found:
            if each.kind == "body" and isinstance(each.party, Party) and 0 < each.start - end <= NEXT:
                bodies.append(each.party)
                end = each.end
        if self._language.bare or not bodies:
            return None
        return next((party for party in bodies if not self._cast.is_state(party)), bodies[0])

    def _writing(self, n: int, first: int, last: int, found: Sequence[Named]) -> Speaker:
        """ "The ministry's statement": whoever it names; "a statement" alone is nobody's."""
        for k in range(n + 1, last if not self._language.bare else 0):
            if stem(self._sentence.word(k)) in self._language.bodies:
                return self._body(k, k, k + 1, [])
        indefinite = self._is_indefinite(first, n)
        start = self._sentence.tokens[n].start
        by = [each for each in found if not indefinite or each.start < start or self._is_by(each)]
        named = next((each.party for each in by if isinstance(each.party, Party)), None) or self._beside(n)
        if named is not None:
            return named
        definite = not self._language.bare or self._sentence.words(first, n) & self._language.words.article
        return (self._cast.author() if definite and not indefinite else None) or NOBODY

    def _beside(self, n: int) -> Party | None:
        """Who is named right before an English noun, a single word included: "the Navitel letter"."""
        tokens = self._sentence.tokens
        if not self._language.bare or n == 0 or not self._sentence.is_capital(n - 1):
            return None
        named = self._cast.named(tokens[n - 1].start, tokens[n - 1].end)
        return next((each.party for each in named if isinstance(each.party, Party)), None)

    def _is_by(self, each: Named) -> bool:
        """Whether a body has written what another noun names: "a report by the Pentagon"."""
        n = self._sentence.at(each.start)
        return bool(self._sentence.words(n - 2, n) & self._language.words.by)

    def _body(self, n: int, first: int, last: int, found: Sequence[Named]) -> Speaker:
        """The profile's body, a person's administration, or a body as it is written."""
        near = [each for each in found if each.end <= self._sentence.tokens[n].start]
        if near and near[-1].kind == "person" and isinstance(near[-1].party, Party) and near[-1].party.id is not None:
            return near[-1].party
        behind = [each for each in found if 0 <= each.start - self._sentence.tokens[n].end <= NEXT]
        if stem(self._sentence.word(n)) in self._language.named and behind and behind[0].kind == "body":
            return behind[0].party
        side = self._side(first, last)
        called = self._called(n, first, side)
        if side is not None:
            return called or self._of_side(n, first, side, found)
        written = self._of_third(n, first, found, near)
        if written is not None:
            return Party(id=None, name=written, side=None)
        if called is None and stem(self._sentence.word(n)) not in self._language.generic:
            token, of = self._sentence.tokens[n], n > first and self._sentence.word(n - 1) in self._language.bodies
            written = self._sentence.text[self._sentence.tokens[n - of].start : token.end]
            return Party(id=None, name=self._cast.stranger_called(token.word) or written, side=None)
        return called or self._cast.body or self._cast.organisation or NOBODY

    def _called(self, n: int, first: int, side: str | None) -> Party | None:
        tokens = self._sentence.tokens
        fuller = self._sentence.text[tokens[max(first, n - 1)].start : tokens[n].end].lower()
        return self._cast.body_called(fuller, side) or self._cast.body_called(tokens[n].word, side)

    def _of_side(self, n: int, first: int, side: str, found: Sequence[Named]) -> Speaker:
        """ "The American side" is the state; any other body is as it is written."""
        if stem(self._sentence.word(n)) in self._language.sides:
            return next((each.party for each in found if isinstance(each.party, Party)), NOBODY)
        words = self._language.words
        loose = words.article | words.at | words.preposition
        first = next((k + 1 for k in range(n - 1, first - 1, -1) if self._sentence.word(k) in loose), first)
        near = [each for each in found if each.party is not NOBODY and each.end <= self._sentence.tokens[n].start]
        first = max(first, self._sentence.at(near[-1].start)) if self._language.bare and near else first
        tokens = self._sentence.tokens
        whose = None if self._language.bare else next((each for each in found if self._is_whose(each, n)), None)
        end = whose.end if whose is not None else tokens[n].end
        return Party(id=None, name=self._sentence.text[tokens[first].start : end], side=side)

    def _of_third(self, n: int, first: int, found: Sequence[Named], near: Sequence[Named]) -> str | None:
        """A body with the name beside it: "the Syrian government", "МИД Германии"; None if it stands alone."""
        sentence, tokens = self._sentence, self._sentence.tokens
        behind = next((each for each in found if self._is_whose(each, n)), None)
        if behind is not None and not self._language.bare:
            return sentence.text[tokens[n].start : behind.end]
        if near and near[0].start <= tokens[first].start + 12:
            return sentence.text[near[0].start : tokens[n].end]
        if n > first and FOREIGN.search(sentence.word(n - 1) + " "):
            return sentence.text[tokens[n - 1].start : tokens[n].end]
        words = self._language.words
        loose = words.article | words.at | words.auxiliary | words.preposition | words.conjunction
        own = (k for k in range(first, n) if sentence.is_capital(k) and sentence.word(k) not in loose)
        named = next(own, None)
        return None if named is None else sentence.text[tokens[named].start : tokens[n].end]

    def _is_whose(self, each: Named, n: int) -> bool:
        """Whether a name stands behind a body and its lower-case words: "министерство обороны Тайваня"."""
        between = range(n + 1, self._sentence.at(each.start))
        return (
            each.start > self._sentence.tokens[n].start
            and all(self._sentence.is_word(k) and not self._sentence.is_capital(k) for k in between[:WHOSE])
            and len(between) <= WHOSE
        )

    def _side(self, first: int, last: int) -> str | None:
        return self._cast.side_of(self._sentence.tokens[first].start, self._sentence.tokens[last - 1].end)

    def _is_indefinite(self, first: int, n: int) -> bool:
        behind = self._sentence.word(n + 2) if self._sentence.word(n + 1) == "," else ""
        behind = "" if behind in ("a", "an") and "the" in self._sentence.words(first, n) else behind
        return bool((self._sentence.words(first, n) | {behind}) & self._language.words.indefinite)
