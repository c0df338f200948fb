"""A sentence as tokens: where its noun phrases and clauses begin and end."""

from __future__ import annotations

import re

from processors.reading.statements.language import Language
from processors.reading.statements.lexicon import Phrases, longest
from processors.reading.statements.units import Token, Unit

WIDE = 40
BRACKETED = 6
NEAR = 14
PHRASE = 6
LEAST = 3
"""Words that must stand before an attribution that follows its words."""

OPENING = "«„“\"‘'"
CLOSING = (",", "—", "–", "-")


class Sentence:
    """The tokens of one unit, and what stands beside each; spans are (first, last), last exclusive."""

    def __init__(self, text: str, unit: Unit, language: Language) -> None:
        self.text, self.unit, self.language = text, unit, language
        self.tokens: list[Token] = unit.tokens
        when = language.when.finditer(text, unit.start, unit.end)
        self._when = {n for each in when for n in range(self.at(each.start()), self.at(each.end()))}

    def word(self, n: int) -> str:
        """The word of token `n` in lower case; empty outside the sentence."""
        return self.tokens[n].word if 0 <= n < len(self.tokens) else ""

    def phrase(self, n: int, phrases: Phrases[bool]) -> bool:
        """Whether one of the phrases begins at token `n`."""
        words = [token.word for token in self.tokens[n : n + PHRASE]]
        return bool(words) and longest(words, 0, phrases) is not None

    def words(self, first: int, last: int) -> set[str]:
        return {token.word for token in self.tokens[max(0, first) : last]}

    def is_quote(self, n: int) -> bool:
        return 0 <= n < len(self.tokens) and self.tokens[n].kind == "quote"

    def is_word(self, n: int) -> bool:
        return 0 <= n < len(self.tokens) and self.tokens[n].kind == "word"

    def is_capital(self, n: int) -> bool:
        return self.text[self.tokens[n].start].isupper()

    def at(self, position: int) -> int:
        """The first token that begins at or after `position`."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.tokens[middle].start < position else (low, middle)
        return low

    def is_adverb(self, n: int) -> bool:
        """Whether a token only says when or how."""
        word = self.word(n)
        if n in self._when or word in self.language.words.auxiliary:
            return True
        return self.language.bare and word.endswith("ly") and not self.is_capital(n)

    def is_when(self, n: int) -> bool:
        return n in self._when

    def before(self, at: int, verbs: frozenset[int] = frozenset()) -> tuple[int, int]:
        """The noun phrase that ends before token `at`, without adverbs around; nothing after a conjunction."""
        last = at
        while last > 0 and (self._opened(last) < last or self.is_adverb(last - 1) or self._is_aside(last - 1)):
            last = min(self._opened(last), last - 1)
        if self.word(last - 1) in self.language.words.conjunction:
            return last, last
        first = last
        while first > max(0, at - WIDE) and (self._opened(first) < first or not self._ends(first - 1, verbs)):
            first = min(self._opened(first), first - 1)
        while first < last and (self.is_adverb(first) or self.word(first) in self.language.words.conjunction):
            first += 1
        return first, last

    def after(self, at: int) -> tuple[int, int]:
        """The noun phrase that begins at token `at`, a short remark in brackets included."""
        first = at
        while first < len(self.tokens) and self.is_adverb(first):
            first += 1
        last = first
        while last < min(len(self.tokens), at + WIDE) and not self._ends(last, frozenset()):
            last = self.past_brackets(last + 1)
        return first, last

    def _opened(self, n: int) -> int:
        """Where a short remark in brackets begins that ends before token `n`; `n` itself if none does."""
        if n == 0 or self.word(n - 1) != ")":
            return n
        return next((k for k in range(n - 1, max(-1, n - 1 - BRACKETED), -1) if self.word(k) == "("), n)

    def past_brackets(self, n: int) -> int:
        """The token behind a short remark in brackets that begins at token `n`; `n` itself if none does."""
        if self.word(n) != "(":
            return n
        return next((k + 1 for k in range(n, n + BRACKETED) if self.word(k) == ")"), n)

    def _is_aside(self, n: int) -> bool:
        """A comma beside an adverb: "Russia, however, said"."""
        plain = self.language.words.auxiliary
        opens = self.word(n + 1) in plain and self.word(n + 2) == ","
        return n > 0 and self.word(n) == "," and (opens or (n > 1 and self.word(n - 1) in plain))

    def _ends(self, n: int, verbs: frozenset[int]) -> bool:
        token, words = self.tokens[n], self.language.words
        if token.kind == "word":
            return n in verbs or token.word in words.stop or token.word in words.who
        return token.word not in "’'&/" and not _is_name(token)

    def begins(self, at: int) -> int:
        """Where the adverbs before token `at` begin."""
        plain = self.language.words.auxiliary
        while at > 0 and self.is_word(at - 1) and self.is_adverb(at - 1):
            if self.is_when(at - 1) and self.word(at - 1) not in plain:
                break
            at -= 1
        return at

    def clause(self, at: int) -> int:
        """Where the words around token `at` begin, back to a mark."""
        while at > 0 and self.is_word(at - 1):
            at -= 1
        return at

    def is_cut(self, at: int) -> bool:
        """Whether a mark or a quotation ends the clause right before token `at` and its adverbs."""
        begin = self.begins(at)
        return begin > 0 and not self.is_word(begin - 1)

    def follows(self, at: int) -> bool:
        """Whether words that could have been said stand before token `at`, and end there."""
        if self.is_quote(at - 1):
            return True
        if at == 0 or self.word(at - 1) not in CLOSING:
            return False
        if any(self.is_quote(n) for n in range(at - 3, at)):
            return True
        return sum(token.kind == "word" for token in self.tokens[: at - 1]) >= LEAST

    def opens(self, at: int) -> bool:
        """Whether a clause or a quotation begins at token `at`, or after when and where it was said."""
        n = self.rest(at)
        if self.word(n) == ",":
            return self.word(n + 1) in self.language.that
        return self.is_quote(n) or self.word(n) == ":" or self.word(n) in self.language.that | self.language.words.about

    def is_title(self, n: int) -> bool:
        """Whether a quotation is the name of something: "the channel «Россия 1»"."""
        token = self.tokens[n]
        inner = self.text[token.start + 1 : token.end].lstrip()[:1]
        return _is_name(token) and (inner.isupper() or inner.isdigit())

    def resumes(self, at: int) -> int | None:
        """The rest of a quotation that a remark inside its marks cuts in two, where it stands behind the remark."""
        n = at
        while n < len(self.tokens) and self.tokens[n].kind == "point":
            n += 1
        return n if self.is_quote(n) and n > at and self.tokens[n].word[:1] not in OPENING else None

    def announces(self, at: int) -> bool:
        """Whether a colon and a quotation stand not far behind token `at`."""
        return any(self.word(n) == ":" and self.is_quote(n + 1) for n in range(at, at + NEAR))

    def is_done(self, at: int) -> bool:
        """Whether nothing that could have been said stands after token `at`."""
        n, words = self.rest(at), self.language.words
        if n >= len(self.tokens):
            return True
        if not self.is_word(n):
            behind = self.is_quote(n + 1) and not self.is_quote(at - 2)
            return (
                not behind
                and not self.is_quote(n)
                and self.word(n) != ":"
                and self.word(n + 1) not in self.language.that
            )
        return self.word(n) in (words.preposition | words.who | words.stop) - self.language.that - words.about

    def rest(self, at: int) -> int:
        """The token after when, where and to whom it was said, as they stand from token `at` on."""
        return max(at, self.at(self.told(at))) if 0 < at <= len(self.tokens) else at

    def told(self, at: int) -> int:
        """The position after when, where and, if the verb before token `at` takes it, to whom it was said."""
        takes = not self.language.bare or self.word(at - 1) in self.language.words.tells
        return self.skipped(self.tokens[at - 1].end, self.language.told if takes else self.language.placed)

    def skipped(self, position: int, pattern: re.Pattern[str]) -> int:
        """The position after all that the pattern matches from `position` on."""
        end = self.unit.end
        while True:
            at = position
            while at < end and self.text[at].isspace():
                at += 1
            match = pattern.match(self.text, at, end)
            if match is None or match.end() == at:
                return position
            position = match.end()


def _is_name(token: Token) -> bool:
    """Whether a quotation is a name or a term in a phrase rather than what somebody said."""
    return token.kind == "quote" and token.word.count(" ") < 3 and token.word[-2:-1].isalnum()
