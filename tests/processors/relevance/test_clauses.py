"""The row of parties and deeds says who acts on whom."""

from __future__ import annotations

import pytest

from detente.profiles import load
from processors.reading.features import Reader
from processors.relevance.clauses import Clauses, acts, nearest
from processors.relevance.figures import figures
from processors.relevance.grams import BITS, hashed, letter_grams, word_grams
from processors.relevance.masking import words
from processors.relevance.scorer import clauses_of
from processors.relevance.views import OPENING, lead_text, opening_text, row_view, start_view

PROFILE = load("us-russia")
READER = Reader(PROFILE)
CLAUSES = clauses_of(PROFILE)


def row_of(text: str, clauses: Clauses = CLAUSES) -> str:
    reading = READER.read(text, "")
    return " ".join(mark.sign for mark in clauses.marks(text, reading.title_mentions, 0, len(text)))


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("US sanctions Russia", "1 - 2"),
        ("Russia warned Turkey over the US", "2 - 3 1"),
        ("США ввели санкции против России", "1 - 2"),
        ("Moskau kritisiert die USA", "2 - 1"),
        ("The weather was fine", ""),
    ],
)
def test_a_row_keeps_the_order_of_parties_and_deeds(text: str, row: str) -> None:
    assert row_of(text) == row


def test_a_profile_without_third_parties_masks_none() -> None:
    assert row_of("Russia warned Turkey", Clauses(PROFILE)) == "2 -"


@pytest.mark.parametrize(
    ("text", "acting"),
    [("US sanctions Russia", True), ("Russia, US", False), ("US warns Turkey over Russia", False)],
)
def test_a_side_acts_on_the_other_only_without_a_third_between(text: str, acting: bool) -> None:
    reading = READER.read(text, "")
    assert acts(CLAUSES.marks(text, reading.title_mentions, 0, len(text))) is acting


def test_the_nearest_mentions_are_measured_in_characters() -> None:
    text = "US and Russia"
    reading = READER.read(text, "")
    assert nearest(CLAUSES.marks(text, reading.title_mentions, 0, len(text))) == len(" and ")
    assert nearest([]) == 1000


def test_a_name_of_a_side_leaves_no_trace_in_the_masked_beginning() -> None:
    one = READER.read("Putin calls Trump", "The Kremlin said Putin thanked Trump.")
    other = READER.read("Lavrov calls Biden", "The Kremlin said Lavrov thanked Biden.")
    assert start_view(one, CLAUSES) == start_view(other, CLAUSES)
    assert row_view(one, CLAUSES) == row_view(other, CLAUSES)


def test_who_acts_changes_the_row() -> None:
    one, other = READER.read("US warns Russia", ""), READER.read("Russia warns US", "")
    assert row_view(one, CLAUSES) != row_view(other, CLAUSES)


def test_the_first_vector_is_of_the_beginning_with_every_party_called_by_its_side() -> None:
    one = READER.read("Ryabkov answers Rubio", "The White House spoke in Warsaw.")
    other = READER.read("Moscow answers Washington", "The State Department spoke in Warsaw.")
    first, second = CLAUSES.called["1"], CLAUSES.called["2"]
    assert lead_text(one, CLAUSES) == f"{second} answers {first}. The {first} spoke in Warsaw"
    assert lead_text(one, CLAUSES) == lead_text(other, CLAUSES)


def test_the_second_vector_is_of_title_and_opening_as_they_stand() -> None:
    reading = READER.read("Ryabkov answers Rubio", "The White House spoke in Warsaw. " * 20)
    assert opening_text(reading) == f"Ryabkov answers Rubio. {reading.text[:OPENING]}".strip(". ")
    assert opening_text(READER.read(None, "Ryabkov answered.")) == "Ryabkov answered"


def test_figures_are_finite_and_leave_out_what_is_zero() -> None:
    for title, text in (("", ""), ("US", ""), ("US sanctions Russia", "Moscow answered Washington. " * 500)):
        found = figures(READER.read(title, text), CLAUSES)
        assert all(found.values()), found
        assert all(abs(value) < 10 for value in found.values())


def test_numbers_are_tokens_by_their_length_and_masks_stay_whole() -> None:
    assert words("⟨1⟩ Sent 12 and 2026 ⟨2⟩?") == ["⟨1⟩", "sent", "2#", "and", "4#", "⟨2⟩", "?"]


def test_grams_fall_into_the_space_and_are_the_same_in_every_process() -> None:
    grams = hashed([*word_grams(["a", "b"], 2, "w"), *letter_grams(["sanction", "⟨1⟩", "of"], "w")])
    assert grams
    assert all(0 <= bucket < 1 << BITS for bucket in grams)
    assert hashed(["w1:a"]) == {124702: 1.0}  # xxh3 has no seed of the process
