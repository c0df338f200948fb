"""`detente eval stories`: what is measured, what is not, and what is wrong with a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.errors import UsageError
from processors.evaluation.partitions import across, cubed, pairwise
from processors.evaluation.stories import evaluate
from tests.processors.stories.reports import UNRELATED
from tests.processors.stories.writing import CALL, CALL_RU


def test_reports_of_one_event_in_two_languages_are_counted_by_item_and_by_pair(tmp_path: Path) -> None:
    reports = [("call", "en", "Lavrov and Rubio discuss visas by telephone", CALL)]
    reports += [("call", "ru", "Лавров и Рубио обсудили по телефону визы", CALL_RU)]
    reports += [(f"event {n}", "en", *each) for n, each in enumerate(UNRELATED[1:4])]
    rows = [
        {"id": n, "label": label, "lang": lang, "title": title, "text": text, "published": f"2026-03-02T12:0{n}:00Z"}
        for n, (label, lang, title, text) in enumerate(reports)
    ]
    rows.append(rows[0] | {"id": "copy", "label": None})
    path = tmp_path / "stream.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    figures, errors = evaluate(path, "us-russia")
    assert figures.title == "stories of 6 items"
    assert figures.rows == tuple((by, 5, 4, 1.0, 1.0, 1.0) for by in ("B-cubed", "pairs", "pairs across languages"))
    assert errors.rows == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [('{"id": 1, "label": null, "text": "x"}', "no item has a label"), ("no JSON", ":1:"), ('{"id": 1}', ":1:")],
)
def test_a_file_that_measures_nothing_is_refused_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        evaluate(path, "us-russia")


def test_figures_of_partitions() -> None:
    labels = dict(zip("abcd", ["x", "x", "y", "y"], strict=True))
    found = dict(zip("abcde", ["1", "1", "1", "2", "1"], strict=True))
    assert pairwise(labels, found) == (0.333, 0.5, 0.4)
    assert cubed(labels, found) == (0.667, 0.75, 0.706)
    assert across(labels, found, dict(zip("abcd", ["en", "ru", "en", "en"], strict=True))) == (0.5, 1.0, 0.667)
