"""The scorers of actors and topics count what they say they count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.profiles import load
from processors.evaluation import actors, topics

TITLE = "Lavrov and Rubio talk"
TEXT = "Sergey Lavrov called Marco Rubio. The Pentagon was silent."


def write(folder: Path, labels: list[dict[str, object]]) -> Path:
    row = {"id": "a", "label": "positive", "lang": "en", "title": TITLE, "text": TEXT, "topics": ["diplomacy", "space"]}
    (folder / "positives.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    gold = {"id": "a", "lang": "en", "title": TITLE, "chars": len(TEXT), "actors": labels}
    (folder / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    return folder


def label(name: str, *, optional: bool = False) -> dict[str, object]:
    return {"name": name, "kind": "person", "side": "ru", "optional": optional}


def test_hits_misses_and_extras_make_the_f1(tmp_path: Path) -> None:
    table, errors = actors.evaluate(write(tmp_path, [label("Sergei Lavrov"), label("Nobody Known")]), "us-russia")
    assert table.rows[0] == ("all", 1, 2, 3, 0.333, 0.5, 0.4)
    assert {row[1:] for row in errors.rows} == {
        ("missed", "Nobody Known"),
        ("extra", "Marco Rubio"),
        ("extra", "Pentagon"),
    }


def test_an_optional_label_neither_counts_nor_costs(tmp_path: Path) -> None:
    labels = [label("Sergey Lavrov"), label("Marco Rubio", optional=True), label("Nobody Known", optional=True)]
    table, _ = actors.evaluate(write(tmp_path, [*labels, label("Pentagon")]), "us-russia")
    assert table.rows[0] == ("all", 1, 2, 2, 1.0, 1.0, 1.0)


def test_a_surname_is_enough_only_when_no_other_label_has_it() -> None:
    entry = load("us-russia").actors["rubio"]
    one = actors.Label("M. Rubio", "person", "us")
    assert actors.is_same(one, entry, [one])
    assert not actors.is_same(one, entry, [one, actors.Label("Frank Rubio", "person", "us")])


def test_spellings_of_one_name_fold_to_one() -> None:
    assert actors.folded("Sergei Ryabkov") == actors.folded("Sergey Riabkov")
    assert actors.folded("the Russian Defence Ministry") == actors.folded("Russian Defense Ministry")


def test_topics_are_counted_one_by_one(tmp_path: Path) -> None:
    micro, single, errors = topics.evaluate(write(tmp_path, []), "us-russia")
    assert micro.rows[0][1] == 2
    assert next(row for row in single.rows if row[0] == "space")[1:4] == (1, 0, 0.0)
    assert ("a", "missed", "space") in {row[:3] for row in errors.rows}


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    write(tmp_path, [])
    (tmp_path / "gold.jsonl").write_text("{\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"gold\.jsonl:1"):
        actors.evaluate(tmp_path, "us-russia")
