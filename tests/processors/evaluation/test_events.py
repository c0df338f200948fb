"""The scorer of events counts what it says it counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.errors import UsageError
from processors.evaluation import events

TITLE = "Russia expels American diplomats"
TEXT = "Russia expelled two American diplomats. Sergey Lavrov met Marco Rubio in Rome."


def label(type_: str, one: str, two: str, **more: object) -> dict[str, object]:
    base = {"type": type_, "actor_side": one, "target_side": two, "actor": "Russia", "target": "United States"}
    return {**base, "status": "happened", "sentence": "", **more}


def write(folder: Path, labels: list[dict[str, object]], identity: str = "a") -> Path:
    row = {"id": "a", "label": "positive", "lang": "en", "title": TITLE, "text": TEXT, "valence": "conflictual"}
    (folder / "positives.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    gold = {"id": identity, "lang": "en", "title": TITLE, "chars": len(TEXT), "valence": "mixed", "events": labels}
    (folder / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    return folder


def row(folder: Path, labels: list[dict[str, object]], by: str = "type") -> tuple[object, ...]:
    table = events.evaluate(write(folder, labels), "us-russia")[0]
    return next(each for each in table.rows if each[:2] == (by, "all"))


def test_a_mutual_event_is_right_either_way(tmp_path: Path) -> None:
    labels = [label("SANCTION", "ru", "us"), label("CONSULT", "us", "ru", mutual=True)]
    assert row(tmp_path, labels)[2:] == (1, 2, 2, 1.0, 1.0, 1.0)
    assert row(tmp_path, [labels[0], label("CONSULT", "us", "ru")])[2:] == (1, 2, 2, 0.5, 0.5, 0.5)


def test_an_optional_event_neither_counts_nor_costs(tmp_path: Path) -> None:
    labels = [label("SANCTION", "ru", "us"), label("CONSULT", "ru", "us", optional=True)]
    assert row(tmp_path, [*labels, label("REJECT", "us", "ru", optional=True)])[2:] == (1, 1, 1, 1.0, 1.0, 1.0)


def test_types_of_one_quad_are_one_there(tmp_path: Path) -> None:
    labels = [label("COERCE", "ru", "us"), label("AGREE", "ru", "us")]
    assert row(tmp_path, labels)[7] == 0.0
    assert row(tmp_path, labels, "quad")[7] == 1.0


def test_names_status_and_main_are_counted_among_what_was_found(tmp_path: Path) -> None:
    labels = [label("SANCTION", "ru", "us", main=True), label("CONSULT", "ru", "us", status="planned", mutual=True)]
    soft = events.evaluate(write(tmp_path, labels), "us-russia")[1]
    assert soft.rows == (("names", 1, 2, 0.5), ("status", 1, 2, 0.5), ("main", 1, 1, 1.0))


def test_every_mistake_is_listed_with_its_sentence(tmp_path: Path) -> None:
    labels = [label("SANCTION", "ru", "us"), label("REJECT", "us", "ru", sentence="No.")]
    errors = events.evaluate(write(tmp_path, labels), "us-russia")[-1]
    assert errors.lists_errors
    assert ("a", "missed", "REJECT us ru", "No.") in errors.rows
    assert ("a", "extra", "CONSULT ru us", "Sergey Lavrov met Marco Rubio in Rome.") in errors.rows


def test_the_valence_of_labelled_texts_is_scored(tmp_path: Path) -> None:
    _, _, gold, positives, _ = events.evaluate(write(tmp_path, []), "us-russia")
    assert gold.rows[0][:2] == ("all", 1)
    assert ("conflictual", "plainly cooperative or conflictual", 1, 1, 1.0) in positives.rows


def test_a_label_without_its_text_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no text of b"):
        events.evaluate(write(tmp_path, [], "b"), "us-russia")
