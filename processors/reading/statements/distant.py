"""Subjects that do not stand right before their verb: of relative clauses, coordinate verbs and appositions."""

from __future__ import annotations

from processors.reading.statements.joint import Joint
from processors.reading.statements.named import Named, Speaker
from processors.reading.statements.sentence import Sentence
from processors.reading.statements.speakers import Speakers
from processors.reading.statements.subjects import Agreeing, Subjects

OPENING = (",", "(", "—", "–", "-")
CLOSING = (",", ")", "—", "–", "-")
DASHES = ("—", "–", "-")
APPOSED = 20
"""Tokens of an apposition that ends with a name."""

LONG = 80
"""Tokens of a list between dashes."""

PERFECT = frozenset(("had", "have"))


class Distant:
    """The distant subjects of one sentence."""

    def __init__(self, sentence: Sentence, speakers: Speakers, subjects: Subjects) -> None:
        self._sentence, self._speakers, self._subjects = sentence, speakers, subjects
        self._joint, self._words = Joint(sentence, subjects), sentence.language.words

    def restricted(self, first: int) -> Speaker | None:
        """ "The lawyer who met him said": the phrase before "who", where no comma stands."""
        if self._sentence.word(first - 1) in self._words.who and self._sentence.is_word(first - 2):
            return self.antecedent(first - 1)
        return None

    def relative(self, first: int, last: int) -> Speaker | None:
        """ "Который в интервью заявил": the phrase before "который", where only when and where stand between."""
        placed = first < last and self._sentence.word(first) in self._words.preposition
        if self._sentence.language.bare or not placed or self._sentence.word(first - 1) not in self._words.who:
            return None
        return self.antecedent(first - 1)

    def antecedent(self, who: int) -> Speaker | None:
        """Whom a relative pronoun stands for: who is named right before it."""
        at = who - 1
        while at >= 0 and (
            self._sentence.tokens[at].kind == "point" or self._sentence.word(at) in self._words.preposition
        ):
            at -= 1
        return self._speakers.subject(*self._sentence.before(at + 1), case=False) if at >= 0 else None

    def is_inner(self, pronoun: int) -> bool:
        """Whether a relative clause without a subject begins: "letters, in which [he] said"."""
        prepositions, stop = self._words.preposition, self._words.stop - self._sentence.language.that
        pair = self._sentence.word(pronoun - 1) in prepositions and self._sentence.word(pronoun) in stop
        return pair and not self._sentence.language.bare

    def is_coordinate(self, begin: int, verb: int) -> bool:
        """Whether a verb with its adverbs follows a conjunction: "..., and later called for"."""
        conjunctions = self._words.conjunction
        return self._sentence.word(begin - 1) in conjunctions or (
            begin < verb and self._sentence.word(begin) in conjunctions
        )

    def is_nested(self, begin: int, verb: int) -> bool:
        """Whether the verb goes on with what was said: "said he had met her and had told her"."""
        return self._sentence.language.bare and bool(self._sentence.words(begin, verb) & PERFECT)

    def cut_off(self, comma: int, agreeing: Agreeing) -> tuple[Speaker | None, int]:
        """The subject before an apposition, and where it begins: "Krebs, an official at the department, told"."""
        if self._sentence.word(comma) not in CLOSING:
            return None, comma + 1
        closing = comma
        for opening in range(comma - 1, 0, -1):
            if self._sentence.word(opening) not in (OPENING if self._sentence.word(closing) not in DASHES else DASHES):
                continue
            cites = self._sentence.word(opening + 1) in self._words.cites
            alone = self._subjects.alone(opening + 1 + cites, closing)
            first, last = self._sentence.before(opening)
            alone = alone or self._appositive(first, last, opening + 1, closing)
            if alone is not None:
                return alone, first
            speaker = self._speakers.subject(first, last, agreeing)
            if speaker is not None or first == 0:
                return speaker, first
            closing = opening
        return None, comma + 1

    def _appositive(self, first: int, last: int, opening: int, closing: int) -> Speaker | None:
        """Who is named at the end of an apposition, behind titles, if nobody is before: "her lawyer, judge Moss,"."""
        named = self._subjects.named(opening, closing) if opening < closing <= opening + APPOSED else []
        if not named or named[-1].kind != "person" or named[-1].loose or self._has_person(first, last):
            return None
        one, words = named[-1], self._words
        joint = self._joint.first(opening, closing, one.party)
        if joint is not None:
            return joint[0]
        before = range(opening, self._sentence.at(one.start))
        moved = any(
            self._sentence.word(n).endswith("ing") or self._sentence.word(n) in words.who | words.stop for n in before
        )
        ends = self._sentence.at(one.end) >= closing
        return one.party if ends and not moved and self._subjects.is_subject(one, opening) else None

    def _has_person(self, first: int, last: int) -> bool:
        """Whether a person is named there, who is not just the one whose lawyer speaks."""
        named = self._subjects.named(first, last) if first < last else []
        return any(each.kind == "person" and not self._owns(each) for each in named)

    def _owns(self, each: Named) -> bool:
        return self._sentence.text.startswith(("'s", "’s"), each.end)

    def listed(self, closing: int) -> tuple[Speaker, int] | None:
        """Who is named between dashes before a verb as one of those who speak, and where the dash stands."""
        dashed = self._sentence.word(closing) in DASHES
        back = range(closing - 1, max(0, closing - LONG), -1) if dashed else ()
        opening = next((n for n in back if self._sentence.word(n) in DASHES), closing)
        speaker = self._included(opening + 1, closing)
        return (speaker, opening) if speaker is not None else None

    def _included(self, first: int, last: int) -> Speaker | None:
        """The first person of "a handful of senators — including Finch of Ohio and Moss of Maine —"."""
        if self._sentence.word(first) not in self._words.including or first >= last:
            return None
        people = (each.party for each in self._subjects.named(first, last) if each.kind == "person" and not each.loose)
        return next(people, None)
