"""The two views of a reading that the model learns words from: its masked beginning, and the rows of its parties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from processors.reading.features import Reading
from processors.reading.names import Mention
from processors.relevance.clauses import Clauses, Mark
from processors.relevance.grams import hashed, letter_grams, word_grams
from processors.relevance.masking import words

START = 700
SENTENCE = 400
SENTENCES = 6
LEAD_VECTOR = 450
OPENING = 250


def start_view(reading: Reading, clauses: Clauses) -> dict[int, float]:
    """The title, twice, and the first 700 characters, with sides and third parties masked."""
    title = _masked(clauses, reading.title, reading.title_mentions, 0, len(reading.title))
    text = _masked(clauses, reading.text, reading.mentions, 0, START)
    grams: list[str] = []
    for tokens in (title, title, text):
        grams += [*word_grams(tokens, 2, "w"), *letter_grams(tokens, "w")]
    return hashed([*grams, *word_grams(title, 2, "t")])


def row_view(reading: Reading, clauses: Clauses) -> dict[int, float]:
    """The rows of the title and of the sentences that hold both sides, with the short words between."""
    row = ["T", *_row(clauses, reading.title, reading.title_mentions, 0, len(reading.title)), "|L"]
    units = _units(reading, clauses)
    for unit in units:
        row += ["|", *_row(clauses, *unit), "|"]
    return hashed(word_grams(row if units else [*row, "none"], 4, "s"))


def lead_text(reading: Reading, clauses: Clauses) -> str:
    """What the first vector is of: the title and the beginning, whoever is of a side named as the side.

    So "Ryabkov answers Rubio" and "Washington answers Moscow" are close, whatever the vectors know of names.
    """
    title = _called(clauses, reading.title, reading.title_mentions, len(reading.title))
    return f"{title}. {_called(clauses, reading.text, reading.mentions, LEAD_VECTOR)}".strip(". ")


def opening_text(reading: Reading) -> str:
    """What the second vector is of, by which topics and stories are told, too: title and beginning as they stand."""
    return f"{reading.title}. {reading.text[:OPENING]}".strip(". ")


def _units(reading: Reading, clauses: Clauses) -> list[tuple[str, Sequence[Mention], int, int]]:
    signs = {clauses.sign(each) for each in reading.title_mentions}
    found: list[tuple[str, Sequence[Mention], int, int]] = []
    if "12" in signs or {"1", "2"} <= signs:
        found.append((reading.title, reading.title_mentions, 0, len(reading.title)))
    for span in reading.pairs[:SENTENCES]:
        found.append((reading.text, reading.mentions, span.start, min(span.end, span.start + SENTENCE)))
    return found


def _masked(clauses: Clauses, text: str, mentions: Sequence[Mention], start: int, end: int) -> list[str]:
    """The tokens of `text[start:end]`, a party as its sign."""
    pieces: list[str] = []
    at = start
    for mark in _apart_from(clauses.marks(text, mentions, start, end), start):
        pieces += (text[at : mark.start], _shown(text, mark))
        at = mark.end
    return words("".join([*pieces, text[at:end] if at < end else ""]))


def _called(clauses: Clauses, text: str, mentions: Sequence[Mention], end: int) -> str:
    """`text[:end]` with each party called by its side, once where several of a side stand together."""
    pieces: list[str] = []
    at, before = 0, ""
    parties = [mark for mark in clauses.marks(text, mentions, 0, end) if mark.sign in clauses.called]
    for mark in _apart_from(parties, 0):
        between = text[at : mark.start]
        if mark.sign != before or between.strip(" ,"):
            pieces += (between, clauses.called[mark.sign])
        at, before = mark.end, mark.sign
    return " ".join("".join([*pieces, text[at:end] if at < end else ""]).split())


def _shown(text: str, mark: Mark) -> str:
    return text[mark.start : mark.end] if mark.sign in "+-" else f" ⟨{mark.sign}⟩ "


def _row(clauses: Clauses, text: str, mentions: Sequence[Mention], start: int, end: int) -> list[str]:
    """The signs of `text[start:end]`, and before each the short word that leads to it, or _ for a long one."""
    row: list[str] = []
    at = start
    for mark in _apart_from(clauses.marks(text, mentions, start, end), start):
        between = words(text[at : mark.start])
        if between:
            row.append("_" if len(between[-1]) > 4 else between[-1])
        row.append(mark.sign)
        at = mark.end
    return row


def _apart_from(marks: Sequence[Mark], start: int) -> Iterator[Mark]:
    """Those marks that do not begin inside the one before."""
    at = start
    for mark in marks:
        if mark.start >= at:
            yield mark
            at = mark.end
