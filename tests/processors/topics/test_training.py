"""The topic model that is written is the one that was fitted, and says the same without scikit-learn."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from detente.errors import UsageError
from detente.profiles import load
from detente.profiles.profile import FOLDER
from processors.evaluation.folds import folds_of
from processors.reading.features import Reader
from processors.relevance.views import opening_text
from processors.topics.fitting import Data, Fitted, named
from processors.topics.learned import Learned
from processors.topics.model import Rows, TopicModel, packed, read, write
from processors.topics.signs import Signs
from processors.topics.training import OWN, Labels, labels, left_out, trained

SUBJECTS = {
    "sanctions": "US sanctions on a Russian bank, number {}",
    "cyber": "Russian hackers attacked an American server, case {}",
    "prisoners": "An American prisoner was freed in Moscow, case {}",
    "space": "NASA and Roscosmos agreed on a flight, number {}",
}
EACH = 10


def fake_vector(text: str) -> list[float]:
    """Not a model's: one number a subject, so that a test needs no package."""
    return [float(word in text.lower()) for word in ("sanction", "hacker", "prisoner", "nasa")]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Labels:
    rows = [
        {"id": f"{topic}-{n}", "title": title.format(n), "text": "", "outlet": f"outlet {n % 7}", "topics": [topic]}
        for topic, title in SUBJECTS.items()
        for n in range(EACH)
    ]
    folder = tmp_path_factory.mktemp("labelled")
    (folder / "positives.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return labels([folder], "us-russia", fake_vector)


@pytest.fixture(scope="module")
def model(found: Labels) -> TopicModel:
    return trained(found, "7")


def test_the_file_says_what_the_fit_says(found: Labels, model: TopicModel, tmp_path: Path) -> None:
    write(model, tmp_path / "topics.json")
    again = read(tmp_path / "topics.json")
    assert again == model
    learned = Learned(model, found.hints, vectors=True)
    data = Data(found.examples, model.topics, np.array(found.typical))
    wanted = Fitted(data, np.arange(len(found.rows)), vectors=True).log_odds(np.arange(4))
    signs, reader = Signs(found.profile, found.hints), Reader(found.profile)
    for row, odds in zip(found.rows[:4], wanted, strict=True):
        vector = fake_vector(opening_text(reader.read(row.title, "")))
        got = learned.log_odds(signs.read(row.title, row.text or ""), vector)
        assert [got[topic] for topic in model.topics] == pytest.approx(odds.tolist(), abs=0.3)


def test_equal_texts_give_equal_files(found: Labels, model: TopicModel, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(trained(found, "7") if name == "two" else model, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_without_vectors_the_model_is_whole(found: Labels, model: TopicModel) -> None:
    learned = Learned(model, found.hints, vectors=False)
    odds = learned.log_odds(Signs(found.profile, found.hints).read("US sanctions on a bank", ""))
    assert max(odds, key=lambda topic: odds[topic]) == "sanctions"


def test_left_out_outlets_are_measured_and_own_examples_are_not(found: Labels) -> None:
    micro, single, _errors = left_out(found, vectors=False)
    assert micro.notes == (f"{len(SUBJECTS) * EACH} relevant texts",)
    assert {row[0] for row in single.rows} >= set(SUBJECTS)


def test_a_text_of_ours_that_retells_a_left_out_one_is_left_out_with_it(found: Labels) -> None:
    data = Data(found.examples, sorted(found.profile.topics), np.array(found.typical))
    told = data.retold(np.array([0]))
    assert "sanctions" in (found.rows[0].title or "")
    assert told.any()
    assert {"sanction" in f"{found.rows[n].title}. {found.rows[n].text}".lower() for n in np.flatnonzero(told)} == {
        True
    }
    assert {found.rows[n].outlet for n in np.flatnonzero(told)} == {None}


def test_without_vectors_nothing_is_known_to_be_retold(found: Labels) -> None:
    data = Data(found.examples, sorted(found.profile.topics), None)
    assert not data.retold(np.array([0])).any()


def test_headlines_of_ours_name_topics_of_the_profile_in_every_language_and_none_twice() -> None:
    profile = load("us-russia")
    for name in OWN[1:]:
        lines = [json.loads(line) for line in (FOLDER / "us_russia" / name).read_bytes().splitlines()]
        titles = [line["title"] for line in lines if line.get("topics")]
        assert len(titles) == len(set(titles)) > 300
        assert {topic for line in lines for topic in line.get("topics", ())} <= set(profile.topics)
        assert {line["lang"] for line in lines} == {"en", "ru", "uk", "de", "fr", "pl"}


def test_the_best_topic_is_named_unless_nothing_speaks_for_it() -> None:
    odds = np.array([[-1.0, -2.0], [1.0, 0.5], [-9.0, -8.0]])
    assert named(odds, 0.0, -2.5).tolist() == [[1, 0], [1, 1], [0, 0]]


def test_numbers_come_back_to_a_byte() -> None:
    rows = [[1.0, -0.5, 0.25], [0.0, 0.75, -1.0]]
    vector = [1.0, 2.0, 4.0]
    table = Rows(packed(rows), 2)
    assert table.times(vector) == pytest.approx([1.0, -2.5], abs=0.05)
    assert table.at({0: 2.0}) == pytest.approx([2.0, 0.0], abs=0.05)


def test_a_model_of_another_format_is_refused(tmp_path: Path, model: TopicModel) -> None:
    path = tmp_path / "topics.json"
    write(model, path)
    path.write_text(path.read_text(encoding="utf-8").replace('"format": 1', '"format": 99'), encoding="utf-8")
    with pytest.raises(UsageError, match="train it again"):
        read(path)


def test_texts_without_topics_cannot_be_trained_on(tmp_path: Path) -> None:
    (tmp_path / "positives.jsonl").write_text('{"id": "a", "title": "x"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="no text has topics"):
        labels([tmp_path], "us-russia", None)


def test_a_large_outlet_is_a_fold_of_its_own() -> None:
    folds = folds_of([*["big"] * 20, "a", "b"])
    assert set(folds[:20]) == {"big"}
    assert all(fold.startswith("group") for fold in folds[20:])
