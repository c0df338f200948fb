"""The profile's own examples: what each is expected to be, every trap among them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

import detente.profiles
from detente.profiles import load
from processors.reading.judge import Judge

FILE = Path(detente.profiles.__file__).parent / "us_russia" / "examples.jsonl"
EXAMPLES = [msgspec.json.decode(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
JUDGE = Judge(load("us-russia"))


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{e['trap']}: {e['title'][:40]}" for e in EXAMPLES])
def test_example(example: dict[str, object]) -> None:
    title, text = str(example["title"]), str(example["text"])
    found = JUDGE.judge(title, text, full=True)
    actors = {actor.id for actor in found.actors}
    assert found.relevant is example["relevant"], (found.score, found.features)
    assert set(example.get("actors", [])) <= actors  # type: ignore[call-overload]
    assert not set(example.get("not_actors", [])) & actors  # type: ignore[call-overload]
    assert set(example.get("topics", [])) <= {topic.id for topic in found.topics}  # type: ignore[call-overload]
    if "valence" in example:
        assert found.valence == example["valence"]


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e["relevant"]], ids=lambda e: e["title"][:40])
def test_evidence_is_an_exact_piece_of_the_text(example: dict[str, object]) -> None:
    text = str(example["text"])
    found = JUDGE.judge(str(example["title"]), text)
    for piece in found.evidence:
        assert text[piece.start : piece.end] == piece.text
    assert found.reason
    assert 0 <= found.score <= 1


def test_what_is_not_relevant_is_closed_early_unless_all_is_asked_for() -> None:
    title, text = "Xi visits Moscow", "Xi Jinping visits Moscow. American farmers sell soy beans."
    assert JUDGE.judge(title, text).actors == ()
    assert JUDGE.judge(title, text, full=True).actors


def test_a_text_that_does_not_name_a_side_is_stopped_at_the_gate() -> None:
    found = JUDGE.judge("Rain", "It rains in Moscow.")
    assert (found.decided_by, found.relevant) == ("gate", False)
    assert "United States" in found.reason
