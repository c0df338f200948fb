"""Attributions of a sentence: the verb of saying, who says it, and on which side of it the words stand."""

from __future__ import annotations

from detente.messages import Party
from processors.reading.statements.according import According
from processors.reading.statements.attribution import Attribution
from processors.reading.statements.cast import Cast
from processors.reading.statements.distant import Distant
from processors.reading.statements.forms import stem
from processors.reading.statements.joint import Joint
from processors.reading.statements.named import NOBODY, Speaker
from processors.reading.statements.participles import Participles
from processors.reading.statements.sentence import Sentence
from processors.reading.statements.sides import Sides, speaks
from processors.reading.statements.speakers import Speakers
from processors.reading.statements.subjects import Agreeing, Subjects
from processors.reading.statements.verbs import Told, told

SEVERAL = ("military", "both", "police", "u.s.")
LEAD = 6
"""Tokens that may be a mere lead, its comma included."""

CITED = 8
"""Tokens of "quoted by the agency" that may stand before "as saying"."""

TURNED = 8
"""Words of an object that may stand before its verb."""

INFINITIVE = ("ть", "ти", "ться", "тись", "чь")
"""How a Russian verb ends that says what somebody proposes to do."""

PLACED = 4
"""Tokens of "in the White House" behind a verb."""


class Attributions:
    """Reads the attributions of one sentence; who speaks is in the cast's focus at once."""

    def __init__(self, sentence: Sentence, cast: Cast) -> None:
        self._sentence, self._cast = sentence, cast
        self._speakers = Speakers(sentence, cast)
        subjects = Subjects(sentence, cast)
        self._distant, self._joint = Distant(sentence, self._speakers, subjects), Joint(sentence, subjects)
        self._sides = Sides(sentence)
        self._participles = Participles(sentence, self._speakers)
        self._according = According(sentence, cast, self._speakers)
        self._language, self._words = sentence.language, sentence.language.words

    def find(self) -> list[Attribution]:
        """From left to right; those of media and of nobody named, too, because words end at them."""
        verbs = told(self._sentence)
        taken = frozenset(n for each in verbs for n in range(each.first, each.last))
        found: list[Attribution] = []
        for each in verbs:
            one = self._of(each, taken, found)
            if one is not None:
                found.append(self._heard(one))
                if isinstance(found[-1].speaker, Party):
                    self._cast.spoke(found[-1].speaker, takes_part=one.verb.kind != "says")
                else:
                    self._cast.leave(person=self._is_single(each))
        alone = not any(isinstance(each.speaker, Party) for each in found)
        according = map(self._heard, self._according.find(alone=alone))
        return sorted([*found, *according], key=lambda each: each.first)

    def focus(self) -> Party | None:
        """Whom the sentence is about."""
        return self._speakers.focus()

    def _heard(self, one: Attribution) -> Attribution:
        """What media only report, nobody says; but they speak who accuse, deny or promise in the same text."""
        if not isinstance(one.speaker, Party) or one.verb.kind != "says" or self._cast.takes_part(one.speaker):
            return one
        return one._replace(speaker=NOBODY) if self._language.is_media(one.speaker.name) else one

    def _of(self, each: Told, verbs: frozenset[int], found: list[Attribution]) -> Attribution | None:
        first, last = self._sentence.before(self._cited(each), verbs)
        if each.verb.participle:
            return self._participles.read(each, first, last, verbs, found)
        agreeing = self._agreeing(each)
        relative = self._distant.relative(first, last)
        subject = relative or self._speakers.subject(first, last, agreeing)
        as_ = self._sentence.word(last - 1) in self._words.as_
        listed = self._distant.listed(first - 1) if first == last else None
        if listed is not None:
            return self._sides.placed(each, *listed)
        if subject is None or as_:
            turned = self._turned(each, first, last, agreeing) if subject is None else None
            beyond = self._inverted(each, agreeing) or turned
            if beyond is not None:
                return beyond
        if not self._agrees(each, first, last) or self._is_passed(each, first, agreeing):
            return None
        if self._is_passed_on(first, last, found):
            subject = NOBODY
        speaker, start = (
            self._near(first, last, subject) if subject is not None else self._far(each, first, last, found)
        )
        return self._sides.placed(each, speaker, start) if speaker is not None else None

    def _near(self, first: int, last: int, subject: Speaker) -> tuple[Speaker | None, int]:
        """Who of several speaks first, and where that begins; else the subject, behind a conjunction."""
        words = self._words
        start = next((n + 1 for n in range(last - 1, first - 1, -1) if self._is_conjunction(n)), first)
        start = first if self._sentence.word(start) in words.own else start
        if self._language.bare and self._sentence.word(last - 1) in words.he | words.she | words.it | words.they:
            return subject, last - 1
        return self._joint.first(first, last, subject) or (subject, start)

    def _is_single(self, each: Told) -> bool:
        """Whether one unnamed person spoke, whom the text may call "he": "the official said"."""
        before = self._sentence.word(self._sentence.before(each.first)[1] - 1)
        return before in self._language.parties.single

    def _is_passed_on(self, first: int, last: int, found: list[Attribution]) -> bool:
        """Whether "he" is whoever somebody unnamed speaks of: "an aide said he maintained"."""
        he = first + 1 == last and self._sentence.word(first) in self._words.he | self._words.she
        return he and bool(found) and found[-1].speaker is NOBODY and first - found[-1].last <= 1

    def _cited(self, each: Told) -> int:
        """Where the subject ends: before "was quoted by the agency as saying", else right before the verb."""
        sentence, words = self._sentence, self._words
        if sentence.word(each.first) not in words.as_:
            return each.first
        near = range(each.first - 1, max(0, each.first - CITED), -1)
        at = next((n for n in near if sentence.word(n) in words.cites), 0)
        return at - 1 if at > 0 and sentence.word(at - 1) in words.passive else each.first

    def _is_conjunction(self, n: int) -> bool:
        return self._sentence.word(n) in self._words.conjunction

    def _agreeing(self, each: Told) -> Agreeing:
        word, words = self._sentence.word(each.first), self._words
        plural = any(self._sentence.word(n).endswith(tuple(words.plural)) for n in range(each.first, each.last))
        feminine = word.endswith(tuple(words.feminine)) if words.feminine else None
        tells = feminine or word.endswith(("л", "лся", "в"))
        return Agreeing(bool(words.plural) and plural, feminine if tells else None)

    def _agrees(self, each: Told, first: int, last: int) -> bool:
        """Whether a base form of an English verb has the plural that it needs."""
        if not each.verb.plural or (first == last and self._sentence.word(first - 1) in self._words.who):
            return True
        words, end = self._sentence.words(first - 1, last), self._sentence.word(last - 1)
        joint = "and" in words and first < last and self._sentence.is_capital(last - 1)
        joint = joint or (self._sentence.is_capital(first) and "and" in self._sentence.words(first, last))
        return first < last and (end.endswith("s") or joint or end in SEVERAL)

    def _is_passed(self, each: Told, first: int, agreeing: Agreeing) -> bool:
        """Whether "in the US they note the day" says nothing: in a place, of nothing that could have been said."""
        told = each.verb.frame != "act" and each.verb.kind == "says" and not self._sentence.opens(each.last)
        if not agreeing.plural or self._language.bare or not told:
            return False
        placed = self._sentence.word(0) in self._words.at if first == 0 else False
        return placed or self._sentence.word(first - 1) in self._words.who | self._words.at

    def _inverted(self, each: Told, agreeing: Agreeing) -> Attribution | None:
        """The speaker after the verb: ", said Peskov", "as the Kremlin said", «...», — заявил министр."""
        sentence = self._sentence
        if not speaks(each.verb) or sentence.word(each.first) in self._words.tells:
            return None
        as_ = sentence.word(each.first - 1) in self._words.as_
        begin = each.first - 1 if as_ else sentence.begins(each.first)
        if not as_ and (not sentence.is_cut(each.first) or (self._language.bare and begin < each.first)):
            return None
        spoken = self._behind(each.last, agreeing)
        if spoken is None:
            return None
        follows = sentence.follows(begin) and not self._is_short(begin, spoken[1])
        if not follows and not as_ and sentence.word(spoken[1]) != ",":
            return None
        return Attribution(
            each.verb, each.first, spoken[0], begin, spoken[1], "before" if follows else "after", True, not follows
        )

    def _is_short(self, begin: int, until: int) -> bool:
        """Whether only "В то же время, " stands before a remark that the words follow."""
        sentence, words = self._sentence, self._words
        leads = sentence.word(0) in words.preposition | words.lead and begin <= LEAD and not sentence.is_quote(0)
        return not self._language.bare and leads and sentence.word(until) == "," and sentence.rest(until) == until

    def _behind(self, at: int, agreeing: Agreeing) -> tuple[Speaker, int] | None:
        """(whom the phrase after a verb means, the token after it); a list in a title may have a comma."""
        sentence = self._sentence
        first, last = sentence.after(at)
        if first >= last or (self._language.bare and first > at):
            return None
        titled = None
        if not self._language.bare and sentence.word(last) == ",":
            titled = self._speakers.titled(first, last, sentence.after(last + 1)[1], agreeing)
        return titled or self._speakers.inverted(first, last, agreeing)

    def _turned(self, each: Told, first: int, last: int, agreeing: Agreeing) -> Attribution | None:
        """The object before the verb and the speaker after it, as Russian order allows."""
        turns = each.verb.kind in ("confirms", "denies", "accuses", "demands") and not self._language.bare
        begin, end = self._sentence.after(each.last)
        if not turns or not first < last <= first + TURNED or begin >= end:
            return None
        if each.verb.kind == "demands" and not self._sentence.word(0).endswith(INFINITIVE):
            return None
        spoken = self._speakers.inverted(begin, min(end, begin + TURNED), agreeing)
        if spoken is not None and self._sentence.word(begin) in self._words.preposition:
            placed = (
                self._sentence.is_capital(begin + 1) or stem(self._sentence.word(begin + 1)) in self._language.bodies
            )
            spoken = spoken if placed and spoken[1] <= begin + PLACED else None
        if spoken is None or not isinstance(spoken[0], Party) or self._sentence.is_word(spoken[1]):
            return None
        return Attribution(each.verb, each.first, spoken[0], each.first, spoken[1], "object", joined=True)

    def _far(self, each: Told, first: int, last: int, found: list[Attribution]) -> tuple[Speaker | None, int]:
        """The subject that does not stand right before the verb, and where its phrase begins."""
        if first < last and not self._sentence.words(first, last) & self._words.then:
            return self._distant.restricted(first), first
        if self._sentence.word(first - 1) in self._words.who:
            return self._distant.antecedent(first - 1), first
        if self._distant.is_inner(first - 1) and not self._agreeing(each).plural:
            return self._speakers.main(first - 2), first
        begin = self._sentence.begins(each.first)
        if self._sentence.word(begin - 1) in self._words.then and not self._agreeing(each).plural:
            return self._speakers.main(begin - 1), begin
        if self._distant.is_coordinate(begin, each.first):
            unreal = self._sentence.words(self._sentence.clause(begin), begin) & self._words.unreal
            if unreal or self._distant.is_nested(begin, each.first):
                return None, first
            return (found[-1].speaker if found else self._speakers.main(each.first)), begin
        if self._is_dropped(each, begin):
            return self._cast.person, begin
        if self._language.bare or self._sentence.opens(each.last):
            return self._distant.cut_off(first - 1, self._agreeing(each))
        return None, first

    def _is_dropped(self, each: Told, begin: int) -> bool:
        """Whether a Slavic verb stands without a subject: "Dodał, że", «...», — добавил."""
        sentence = self._sentence
        if not self._words.plural or not speaks(each.verb) or self._agreeing(each).plural:
            return False
        quoted = any(sentence.is_quote(n) for n in range(max(0, begin - 3), begin))
        ends = quoted and each.last >= len(sentence.tokens) - 1
        return ends or (begin == 0 and sentence.word(each.last) == "," and sentence.opens(each.last))
