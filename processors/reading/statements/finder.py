"""Who said what: speakers, their words, and whom they address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from detente.messages import Statement
from detente.profiles import Profile
from processors.reading.features import Reading
from processors.reading.names import Mention
from processors.reading.statements.addressee import Addressees
from processors.reading.statements.answers import answered
from processors.reading.statements.attributions import Attributions
from processors.reading.statements.bodies import Bodies
from processors.reading.statements.cast import Cast
from processors.reading.statements.extents import Extents
from processors.reading.statements.forms import Bases
from processors.reading.statements.language import language_of
from processors.reading.statements.nested import Worded, kept
from processors.reading.statements.present import Known
from processors.reading.statements.quotes import quotes
from processors.reading.statements.said import Said, continued, said
from processors.reading.statements.sentence import Sentence
from processors.reading.statements.shades import shade
from processors.reading.statements.units import units

LENGTH, MOST = 12_000, 60


class Statements:
    """Finds the statements of one profile; made once a process, used from one thread.

    text -> quotations -> sentences around them -> verbs of saying -> attributions (who, and on which side the words
    stand) -> extents (which words) -> what is nested goes -> class, addressee, what a denial answers
    """

    def __init__(self, profile: Profile) -> None:
        self._known = Known(profile, Bodies(profile), Bases())

    def find(self, reading: Reading, published: datetime | None) -> tuple[Statement, ...]:
        """In text order, each with the exact words and the sentence of the attribution.

        The title is read only where the text has none: else it repeats one of them.
        """
        date = published.date().isoformat() if published else None
        found = self._in(reading.text[:LENGTH], reading.mentions, date, reading.title_mentions)
        if not found and reading.title:
            found = self._in(reading.title, reading.title_mentions, date)
        return found

    def _in(
        self, text: str, mentions: Sequence[Mention], date: str | None, before: Sequence[Mention] = ()
    ) -> tuple[Statement, ...]:
        """`before`: who is named in the title above the text."""
        language = language_of(text)
        cast = Cast(text, mentions, self._known, language, date)
        cast.introduce(before)
        found: list[Said] = []
        for unit in units(text, quotes(text), MOST, language.verbs if language.cyrillic else ()):
            sentence = Sentence(text, unit, language)
            cast.meet(unit.start, unit.end)
            found += _of(sentence, cast, found)
        return answered([_statement(text, each) for each in found], language)


def _of(sentence: Sentence, cast: Cast, before: Sequence[Said]) -> list[Said]:
    """What is said in a sentence; if nothing is, whom it is about is whom "he" means next."""
    reader, extents, addressees = Attributions(sentence, cast), Extents(sentence, cast), Addressees(sentence, cast)
    by = reader.find()
    worded = ((each, extents.of(each, by[:n], by[n + 1 :])) for n, each in enumerate(by))
    outer = kept([Worded(each, extent) for each, extent in worded if extent is not None])
    every = (said(sentence, each, extent, addressees.of(each, extent)) for each, extent in outer)
    found = [each for each in every if each is not None] or ([] if by else continued(sentence, before))
    for one in found:
        cast.spoke(one.party)
    about = None if found else reader.focus()
    if about is not None and (not by or cast.is_person(about)):
        cast.focus(about)
    return found


def _statement(text: str, each: Said) -> Statement:
    words, unit = text[each.start : each.end], each.sentence.unit
    return Statement(
        speaker=each.party,
        verb=shade(each.verb.kind, words, each.sentence.language),
        kind=each.kind,
        words=words,
        addressee=each.addressee,
        sentence=text[unit.start : unit.end],
    )
