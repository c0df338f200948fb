"""Who speaks: whom the noun phrase before or after a verb of saying means."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from detente.messages import Party
from processors.reading.statements.cast import Cast
from processors.reading.statements.forms import stem
from processors.reading.statements.named import NOBODY, Named, Speaker
from processors.reading.statements.nouns import Nouns
from processors.reading.statements.sentence import Sentence

PERFECT = ("has", "have", "had")
TITLE = 30
"""Characters of a title between the office that it begins with and the name of who has it."""

WHOM = 8
"""Tokens from the beginning of a quotation up to where its speaker must have been named, if an object follows."""

FAR = 12
"""Tokens of titles that may stand between a verb and the name after it."""


class Agreeing(NamedTuple):
    """What a verb's ending tells of its subject: several, a woman or a man (None: it does not tell)."""

    plural: bool = False
    feminine: bool | None = None


ANYBODY = Agreeing()


class Speakers:
    """Who speaks in one sentence. A result of None: the phrase means nobody who could speak."""

    def __init__(self, sentence: Sentence, cast: Cast) -> None:
        self._sentence, self._cast = sentence, cast
        self._nouns = Nouns(sentence, cast)
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
        found = [each for each in self._named(first, last) if not each.loose or each.end >= end.end]
        if found and found[-1].end >= end.start and self._is_person(found[-1], case=case):
            return found[-1].party
        head = self._common(first, last, found, agreeing)
        if head is not None:
            return head
        fit = [each for each in found if self._is_subject(each, first, agreeing, case=case)]
        while len(fit) > 1 and fit[1].start - fit[0].end <= 1 and self._is_telling(fit[1]):
            fit.pop(0)
        if fit and not self._language.bare and fit[-1].party is NOBODY and fit[-1].end >= end.end:
            return NOBODY
        return fit[0].party if fit else None

    def inverted(self, first: int, last: int, agreeing: Agreeing) -> tuple[Speaker, int] | None:
        """(whom the phrase after a verb means, the token after it); None, too, if a clause of its own begins there."""
        start = self._sentence.tokens[first].start
        found = [each for each in self._named(first, last) if each.start <= start or not self._is_doubtful(each)]
        fit = [each for each in found if self._is_subject(each, first, agreeing) and not self._is_far(each, first)]
        people = [each for each in fit if each.kind != "body"]
        titled = (b for a, b in pairwise(people[:2]) if b.start - a.end <= 2 and a.kind == "office")
        person = next(titled, people[0] if people else None)
        if self._sentence.words(first, first + 2) & self._words.negation:
            return None
        if person is not None:
            return self._if_ends(person)
        for n in range(first, min(last, first + 4)):
            if self._language.bare and self._sentence.word(n) in self._words.preposition:
                break
            if not _covers(found, self._sentence.tokens[n].start):
                pronoun = self._pronoun(n, n)
                if pronoun is not None:
                    return None if self._language.bare and self._sentence.is_word(n + 1) else (pronoun, n + 1)
                noun = self._nouns.speaker(n, first, last, found, agreeing.feminine)
                if noun is not None and self._language.bare:
                    return (noun, n + 1) if self._is_closed(n + 1) else None
                if noun is not None:
                    return noun, last
        return self._if_ends(fit[0]) if fit else None

    def _is_doubtful(self, each: Named) -> bool:
        """Whether a word with a capital may be no name: it stands alone, and no title before it."""
        return each.loose and not self._language.titles(self._sentence.word(self._sentence.at(each.start) - 1))

    def titled(self, first: int, comma: int, last: int, agreeing: Agreeing) -> tuple[Speaker, int] | None:
        """The person whose name ends a phrase, where it begins with a title that has a comma in it."""
        end = self._sentence.tokens[last - 1].end
        people = [each for each in self._named(first, last) if each.kind == "person" and not each.loose]
        whole = len(people) == 1 and people[0].end >= end and comma + 1 < self._sentence.at(people[0].start)
        if not whole or not self._language.titles(self._sentence.word(first)):
            return None
        return (people[0].party, last) if self._is_subject(people[0], first, agreeing) else None

    def genitive(self, first: int, last: int) -> Speaker | None:
        """Whom the phrase after "according to" means, in whatever case."""
        if first >= last:
            return None
        found = self._named(first, last)
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

    def alone(self, first: int, last: int) -> Speaker | None:
        """The person whom all of the tokens name."""
        found = self._named(first, last) if first < last else []
        tokens = self._sentence.tokens
        whole = found and found[0].start <= tokens[first].start and found[0].end >= tokens[last - 1].end
        return found[0].party if whole and found[0].kind == "person" else None

    def main(self, before: int) -> Party | None:
        """The subject of the sentence before a token, a person rather than a body, behind a clause that leads to it."""
        found = self._subjects(before)
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
        if self._sentence.words(0, 3) & (words.he | words.she | words.it | words.they):
            return None
        found = self._subjects(size)
        person = next((party for each, party in found if each.kind != "body"), None)
        return person or self._nouns.in_role(size) or (found[0][1] if found else None)

    def _named(self, first: int, last: int) -> list[Named]:
        tokens = self._sentence.tokens
        return self._cast.named(tokens[first].start, tokens[last - 1].end)

    def _pronoun(self, first: int, n: int) -> Speaker | None:
        """Whom the pronoun at token `n` means, in a phrase from `first`; None if it is none.

        Behind the words that it says, it means nobody in them.
        """
        words, word = self._words, self._sentence.word(n)
        before = 0 if self._sentence.follows(first) else first
        if word in words.he or word in words.she:
            feminine = word in words.she if words.feminine else None
            inner = self._nearest(n) if self._sentence.word(n - 2) in words.preposition else None
            return inner or self._within(before, "person") or self._cast.he(feminine) or NOBODY
        if word in words.it or word in words.there:
            return self._within(before, "body") or self._cast.body or NOBODY
        return NOBODY if word in words.they else None

    def _nearest(self, n: int) -> Party | None:
        """Whom "letters, in which he" means: the last person before, in whatever case."""
        if self._language.bare or self._sentence.word(n - 1) not in self._words.stop - self._language.that:
            return None
        people = (each.party for each in reversed(self._named(0, n - 2)) if each.kind == "person")
        return next((party for party in people if isinstance(party, Party)), None) if n > 2 else None

    def _within(self, before: int, kind: str) -> Party | None:
        """The subject of this sentence's earlier part, if it is of a kind."""
        return next((party for each, party in self._subjects(before) if each.kind in (kind, "office")), None)

    def _subjects(self, before: int) -> list[tuple[Named, Party]]:
        """Who stands before a token as a subject may, outside quotations."""
        found = self._named(0, before) if before else []
        quoted = [token for token in self._sentence.tokens if token.kind == "quote"]
        return [
            (each, each.party)
            for each in found
            if isinstance(each.party, Party)
            and not each.loose
            and not any(token.start <= each.start < token.end for token in quoted)
            and self._is_subject(each, 0)
        ]

    def _common(self, first: int, last: int, found: Sequence[Named], agreeing: Agreeing) -> Speaker | None:
        """Whom a phrase means that ends with a common noun, or has one anywhere in a language of free order."""
        if self._language.bare:
            if _covers(found, self._sentence.tokens[last - 1].start):
                return None
            return self._nouns.speaker(last - 1, first, last, found, agreeing.feminine)
        for n in range(first, last):
            if not _covers(found, self._sentence.tokens[n].start) and not self._is_governed(n, first, agreeing):
                noun = self._nouns.speaker(n, first, last, found, agreeing.feminine)
                if noun is not None:
                    return noun
        return None

    def _is_telling(self, each: Named) -> bool:
        """Whether a name tells more than one right before it: "the Russian МИД", but not "Госдеп США"."""
        if self._language.bare:
            return True
        return each.kind == "body" and not (isinstance(each.party, Party) and self._cast.is_state(each.party))

    def _is_governed(self, n: int, first: int, agreeing: Agreeing) -> bool:
        """Whether media or a writing stand behind a preposition: "in a talk with a reporter the minister"."""
        noun = stem(self._sentence.word(n))
        governs = self._sentence.words(max(first, n - 2), n) & self._words.preposition
        return bool(governs) and not agreeing.plural and noun in self._language.media | self._language.writings

    def _is_subject(self, each: Named, first: int, agreeing: Agreeing = ANYBODY, *, case: bool = True) -> bool:
        """Whether no preposition and no case makes it an object. "In the Kremlin they said": there it is a subject."""
        sentence, words = self._sentence, self._words
        if sentence.text[each.end : each.end + 2] in ("'s", "’s"):
            return False
        if self._language.bare and each.kind == "person" and self._language.titles(sentence.word(sentence.at(each.end))):
            return False
        k = sentence.at(each.start) - 1
        while k >= first and self._is_title(k):
            k -= 1
        before = sentence.word(k) if k >= 0 else ""
        if agreeing.plural and before in words.at:
            return each.kind == "body"
        return not (k >= first and before in words.preposition) and (each.base or not case)

    def _is_person(self, each: Named, *, case: bool) -> bool:
        """Whether a person right before the verb is its subject, whatever stands before the titles."""
        if each.loose and not self._language.bare:
            return False
        return each.kind == "person" and (each.base or not case) and not self._has_preposition(each)

    def _is_title(self, k: int) -> bool:
        """Whether a token may stand between a preposition and the name that it governs."""
        word = self._sentence.word(k)
        if not self._sentence.is_word(k) or word in self._words.preposition:
            return False
        if not self._language.bare and any(each.kind == "body" for each in self._named(k, k + 1)):
            return False
        return self._sentence.is_capital(k) or word in self._words.article or bool(self._language.titles(word))

    def _has_preposition(self, each: Named) -> bool:
        before = self._sentence.word(self._sentence.at(each.start) - 1)
        return before in self._words.preposition and before != "for"

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
        if not sentence.is_word(past) or (sentence.is_adverb(past) and sentence.word(past) not in PERFECT):
            return True
        loose = words.preposition | words.stop | words.who | words.conjunction
        return (
            sentence.word(past) in loose
            or self._language.told.match(sentence.text, sentence.tokens[past].start) is not None
        )

    def _is_far(self, each: Named, first: int) -> bool:
        """Whether more than titles stands between a verb and a name after it."""
        name, loose = self._sentence.at(each.start), self._words.preposition - {"of", "for", "to", "in"}
        return name - first > FAR or (self._language.bare and bool(self._sentence.words(first, name) & loose))


def _covers(found: Sequence[Named], position: int) -> bool:
    return any(each.start <= position < each.end for each in found)
