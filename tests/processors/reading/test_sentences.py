"""Sentences as spans: where they end, and that none is without end."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.reading.article import ArticleReader, Input
from processors.reading.sentences import LONGEST, sentences

DEEDS = "Putin accused Trump and Rubio told Lavrov that " * 300


@pytest.mark.parametrize("text", [DEEDS, "a" * 11_000, "Putin said " + "A" * 7_000 + " to Trump"])
def test_what_has_no_full_stop_is_cut_between_words_and_nothing_of_it_is_lost(text: str) -> None:
    spans = sentences(text)
    assert max(end - start for start, end in spans) <= LONGEST
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")


@given(st.text(alphabet="Aaя .!?\n", max_size=9_000), st.one_of(st.none(), st.integers(1, 5)))
def test_spans_follow_each_other_and_hold_every_letter_up_to_the_last(text: str, most: int | None) -> None:
    spans = sentences(text, most)
    ends = [0, *(end for _, end in spans)]
    assert all(before <= start < end for before, (start, end) in zip(ends, spans, strict=False))
    assert all(not text[before:start].strip() for before, (start, _) in zip(ends, spans, strict=False))
    assert most is None or len(spans) <= most
    assert most is not None or not text[ends[-1] :].strip()


def test_a_page_of_one_sentence_with_hundreds_of_deeds_is_read_in_time() -> None:
    reader = ArticleReader("us-russia")
    began = process_time()
    reader.read(Input(title="Putin and Trump", text=DEEDS), full=True)
    assert process_time() - began < 4
