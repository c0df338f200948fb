"""A topic needs more than a passing word far down."""

from __future__ import annotations

from detente.profiles import load
from processors.reading.topics import NEAR, Topics

TOPICS = Topics(load("us-russia"))
FILLER = "The weather was mild and the hall was full. " * (NEAR // 20)


def named(title: str, text: str) -> set[str]:
    return {topic.id for topic in TOPICS.find(title, text)}


def test_one_strong_term_in_the_title_is_enough() -> None:
    assert "sanctions" in named("US widens sanctions", "")


def test_one_strong_term_far_down_is_not() -> None:
    assert "sanctions" not in named("A speech", FILLER + "Sanctions were not mentioned.")


def test_a_term_that_comes_back_is_enough_wherever_it_stands() -> None:
    assert "sanctions" in named("A speech", FILLER + "Sanctions. More sanctions. And sanctions again.")


def test_one_weak_term_is_not_enough_and_two_different_ones_are() -> None:
    assert "flights" not in named("An airline", "")
    assert "flights" in named("An airline and its airspace", "")


def test_the_evidence_is_the_words_around_the_term() -> None:
    (found,) = [topic for topic in TOPICS.find("A day", "Moscow spoke of new sanctions.") if topic.id == "sanctions"]
    assert found.evidence == "A day Moscow spoke of new sanctions."
