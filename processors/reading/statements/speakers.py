"""Who speaks: whom the noun phrase before or after a verb of saying means."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from detente.messages import Party
from processors.reading.statements.cast import Cast
from processors.reading.statements.forms import stem
from processors.reading.statements.heads import Heads
from processors.reading.statements.named import NOBODY, Named, Speaker
from processors.reading.statements.nouns import Nouns
from processors.reading.statements.sentence import Sentence
from processors.reading.statements.subjects import ANYBODY, Agreeing, Subjects

PERFECT = ("has", "have", "had")
TITLE = 30
"""Characters of a title between the office that it begins with and the name of who has it."""

WHOM = 8
"""Tokens from the beginning of a quotation up to where its speaker must have been named, if an object follows."""


class Speakers:
    """Who speaks in one sentence. A result of None: the phrase means nobody who could speak."""

    def __init__(self, sentence: Sentence, cast: Cast) -> None:
        self._sentence, self._cast = sentence, cast
        self._nouns, self._subjects = Nouns(sentence, cast), Subjects(sentence, cast)
        self._heads = Heads(sentence, cast, self._nouns)
        self._language, self._words = sentence.language, sentence.language.words

    def subject(self, first: int, last: int, agreeing: Agreeing = ANYBODY, *, case: bool = True) -> Speaker | None:
        """Whom the phrase before a verb means; `case`: in the form that a subject has."""
        while first < last and self._sentence.word(last - 1) in self._language.parties.firms:
            last -= 1
        if first >= last:
            return None
        pronoun = self._pronoun(first, last - 1)
        if pronoun is not None:
            return pronoun
        end = self._sentence.tokens[last - 1]
        found = [each for each in self._subjects.named(first, last) if not each.loose or each.end >= end.end]
        if found and found[-1].end >= end.start and self._subjects.is_person(found[-1], case=case):
            alone = agreeing.plural and not self._sentence.words(first, last) & self._words.conjunction
            return NOBODY if alone else found[-1].party
        who = self._language.bare and self._sentence.word(first - 1) == "who"
        head = None if who else self._common(first, last, found, agreeing)
        if head is not None:
            return head
        fit = [each for each in found if self._subjects.is_subject(each, first, agreeing, case=case)]
        if len(fit) == 1 and self._subjects.is_alone(fit[0], agreeing):
            return NOBODY
        while len(fit) > 1 and fit[1].start - fit[0].end <= 1 and self._subjects.is_telling(fit[1]):
            fit.pop(0)
        if fit and fit[-1].party is NOBODY and fit[-1].end >= end.end and not self._is_asked(fit):
            return NOBODY
        return fit[0].party if fit else None

    def _is_asked(self, fit: Sequence[Named]) -> bool:
        """Whether media only asked who stands before: "Рубио в интервью NBC заявил"."""
        first, last = self._sentence.at(fit[0].end), self._sentence.at(fit[-1].start)
        return self._language.bare or (first < last and self._sentence.word(first) in self._words.preposition)

    def inverted(self, first: int, last: int, agreeing: Agreeing) -> tuple[Speaker, int] | None:
        """(whom the phrase after a verb means, the token after it); None, too, if a clause of its own begins there."""
        start = self._sentence.tokens[first].start
        found = [
            each
            for each in self._subjects.named(first, last)
            if each.start <= start or not self._subjects.is_doubtful(each)
        ]
        fit = [
            each
            for each in found
            if self._subjects.is_subject(each, first, agreeing) and not self._subjects.is_far(each, first)
        ]
        people = [each for each in fit if each.kind != "body"]
        titled = (b for a, b in pairwise(people[:2]) if b.start - a.end <= TITLE and a.kind == "office")
        person = next(titled, people[0] if people else None)
        if self._sentence.words(first, first + 2) & self._words.negation:
            return None
        written = self._written(first, last, found)
        if written is not None:
            return written, last
        if person is not None:
            return self._if_ends(person)
        for n in range(first, min(last, first + 4)):
            if self._language.bare and self._sentence.word(n) in self._words.preposition:
                break
            if not _covers(found, self._sentence.tokens[n].start):
                pronoun = self._pronoun(n, n)
                if pronoun is not None:
                    clause = self._sentence.is_word(n + 1) or self._sentence.is_quote(n + 1)
                    return None if self._language.bare and clause else (pronoun, n + 1)
                noun = self._nouns.speaker(n, first, last, found, agreeing.feminine)
                if n == first and self._is_told(n):
                    continue
                if noun is not None and self._language.bare:
                    return (noun, n + 1) if self._is_closed(n + 1) else None
                if noun is not None:
                    return noun, last
        return self._if_ends(fit[0]) if fit else None

    def _is_told(self, n: int) -> bool:
        """Whether media are told by whoever stands behind them: «...», — заявил изданию министр."""
        word = self._sentence.word(n)
        told = not self._language.bare and stem(word) in self._language.media and word.endswith(("у", "ю"))
        return told and self._sentence.is_word(n + 1)

    def _written(self, first: int, last: int, found: Sequence[Named]) -> Speaker | None:
        """Whose writing a phrase begins with: «...», — сказано в письме Иванова Петрову."""
        n = first + (self._sentence.word(first) in self._words.at)
        if self._language.bare or n >= last or stem(self._sentence.word(n)) not in self._language.writings:
            return None
        return self._nouns.speaker(n, first, last, found)

    def titled(self, first: int, comma: int, last: int, agreeing: Agreeing) -> tuple[Speaker, int] | None:
        """The person whose name ends a phrase, where it begins with a title that has a comma in it."""
        end = self._sentence.tokens[last - 1].end
        people = [each for each in self._subjects.named(first, last) if each.kind == "person" and not each.loose]
        whole = len(people) == 1 and people[0].end >= end and comma + 1 < self._sentence.at(people[0].start)
        if not whole or not self._language.titles(self._sentence.word(first)):
            return None
        return (people[0].party, last) if self._subjects.is_subject(people[0], first, agreeing) else None

    def genitive(self, first: int, last: int) -> Speaker | None:
        """Whom the phrase after "according to" means, in whatever case."""
        if first >= last:
            return None
        found = self._subjects.named(first, last)
        person = next((each for each in found if each.kind == "person"), None)
        if person is not None:
            return person.party
        writings, media = self._language.parties.writings, self._language.media
        if any(self._sentence.word(n) in media for n in range(first, last)):
            return NOBODY
        nouns = [n for n in range(first, last) if not _covers(found, self._sentence.tokens[n].start)]
        nouns.sort(key=lambda n: self._sentence.word(n) not in writings)
        called = (self._nouns.speaker(n, first, last, found) for n in nouns)
        return next((each for each in called if each is not None), found[0].party if found else None)

    def main(self, before: int) -> Party | None:
        """The subject of the sentence before a token, a person rather than a body, behind a clause that leads to it."""
        found = self._subjects.standing(before)
        start = self._sentence.tokens[self._leads(before)].start
        found = [one for one in found if one[0].start >= start] or found
        people = [(each, party) for each, party in found if each.kind != "body"]
        if people:
            titled = len(people) > 1 and people[0][0].kind == "office" and people[1][0].start - people[0][0].end < TITLE
            return people[titled][1]
        pronoun = self._pronoun(0, self._leads(before)) if not found else None
        if isinstance(pronoun, Party):
            return pronoun
        return found[0][1] if found else self._nouns.in_role(before)

    def _leads(self, before: int) -> int:
        """Where a clause ends that leads to the sentence's own: "Asked whether he ..., "."""
        first = self._sentence.word(0)
        if not self._language.bare or not (first in self._words.stop or first.endswith(("ed", "ing"))):
            return 0
        return next((n + 1 for n in range(1, before - 1) if self._sentence.word(n) == ","), 0)

    def focus(self) -> Party | None:
        """Whom the sentence is about: its subject, or who is called by a role in its beginning."""
        words, size = self._words, len(self._sentence.tokens)
        if self._sentence.words(0, 3) & (words.it | words.they):
            return None
        found = self._subjects.standing(size)
        leads = self._sentence.at(found[0][0].start) if found else size
        if self._sentence.words(0, leads) & (words.he | words.she):
            return None
        person = next((party for each, party in found if each.kind != "body"), None)
        return person or self._nouns.in_role(size) or (found[0][1] if found else None)

    def _pronoun(self, first: int, n: int) -> Speaker | None:
        """Whom the pronoun at token `n` means, in a phrase from `first`; None if it is none.

        Behind the words that it says, it means nobody in them.
        """
        words, word = self._words, self._sentence.word(n)
        inserted = self._sentence.word(first - 1) == self._sentence.word(n + 2) == ","
        behind = (inserted or self._sentence.follows(first)) and not self._sentence.opens(n + 2)
        before = 0 if behind else first
        if word in words.he or word in words.she:
            feminine = word in words.she if words.feminine else None
            inner = self._nearest(n) if self._sentence.word(n - 2) in words.preposition else None
            return inner or self._within(before, "person") or self._cast.he(feminine) or NOBODY
        if word in words.it or word in words.there:
            return self._within(before, "body") or self._cast.body or NOBODY
        if word in words.they:
            return (self._cast.they() if word not in words.we else None) or NOBODY
        return None

    def _nearest(self, n: int) -> Party | None:
        """Whom "letters, in which he" means: the last person before, in whatever case."""
        if self._language.bare or self._sentence.word(n - 1) not in self._words.stop - self._language.that:
            return None
        people = (each.party for each in reversed(self._subjects.named(0, n - 2)) if each.kind == "person")
        return next((party for party in people if isinstance(party, Party)), None) if n > 2 else None

    def _within(self, before: int, kind: str) -> Party | None:
        """The subject of this sentence's earlier part, if it is of a kind."""
        return next((party for each, party in self._subjects.standing(before) if each.kind in (kind, "office")), None)

    def _common(self, first: int, last: int, found: Sequence[Named], agreeing: Agreeing) -> Speaker | None:
        """Whom a phrase means that ends with a common noun, or has one anywhere in a language of free order."""
        if self._language.bare:
            covered = _covers(found, self._sentence.tokens[last - 1].start)
            noun = None if covered else self._nouns.speaker(last - 1, first, last, found, agreeing.feminine)
            others = noun is NOBODY and found and self._sentence.words(first, last) & self._words.conjunction
            return None if others else noun or self._heads.speaker(first, last, found)
        for n in range(first, last):
            if not _covers(found, self._sentence.tokens[n].start) and not self._is_governed(n, first, agreeing):
                noun = self._nouns.speaker(n, first, last, found, agreeing.feminine)
                if noun is not None:
                    return NOBODY if self._is_group(n, first, last, agreeing) else noun
        return None

    def _is_group(self, n: int, first: int, last: int, agreeing: Agreeing) -> bool:
        """Whether several of a role speak, whom nobody names: "адвокаты заявили"."""
        joint, word = self._sentence.words(first, last) & self._words.conjunction, self._sentence.word(n)
        named = word in self._language.parties.staff | self._language.parties.counsel
        return agreeing.plural and not joint and not named and bool(self._language.titles(word))

    def _is_governed(self, n: int, first: int, agreeing: Agreeing) -> bool:
        """Whether media or a writing stand behind a preposition: "in a talk with a reporter the minister"."""
        noun = stem(self._sentence.word(n))
        governs = self._sentence.words(max(first, n - 2), n) & self._words.preposition
        return bool(governs) and not agreeing.plural and noun in self._language.nobody | self._language.writings

    def _if_ends(self, each: Named) -> tuple[Speaker, int] | None:
        """The name with the token after it, if no clause of its own begins with it."""
        past = self._sentence.at(each.end)
        alone = self._is_closed(past) or (each.kind != "body" and self._is_quoted(past))
        return (each.party, past) if alone else None

    def _is_quoted(self, past: int) -> bool:
        """Whether a quotation begins the sentence, so that no clause follows: «...», — процитировал Иван Петра."""
        return not self._language.bare and self._sentence.is_quote(0) and past < WHOM

    def _is_closed(self, past: int) -> bool:
        """Whether the subject that ends before a token has no verb of its own there."""
        sentence, words = self._sentence, self._words
        if self._language.bare and sentence.is_quote(past):
            return False
        if not sentence.is_word(past) or (sentence.is_adverb(past) and sentence.word(past) not in PERFECT):
            return True
        loose = words.preposition | words.stop | words.who | words.conjunction
        return (
            sentence.word(past) in loose
            or self._language.told.match(sentence.text, sentence.tokens[past].start) is not None
        )


def _covers(found: Sequence[Named], position: int) -> bool:
    return any(each.start <= position < each.end for each in found)
