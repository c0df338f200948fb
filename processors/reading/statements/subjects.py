"""Subjects: which of those who are named in a phrase may be who a verb speaks of, by case, preposition and place."""

from __future__ import annotations

import re
from typing import NamedTuple

from detente.messages import Party
from processors.reading.statements.cast import Cast
from processors.reading.statements.named import Named, Speaker
from processors.reading.statements.sentence import Sentence
from processors.reading.statements.strangers import DEMONYM

ADJECTIVE = re.compile("(?:ский|ская|ское|ские|ских|ского|ской|ському|ські|ська)$|^(?:russian|american)$")
FAR = 12
"""Tokens of titles that may stand between a verb and the name after it."""


class Agreeing(NamedTuple):
    """What a verb's ending tells of its subject: several, a woman or a man (None: it does not tell)."""

    plural: bool = False
    feminine: bool | None = None


ANYBODY = Agreeing()


class Subjects:
    """Who may be a subject in one sentence."""

    def __init__(self, sentence: Sentence, cast: Cast) -> None:
        self._sentence, self._cast = sentence, cast
        self._language, self._words = sentence.language, sentence.language.words

    def named(self, first: int, last: int) -> list[Named]:
        tokens = self._sentence.tokens
        return self._cast.named(tokens[first].start, tokens[last - 1].end)

    def alone(self, first: int, last: int) -> Speaker | None:
        """The person whom all of the tokens name."""
        found = self.named(first, last) if first < last else []
        tokens = self._sentence.tokens
        whole = found and found[0].start <= tokens[first].start and found[0].end >= tokens[last - 1].end
        return found[0].party if whole and found[0].kind == "person" else None

    def standing(self, before: int) -> list[tuple[Named, Party]]:
        """Who stands before a token as a subject may, outside quotations."""
        found = self.named(0, before) if before else []
        quoted = [token for token in self._sentence.tokens if token.kind == "quote"]
        return [
            (each, each.party)
            for each in found
            if isinstance(each.party, Party)
            and not each.loose
            and not (self._sentence.at(each.start) > 1 and self._before(each) in self._words.as_)
            and not any(token.start <= each.start < token.end for token in quoted)
            and self.is_subject(each, 0)
        ]

    def _before(self, each: Named) -> str:
        return self._sentence.word(self._sentence.at(each.start) - 1)

    def is_subject(self, each: Named, first: int, agreeing: Agreeing = ANYBODY, *, case: bool = True) -> bool:
        """Whether no preposition and no case makes it an object. "In the Kremlin they said": there it is a subject."""
        sentence, words = self._sentence, self._words
        if sentence.text[each.end : each.end + 2] in ("'s", "’s", "' ", "’ "):
            return False
        if (
            self._language.bare
            and each.kind == "person"
            and self._language.titles(sentence.word(sentence.at(each.end)))
        ):
            return False
        if each.kind == "body" and self._is_adjective(each):
            return False
        k = sentence.at(each.start) - 1
        k -= sentence.is_quote(k) and sentence.tokens[k].end > each.start
        while k >= first and self._is_title(k):
            k -= 1
        before = sentence.word(k) if k >= 0 else ""
        if agreeing.plural and before in words.at:
            return each.kind == "body"
        return not (k >= first and before in words.preposition) and (each.base or not case)

    def _is_adjective(self, each: Named) -> bool:
        """Whether a state only says whose others are: "Russian developers", "российские разработчики"."""
        last, n = self._sentence.at(each.end) - 1, self._sentence.at(each.end)
        if not self._sentence.is_word(n) or self._sentence.is_capital(n) or self._sentence.is_adverb(n):
            return False
        people = self._language.bare and DEMONYM.fullmatch(self._sentence.text, each.start, each.end)
        return bool(people) or ADJECTIVE.search(self._sentence.word(last)) is not None

    def is_person(self, each: Named, *, case: bool) -> bool:
        """Whether a person right before the verb is its subject, whatever stands before the titles."""
        if each.loose and not self._language.bare:
            return False
        return each.kind == "person" and (each.base or not case) and not self._has_preposition(each)

    def is_alone(self, each: Named, agreeing: Agreeing) -> bool:
        """Whether a Russian plural cannot be what one state does: "Иран обвинили", but "США обвинили"."""
        written = self._sentence.text[each.start : each.end]
        state = isinstance(each.party, Party) and self._cast.is_state(each.party) and not written.isupper()
        placed = self._before(each) in self._words.at
        return agreeing.plural and state and not placed and not written.endswith(("ы", "и"))

    def is_doubtful(self, each: Named) -> bool:
        """Whether a word with a capital may be no name: it stands alone, and no title before it."""
        return each.loose and not self._language.titles(self._sentence.word(self._sentence.at(each.start) - 1))

    def is_telling(self, each: Named) -> bool:
        """Whether a name tells more than one right before it: "the Russian МИД", but not "Госдеп США"."""
        if self._language.bare:
            return True
        return each.kind == "body" and not (isinstance(each.party, Party) and self._cast.is_state(each.party))

    def is_far(self, each: Named, first: int) -> bool:
        """Whether more than titles stands between a verb and a name after it."""
        name, loose = self._sentence.at(each.start), self._words.preposition - {"of", "for", "to", "in"}
        if name - first > FAR or not self._language.bare:
            return name - first > FAR
        before = self._sentence.word(name - 1)
        moved = before.endswith("ing") and not self._language.titles(before)
        return moved or bool(self._sentence.words(first, name) & (loose | self._words.verbal))

    def _is_title(self, k: int) -> bool:
        """Whether a token may stand between a preposition and the name that it governs."""
        word = self._sentence.word(k)
        if not self._sentence.is_word(k) or word in self._words.preposition:
            return False
        if not self._language.bare and any(each.kind == "body" or not each.base for each in self.named(k, k + 1)):
            return False
        plain = word in self._words.article or word in self._words.place
        return self._sentence.is_capital(k) or plain or bool(self._language.titles(word))

    def _has_preposition(self, each: Named) -> bool:
        before = self._before(each)
        return before in self._words.preposition and before != "for"
