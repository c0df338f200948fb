"""Which tokens of a sentence are the words of each attribution."""

from __future__ import annotations

from collections.abc import Sequence

from processors.reading.statements.attribution import Attribution
from processors.reading.statements.cast import Cast
from processors.reading.statements.ends import Ends
from processors.reading.statements.objects import TIMES, Objects
from processors.reading.statements.sentence import Sentence

Extent = tuple[int, int]
"""Tokens, the last exclusive."""

DASHES = ("-", "–", "—")
LOOSE = frozenset((",", ".", ":", ";", "-", "–", "—", "!", "?", "…"))
CLAUSES = ("says", "confirms", "warns", "promises")
ASKED = 10
"""Words of whom somebody asks that may stand before "if"."""

ADDS = "says"
"""The class of what is said along with other words of the same statement: "..., adding that"."""

WHOLE = 4
"""Words from which on a quotation with a capital is not a part of the sentence around it."""


class Extents:
    """The words of the attributions of one sentence."""

    def __init__(self, sentence: Sentence, cast: Cast) -> None:
        self._sentence, self._cast, self._objects = sentence, cast, Objects(sentence)
        self._ends = Ends(sentence)
        self._language, self._words = sentence.language, sentence.language.words

    def of(self, each: Attribution, before: Sequence[Attribution], after: Sequence[Attribution]) -> Extent | None:
        """The words of an attribution that stands between others; None where there are none."""
        after = [*(one for one in before if one.verb_at > each.verb_at), *after]
        if each.side == "refusal":
            extent: Extent | None = (each.verb_at, self._ends.of(each, after))
        elif each.side == "object":
            extent = self._object(each)
        elif each.side == "which":
            extent = self._pointed(each)
        elif each.side == "before":
            extent = self._before(each, before, after)
        else:
            extent = self._after(each, after)
        return self._trimmed(*extent) if extent is not None else None

    def _trimmed(self, first: int, last: int) -> Extent | None:
        """Without the marks and conjunctions around."""
        loose = LOOSE | self._words.conjunction | self._words.contrast
        while first < last and self._sentence.word(first) in loose:
            first += 1
        while last > first and self._sentence.word(last - 1) in loose:
            last -= 1
        return (first, last) if first < last else None

    def _after(self, each: Attribution, after: Sequence[Attribution]) -> Extent | None:
        """The clause, the quotation or the object after a verb."""
        sentence, end = self._sentence, self._ends.of(each, after)
        first = max(each.last, sentence.at(self._told(each)))
        what = each.verb.frame == "speech" and sentence.word(each.first - 1) in self._words.what
        if what and sentence.word(first) in self._words.verbal:
            return first + 1, end
        that = None if each.wide else self._that(each, first, end)
        if that == first and each.verb.frame == "act" and sentence.word(that + 1) in self._words.preposition:
            return None
        if that is not None and self._is_opened(each, first, that):
            return that + (sentence.word(that) not in self._language.kept), end
        quote = self._announced(each, first, end)
        if quote is not None:
            return quote, end
        if each.verb.frame == "that" or self._is_idle(each, first):
            return None
        if self._adds(each, first):
            return None
        asked = next((n for n in range(first, min(first + 25, end)) if self._asks(n, first)), None)
        if asked is not None and each.verb.kind == "other":
            return asked, end
        clause = each.verb.frame == "speech" and each.verb.kind in CLAUSES and self._language.bare
        return first, end if clause or each.wide else self._objects.end(each, first, end)

    def _is_opened(self, each: Attribution, first: int, that: int) -> bool:
        """Whether a conjunction opens the words: right behind the verb, where it was said, or who was told it."""
        sentence = self._sentence
        says = self._language.bare and each.verb.frame == "speech" and each.verb.kind == "says"
        placed = says and sentence.word(first) in self._words.preposition
        return placed or that == first or sentence.word(that - 1) == "," or self._tells(each, that)

    def _announced(self, each: Attribution, first: int, end: int) -> int | None:
        """The quotation that a colon announces, or that a comma does where the verb needs a conjunction."""
        sentence = self._sentence
        if each.verb.frame == "that" and sentence.word(first) == "," and sentence.is_quote(first + 1):
            return first + 1
        near = range(first, min(first + 12, end - 1))
        return next((n + 1 for n in near if sentence.word(n) == ":" and sentence.is_quote(n + 1)), None)

    def _is_idle(self, each: Attribution, first: int) -> bool:
        """Whether a verb of saying has no words: "he testified to the panel on Monday"."""
        tells = self._language.bare and (
            self._sentence.word(each.verb_at) in self._words.tells or each.verb.frame == "act"
        )
        return each.verb.kind == "says" and not each.wide and not tells and self._is_placed(first)

    def _adds(self, each: Attribution, first: int) -> bool:
        """Whether a thing follows a verb that may mean a deed: "recalled its envoy", "called a vote"."""
        sentence, words = self._sentence, self._words
        verb, article = sentence.word(each.verb_at), words.article & words.indefinite
        convenes = verb in words.convenes and each.last == each.verb_at + 1 and sentence.word(first) in article
        if convenes:
            return not any(sentence.is_quote(n) for n in range(first, len(sentence.tokens)))
        return verb in words.adds and sentence.word(first) in words.article and not self._is_clause(first)

    def _that(self, each: Attribution, first: int, end: int) -> int | None:
        """The conjunction that opens the words; behind a quotation or an object it belongs to them."""
        near = 2 if each.verb.frame == "act" and not self._language.bare else 9
        for n in range(first, min(first + near, end)):
            if self._sentence.word(n) in self._language.that:
                return n
            if self._sentence.is_quote(n) and not self._language.bare and not self._sentence.is_title(n):
                return None
        return None

    def _asks(self, n: int, first: int) -> bool:
        """Whether "whether" stands there, or "if" so near that it is no condition."""
        return self._sentence.word(n) in self._words.asks and (n < first + ASKED or self._sentence.word(n) != "if")

    def _is_placed(self, first: int) -> bool:
        """Whether only a place follows where words had to: "he told it in Athens", "об этом он сказал в Афинах"."""
        words = self._words
        if not self._language.bare and any(self._sentence.word(n) in words.this for n in range(first)):
            return not self._sentence.is_quote(first) and self._sentence.word(first) not in (":", *words.about)
        placed = self._sentence.word(first) in (words.preposition | TIMES) - words.about
        return placed and not (self._language.bare and self._is_clause(first))

    def _is_clause(self, first: int) -> bool:
        """Whether words that begin with a preposition have a verb or a quotation: "said about 300 had left"."""
        sentence, verbs = self._sentence, self._words.verbal
        end = next((n for n in range(first, len(sentence.tokens)) if sentence.word(n) == ","), len(sentence.tokens))
        until = next((n for n in range(first, len(sentence.tokens)) if self._is_said(n)), len(sentence.tokens))
        quoted = any(sentence.is_quote(n) for n in range(first, until))
        return quoted or sentence.word(first + 1)[:1].isdigit() or bool(sentence.words(first, end) & verbs)

    def _is_said(self, n: int) -> bool:
        """Whether a participle of saying begins a clause: "wrote to Moss, asking him"."""
        return self._sentence.word(n - 1) == "," and self._objects.is_saying(self._sentence.word(n))

    def _told(self, each: Attribution) -> int:
        """The position after when, where and to whom it was said."""
        start = position = self._sentence.tokens[each.last - 1].end
        if not self._language.bare and each.verb.kind in ("promises", "demands"):
            return position
        if self._language.bare and each.verb.kind == "says" and self._sentence.word(each.verb_at) in self._words.tells:
            for one in self._cast.named(position, self._sentence.unit.end)[:2]:
                position = one.end if one.start - position < 6 else position
        if each.verb.frame == "act":
            return self._sentence.skipped(position, self._language.when)
        return (
            max(position, self._sentence.told(each.last))
            if position == start
            else self._sentence.skipped(position, self._language.placed)
        )

    def _tells(self, each: Attribution, that: int) -> bool:
        """Whether what stands between the verb and "that" is who was told, or "the view that"."""
        if self._sentence.word(that - 1) in self._language.verbs and self._language.bare:
            return False
        if (
            self._sentence.word(each.verb_at) in self._words.tells
            or self._sentence.word(each.last) in self._words.toward
        ):
            return that - each.last <= 8
        noun = self._sentence.word(that + 1) not in self._words.verbal
        return noun and that - each.last <= 5 and self._sentence.word(each.last) in self._words.article

    def _before(self, each: Attribution, before: Sequence[Attribution], after: Sequence[Attribution]) -> Extent:
        """The clause or the quotation before an attribution, with what goes on after it."""
        sentence = self._sentence
        if sentence.word(0) in DASHES and sentence.word(each.first - 1) in DASHES:
            end = self._ends.of(each, after)
            resumed = any(sentence.word(n) in DASHES for n in range(each.last, end))
            return 1, end if resumed else each.first - 1
        more = self._more(each, after)
        quote = self._last_quote(each.first)
        if quote is None:
            return max((one.last for one in before if one.side == "before"), default=0), more or each.first
        first = quote
        while first > 1 and sentence.is_quote(first - 1):
            first -= 1
        return first, more or quote + 1

    def _last_quote(self, before: int) -> int | None:
        """The whole quotation that ends right before a token."""
        n = before - 1
        while n >= 0 and self._sentence.tokens[n].kind == "point":
            n -= 1
        if not self._sentence.is_quote(n) or self._sentence.is_word(n - 1):
            return None
        inner = self._sentence.word(n)[1:].lstrip("….([ ")
        whole = inner[:1].isupper() and len(inner.split()) >= WHOLE
        return n if whole or n == 0 or self._sentence.word(n - 1) == ":" else None

    def _object(self, each: Attribution) -> Extent:
        """The object before a verb, behind the speaker if that stands there, too."""
        first, last = self._sentence.before(each.verb_at)
        if each.verb.kind == "demands":
            return 0, last
        tokens = self._sentence.tokens
        named = self._cast.named(tokens[first].start, tokens[last - 1].end) if first < last else []
        own = [one for one in named if one.party == each.speaker and self._sentence.at(one.start) <= first + 1]
        return (self._sentence.at(own[0].end), last) if own else (first, last)

    def _more(self, each: Attribution, after: Sequence[Attribution]) -> int | None:
        """Where words end that go on after an inserted attribution; None if they do not."""
        sentence, end = self._sentence, self._ends.of(each, after)
        first = sentence.rest(each.last)
        if any(self._is_added(n) for n in range(first + 1, end)):
            return end
        again = sentence.resumes(first)
        if again is not None:
            return again + 1
        if end - first < 2 or sentence.word(first) != ",":
            return None
        quote = next((n for n in range(first + 1, min(first + 6, end)) if sentence.is_quote(n)), None)
        if quote is not None:
            return quote + 1
        goes_on = sentence.word(first + 1) in self._words.conjunction and end - first > WHOLE
        goes_on = goes_on or self._is_inserted(each, first)
        return end if goes_on or (each.aside and sentence.word(first + 1) not in self._words.who) else None

    def _is_inserted(self, each: Attribution, comma: int) -> bool:
        """Whether commas on both sides hold an attribution inside its words: "Once we vote, he said, it will pass"."""
        sentence, words = self._sentence, self._words
        plain = self._language.bare and each.verb_at == each.last - 1 and sentence.word(each.first - 1) == ","
        after = sentence.word(comma + 1)
        loose = words.who | words.stop | words.as_ | words.lead | words.preposition | words.conjunction
        return plain and sentence.is_word(comma + 1) and after not in loose and not after.endswith(("ing", "ed"))

    def _is_added(self, n: int) -> bool:
        """Whether a participle of saying follows a comma: "..., adding that", not "..., without elaborating"."""
        before = self._sentence.word(n - 1)
        if "," not in (before, self._sentence.word(n - 2)) or before in self._words.preposition:
            return False
        return self._objects.is_saying(self._sentence.word(n), ADDS)

    def _pointed(self, each: Attribution) -> Extent:
        """What "something X denies" points at: the end of the clause before."""
        sentence, last = self._sentence, each.first
        back = self._words.which | self._language.that
        while last > 0 and (not sentence.is_word(last - 1) or sentence.word(last - 1) in back):
            last -= 1
        first = last
        while first > 0 and sentence.is_word(first - 1) and sentence.word(first - 1) not in self._words.noun_before:
            first -= 1
        return first, last
