"""A first name is found in short and in full, a Russian name in every usual romanisation."""

from __future__ import annotations

import pytest

from detente.profiles.compile.first_names import spelled
from detente.profiles.compile.romanised import romanised


@pytest.mark.parametrize(
    ("full", "other"),
    [
        ("Mike Carver", "Michael Carver"),
        ("Stephen Ames Bell", "Steve Ames Bell"),
        ("Yevgeny Sorin", "Evgeny Sorin"),
        ("Стив Карвер", "Стивен Карвер"),
    ],
)
def test_a_first_name_is_written_in_several_ways(full: str, other: str) -> None:
    assert {full, other} <= spelled(full)


def test_a_first_name_with_one_spelling_stays() -> None:
    assert spelled("Barack Carver") == {"Barack Carver"}


@pytest.mark.parametrize(
    ("surname", "written"),
    [
        ("Алексеев", {"Alekseev", "Alekseyev", "Alexeev", "Alexeyev"}),
        ("Ермилов", {"Ermilov", "Yermilov"}),
        ("Соловьёв", {"Soloviev", "Solovyov", "Solovyev"}),
        ("Грачёв", {"Grachev", "Grachov", "Grachyov"}),
        ("Яровой", {"Yarovoy", "Yarovoi"}),
        ("Полянский", {"Polyansky", "Polyanskiy", "Polianski"}),
        ("Львова-Зуева", {"Lvova-Zueva", "Lvova-Zuyeva"}),
    ],
)
def test_a_russian_surname_is_romanised_in_every_usual_way(surname: str, written: set[str]) -> None:
    assert written <= romanised(surname)
