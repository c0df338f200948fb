"""Whatever the text: words and sentence are exact pieces of it, nothing crashes, and time grows with the length."""

from __future__ import annotations

from itertools import pairwise, product
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.messages import Statement
from detente.profiles import load
from processors.reading.features import Reader
from processors.reading.statements import Statements
from processors.reading.statements.quotes import quotes
from processors.reading.statements.units import units

PROFILE = load("us-russia")
READER, STATEMENTS = Reader(PROFILE), Statements(PROFILE)
PIECES = st.sampled_from(
    [
        "Putin", "Dmitry Peskov", "Песков", "Путина", "the Kremlin", "в Кремле", "США", "Moscow", "he", "она", "it",
        "Angela Merkel", "Reuters", "officials", "said", "says", "заявил", "сообщили", "told", "denied", "опроверг",
        "accused", "обвинил", "declined to comment", "отказался комментировать", "saying", "отметив", "that", "что",
        "according to", "по словам", "как", "who", "который", "something", "and", "но", "not", "не", "would",
        "on Monday", "в понедельник", "“", "”", "«", "»", "„", '"', "'", "‘", "’", ",", ".", ":", ";", "—", "-", "!",
        "(", ")", "\n", "the talks were useful", "переговоры полезны", "İ", "ß",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=60).map(" ".join),
    st.lists(PIECES, max_size=60).map("".join),
    st.text(alphabet=st.sampled_from("“”«»„‘’\"' \n.,—-:аяAz0İ"), max_size=200),
    st.text(max_size=120),
)


def found(text: str, title: str = "") -> tuple[Statement, ...]:
    return STATEMENTS.find(READER.read(title, text), None)


@given(TEXTS, TEXTS)
@settings(max_examples=300, deadline=None)
def test_words_and_sentence_are_exact_pieces_and_the_words_are_not_empty(text: str, title: str) -> None:
    for each in found(text, title):
        source = text if each.sentence in text and each.words in text else title
        assert each.words in source
        assert each.sentence in source
        assert each.words.strip()
        assert each.speaker.name
        assert each.kind in ("direct", "reported", "mixed")


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_a_denial_answers_only_the_words_of_another_speaker_in_the_text(text: str) -> None:
    statements = found(text)
    for each in statements:
        if each.answers is not None:
            assert each.verb == "denies"
            assert any(other.words == each.answers and other.speaker != each.speaker for other in statements)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_quotations_do_not_overlap_and_no_unit_cuts_one(text: str) -> None:
    spans = sorted(quotes(text))
    assert all(a.end <= b.start for a, b in pairwise(spans))
    for quote, unit in product(spans, units(text, spans, 100)):
        assert unit.end <= quote.start or quote.end <= unit.start or unit.start <= quote.start < quote.end <= unit.end


def test_a_long_quotation_in_a_longer_sentence_stays_whole() -> None:
    text = f'{"Moscow and " * 100}Peskov said: "{"we are ready " * 190}", {"and Washington " * 200}'
    spans = quotes(text)
    assert [each.end - each.start > 2_400 for each in spans] == [True]
    assert any(unit.start <= spans[0].start and spans[0].end <= unit.end for unit in units(text, spans, 100))


@pytest.mark.parametrize("piece", ['"', "«", "“", "«»", "' ", "said ", "Putin said, ", "Песков заявил, что «", ", — "])
def test_time_grows_no_faster_than_a_hostile_text(piece: str) -> None:
    def seconds(size: int) -> float:
        reading = READER.read("", (piece * size)[:size])
        began = process_time()
        STATEMENTS.find(reading, None)
        return process_time() - began

    seconds(1_000)
    assert seconds(100_000) < 40 * max(seconds(10_000), 0.02)


@pytest.mark.parametrize("end", ["Ваши", "Ваш", "Они", "Он"])
def test_a_sentence_may_end_at_a_pronoun(end: str) -> None:
    assert len(found(f"Замглавы МИД РФ Рябков, комментируя слова Трампа, рассказал о «сигналах» {end}")) <= 1
