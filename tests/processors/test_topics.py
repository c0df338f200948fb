"""A topic needs more than a passing word far down; where a model is trained, it and the agenda decide."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.messages import TopicScore
from detente.profiles import load
from processors.reading.features import Reader
from processors.reading.topics import AT_LEAST, Topics, named
from processors.topics.signs import NEAR, Signs, hints_of
from processors.topics.weighing import standing

READERS = {name: Reader(load(name)) for name in ("us-china", "us-russia")}
FINDERS = {name: Topics(load(name), reader) for name, reader in READERS.items()}
FILLER = "The weather was mild and the hall was full. " * (NEAR // 20)


def found(profile: str, title: str, text: str) -> tuple[TopicScore, ...]:
    return FINDERS[profile].find(READERS[profile].read(title, text))


def by_terms(title: str, text: str) -> set[str]:
    return {topic.id for topic in found("us-china", title, text)}


def by_model(title: str, text: str) -> set[str]:
    return {topic.id for topic in found("us-russia", title, text)}


def test_one_strong_term_in_the_title_is_enough() -> None:
    assert "sanctions" in by_terms("US widens sanctions", "")


def test_one_strong_term_far_down_is_not() -> None:
    assert "sanctions" not in by_terms("A speech", FILLER + "Sanctions were not mentioned.")


def test_a_term_that_comes_back_is_enough_wherever_it_stands() -> None:
    assert "sanctions" in by_terms("A speech", FILLER + "Sanctions. More sanctions. And sanctions again.")


def test_the_model_knows_a_subject_from_a_passing_word() -> None:
    title = "Moscow and Washington exchange prisoners at an airport"
    text = "The American, jailed over espionage charges that he denies, was freed; a court had sentenced him."
    assert by_model(title, text) == {"prisoners"}


def test_what_stands_on_the_agenda_counts_however_far_down() -> None:
    words = FILLER + "The Arctic was cold."
    assert "arctic" not in by_model("Lavrov and Rubio talk", words)
    assert "arctic" in by_model("Lavrov and Rubio talk", FILLER + "Topics on the agenda included the Arctic.")


def test_a_text_is_about_something_unless_nothing_speaks_for_anything() -> None:
    assert named({"a": -1.0, "b": -2.0}, 0.0) == {"a": -1.0}
    assert named({"a": AT_LEAST - 1}, 0.0) == {}


def test_different_strong_words_make_a_little_less_enough() -> None:
    assert named({"a": 1.0, "b": -0.3}, 0.0, {"b"}) == {"a": 1.0, "b": -0.3}
    assert named({"a": 1.0, "b": -0.3}, 0.0) == {"a": 1.0}


def test_the_evidence_is_a_piece_of_the_text_or_of_the_title() -> None:
    title, text = "A  day of\tsanctions", "Moscow spoke.\n\nThe US  Treasury listed   two banks under new sanctions."
    for topic in found("us-russia", title, text):
        assert topic.evidence
        assert topic.evidence in text or topic.evidence in title


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_read(title: str, text: str) -> None:
    for topic in found("us-russia", title, text):
        assert 0 <= topic.score <= 1
        assert topic.evidence is not None
        assert topic.evidence in text or topic.evidence in title


@given(st.lists(st.floats(-9, 9), min_size=2, max_size=9))
def test_only_the_best_stands_before_the_others(odds: list[float]) -> None:
    places = standing("x", odds)
    assert max(place["x behind"] for place in places) == 0
    assert all(place["x ahead"] <= 0 or place["x"] == max(odds) for place in places)


def test_a_kicker_is_a_place_of_its_own() -> None:
    profile = load("us-russia")
    seen = Signs(profile, hints_of(profile)).read("Cyber war: Moscow answers", "")
    assert [place.where for place in seen.of("cyber", "strong")] == ["kicker"]


def test_broken_hints_are_named(tmp_path: Path) -> None:
    (tmp_path / "us_russia").mkdir()
    (tmp_path / "us_russia" / "topic_hints.toml").write_text("agenda = 1\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"topic_hints\.toml"):
        hints_of(load("us-russia"), tmp_path)
