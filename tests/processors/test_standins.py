"""Words that stand for a side without naming an actor open the gate; the prefilter knows those of the rarer side."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from detente.errors import UsageError
from detente.profiles import load
from detente.profiles.profile import BOTH, FOLDER, read
from processors.prefilter import Prefilter
from processors.reading.features import Reader

PROFILE = load("us-russia")
READER = Reader(PROFILE)
PREFILTER = Prefilter(PROFILE)


def sides(title: str) -> set[str]:
    return READER.sides(READER.read(title, "").title_mentions)


@pytest.mark.parametrize(
    "title",
    [
        "New START expires in February",
        "Что будет после ДРСМД",
        "INF-Vertrag am Ende",
        "La fin du traité FNI",
        "Traktat INF",
    ],
)
def test_a_treaty_names_both_sides(title: str) -> None:
    assert READER.gate(READER.read(title, ""))
    assert sides(title) == {"us", "ru"}


def test_shores_and_arms_name_one() -> None:
    assert sides("Ту-95 пролетели у берегов Аляски") == {"us", "ru"}
    assert sides("Iskander drill near Narva") == {"ru"}
    assert sides("Storm reaches Alaska") == {"us"}


@pytest.mark.parametrize(
    "title", ["A new start for the village", "Минобороны Великобритании закупит дроны", "Страны Латинской Америки"]
)
def test_what_only_looks_like_one_names_nobody(title: str) -> None:
    assert sides(title) == set()


def test_a_name_that_is_there_is_not_counted_again() -> None:
    assert len(READER.read("Russian and American envoys", "").title_mentions) == 2


@pytest.mark.parametrize("term", [*PROFILE.standins["ru"], *PROFILE.standins[BOTH]])
def test_the_prefilter_lets_every_standin_of_the_rarer_side_through(term: str) -> None:
    assert PREFILTER.passes(f"<p>Today {term.strip()} was in the news.</p>".encode(), "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "title",
    [
        "Bush and Putin go fishing",
        "Клинтон привезла Лаврову сувенир",
        "Sullivan called the Kremlin",
        "Russian flute teacher sentenced in Ohio",
        "Wirbt Clinton in Genf um Lawrow?",
    ],
)
def test_a_common_name_stands_for_a_side_beside_the_other(title: str) -> None:
    assert sides(title) == {"us", "ru"}
    assert READER.gate(READER.read(title, ""))


@pytest.mark.parametrize(
    "title",
    [
        "Bush fires near Sydney",
        "Kremlin warns of bush fires",
        "Putin's Burnsides collection",
        f"Sullivan opens a bakery. {'It smells of bread and of cinnamon. ' * 4}A Russian came, too.",
    ],
)
def test_without_the_other_side_near_it_is_nobody(title: str) -> None:
    assert "us" not in sides(title)


def test_a_page_that_names_both_ten_thousand_times_is_read() -> None:
    reading = READER.read("", "Bush fished with Putin in Texas. " * 10_000)
    assert len(reading.mentions) == 30_000


@pytest.mark.parametrize("table", ["standins", "beside"])
def test_a_key_that_is_no_side_is_named_with_its_line(table: str, tmp_path: Path) -> None:
    folder = tmp_path / "us_russia"
    copytree(FOLDER / "us_russia", folder)
    path = folder / "profile.toml"
    path.write_text(path.read_text().replace(f"[{table}]\n", f'[{table}]\nmars = ["red planet"]\n'))
    with pytest.raises(UsageError, match=rf"profile\.toml:\d+: {table}: 'mars'"):
        read(folder, "us-russia")
