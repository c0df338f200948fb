"""The events of a text: its title and sentences read one after the other, each in the light of the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice, zip_longest
from typing import NamedTuple

from detente.messages import Event, Valence
from detente.profiles import Profile
from processors.reading.events.cases import Cases
from processors.reading.events.cast import Context
from processors.reading.events.coding import Coding, Found
from processors.reading.events.grammar import Grammar
from processors.reading.events.valence import valence_of, worded
from processors.reading.features import Reading, within
from processors.reading.language import language
from processors.reading.names import Mention

FIRST = 600
"""Characters by which the language is told."""


LEAD = 3
"""The pieces of title and lead."""


class Piece(NamedTuple):
    """The title or a sentence, its mentions, and where it begins in what they point into. The title is number -1."""

    number: int
    text: str
    mentions: Sequence[Mention]
    start: int


class Events:
    """Finds the events of one profile; made once a process, used from one thread."""

    def __init__(self, profile: Profile) -> None:
        cases = Cases(profile)
        self._types, self._weights = profile.events.types, profile.events.valence
        self._grammars = {lang: Grammar(profile, lang, cases) for lang in profile.events.words}
        self._coding = Coding(profile)

    def find(self, reading: Reading, published: datetime | None, *, about_relation: bool = True) -> tuple[Event, ...]:
        """Each (type, direction, happening) once, in text order; `published` dates who holds an office.

        Only where the text is `about_relation`, a side that nobody names may be understood.
        """
        grammar = self._grammar(reading)
        if grammar is None:
            return ()
        found = [each for each in _told(grammar, reading) if each.cast.sure > 1 or about_relation]
        events = self._coding.events(found, published)
        if events or not about_relation:
            return events
        return self._coding.events(list(_spoken_of(grammar, reading)), published)

    def valence(self, reading: Reading, events: Sequence[Event]) -> Valence:
        """The valence that these events and the words of the title, else of the first sentence, make."""
        grammar = self._grammar(reading)
        title = next(_pieces(reading), None)
        if grammar is None or title is None:
            return valence_of([], events, "", reading.text, self._weights)
        row = grammar.rows.row(title.text, title.mentions, title.start)
        return valence_of(worded(row, self._types), events, title.text, reading.text, self._weights)

    def _grammar(self, reading: Reading) -> Grammar | None:
        """That of the text's language; of a language without one, that of the language it most looks like."""
        text = f"{reading.title}\n{reading.text[:FIRST]}"
        found = self._grammars.get(language(text) or "")
        return found or self._grammars.get("ru" if any("а" <= letter <= "я" for letter in text) else "en")


def _told(grammar: Grammar, reading: Reading) -> Iterator[Found]:
    context = Context()
    pieces = [(each, grammar.rows.row(each.text, each.mentions, each.start)) for each in _pieces(reading)]
    for (piece, row), following in zip_longest(pieces, [row for _, row in pieces[1:]]):
        if row.parties or context.speaker or context.pair:
            told = context._replace(reporter=following and grammar.reporter(following))
            yield from grammar.told(row, told, piece.number, piece.start if piece.number >= 0 else 0)
        context = grammar.after(row, context)


def _spoken_of(grammar: Grammar, reading: Reading) -> Iterator[Found]:
    """What is said of the other side in title and lead of a text without any deed."""
    for piece in islice(_pieces(reading), LEAD):
        row = grammar.rows.row(piece.text, piece.mentions, piece.start)
        yield from grammar.spoken_of(row, piece.number, max(piece.number, 0) and piece.start)


def _pieces(reading: Reading) -> Iterator[Piece]:
    if reading.title:
        yield Piece(-1, reading.title, reading.title_mentions, 0)
    for number, span in enumerate(reading.sentences):
        yield Piece(number, reading.text[span.start : span.end], within(reading.mentions, span), span.start)
