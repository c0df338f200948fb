"""The scorer of statements counts as its guideline says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.messages import Party
from detente.profiles import load
from processors.evaluation import statements
from processors.evaluation.spellings import names_of, same

TITLE = "Lavrov speaks"
TEXT = "Sergey Lavrov said that the talks in Geneva were long and useful. Rubio thanked the hosts."
LAVROV = "the talks in Geneva were long and useful"
PROFILE = load("us-russia")


def label(speaker: str, words: str, **more: object) -> dict[str, object]:
    return {"speaker": speaker, "side": "ru", "verb": "says", "kind": "reported", "words": words, **more}


def figures(folder: Path, labels: list[dict[str, object]]) -> tuple[object, ...]:
    """(labels, found, P, R, F1, verb right, kind right) of the text above."""
    row = {"id": "a", "label": "positive", "lang": "en", "title": TITLE, "text": TEXT}
    (folder / "positives.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    gold = {"id": "a", "lang": "en", "title": TITLE, "chars": len(TEXT), "text_kind": "full", "statements": labels}
    (folder / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    table, _ = statements.evaluate(folder, "us-russia")
    return table.rows[0][2:]


def test_hits_misses_and_extras_make_the_f1(tmp_path: Path) -> None:
    found = figures(tmp_path, [label("Sergei Lavrov", LAVROV), label("Nobody Known", "something else")])
    assert found == (2, 2, 0.5, 0.5, 0.5, 1.0, 1.0)


def test_words_match_from_sixty_per_cent_of_the_longer_on_and_only_of_one_speaker(tmp_path: Path) -> None:
    assert figures(tmp_path, [label("Sergei Lavrov", "the talks were long and useful")])[4] == pytest.approx(0.667)
    assert figures(tmp_path, [label("Sergei Lavrov", "the talks were long")])[4] == 0.0
    assert figures(tmp_path, [label("Vladimir Putin", LAVROV)])[4] == 0.0
    assert figures(tmp_path, [label("Vladimir Putin", LAVROV, speaker_alt=["Sergei Lavrov"])])[4] == pytest.approx(
        0.667
    )


def test_several_labels_that_one_statement_holds_count_once(tmp_path: Path) -> None:
    labels = [label("Sergei Lavrov", "the talks in Geneva"), label("Sergei Lavrov", "were long and useful")]
    assert figures(tmp_path, labels)[:2] == (1, 2)


def test_an_optional_label_neither_counts_nor_costs(tmp_path: Path) -> None:
    labels = [label("Marco Rubio", "the hosts", optional=True), label("Nobody Known", "anything", optional=True)]
    assert figures(tmp_path, [*labels, label("Sergei Lavrov", LAVROV, verb="warns", kind="direct")]) == (
        1, 1, 1.0, 1.0, 1.0, 0.0, 0.0,
    )  # fmt: skip


def test_mistakes_are_listed(tmp_path: Path) -> None:
    figures(tmp_path, [label("Nobody Known", "something else")])
    _, errors = statements.evaluate(tmp_path, "us-russia")
    assert {row[1:3] for row in errors.rows} == {
        ("missed", "Nobody Known"), ("extra", "Sergey Lavrov"), ("extra", "Marco Rubio"),
    }  # fmt: skip


def test_a_label_without_its_text_is_a_usage_error(tmp_path: Path) -> None:
    figures(tmp_path, [])
    (tmp_path / "positives.jsonl").write_text('{"id": "b", "label": "positive", "text": "x"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="no text of a"):
        statements.evaluate(tmp_path, "us-russia")


@pytest.mark.parametrize(
    ("wanted", "party", "match"),
    [
        ("John Thune", Party(id=None, name="Джон Тьюн", side=None), True),
        ("Adel al-Jubeir", Party(id=None, name="Jubeir", side=None), True),
        ("Russian Embassy in Washington", Party(id=None, name="Russian Embassy", side="ru"), True),
        ("Sergei Lavrov", Party(id=None, name="Sergei Ryabkov", side="ru"), False),
        ("Russian Foreign Ministry", Party(id=None, name="Russian Defence Ministry", side="ru"), False),
        ("US State Department", Party(id="justice_department", name="US Justice Department", side="us"), False),
    ],
)
def test_spellings_of_one_speaker_match(wanted: str, party: Party, match: bool) -> None:
    assert same(wanted, names_of(party, PROFILE)) is match
