"""A Russian surname is found as newspapers of the other languages write it, in their cases."""

from __future__ import annotations

import pytest

from detente.profiles.compile.spellings import american_spellings, surname_spellings


@pytest.mark.parametrize(
    ("russian", "language", "written"),
    [
        ("Лавров", "de", "Lawrows"),
        ("Лавров", "pl", "Ławrowem"),
        ("Рябков", "de", "Rjabkow"),
        ("Ушаков", "fr", "Ouchakov"),
        ("Ушаков", "pl", "Uszakowa"),
        ("Белоусов", "de", "Beloussow"),
        ("Сечин", "fr", "Setchine"),
        ("Сечин", "pl", "Sieczin"),
        ("Захарова", "pl", "Zacharową"),
        ("Захарова", "uk", "Захарової"),
        ("Жириновский", "pl", "Żyrinowskiego"),
        ("Полянский", "uk", "Полянського"),
        ("Шойгу", "de", "Schoigu"),
        ("Медведев", "pl", "Miedwiediew"),
        ("Львова-Белова", "de", "Lwowa-Belowa"),
    ],
)
def test_a_surname_is_written_as_the_press_does(russian: str, language: str, written: str) -> None:
    assert written in surname_spellings(russian)[language]


@pytest.mark.parametrize(
    ("latin", "russian", "female", "language", "written"),
    [
        ("Blinken", "Блинкен", False, "uk", "Блінкеном"),
        ("Sullivan", "Салливан", False, "pl", "Sullivana"),
        ("Kerry", "Керри", False, "uk", "Керрі"),
        ("Biden", "Байден", False, "de", "Bidens"),
        ("Nuland", "Нуланд", True, "pl", "Nuland"),
    ],
)
def test_an_american_surname_is_written_as_the_press_does(
    latin: str, russian: str, *, female: bool, language: str, written: str
) -> None:
    assert written in american_spellings(latin, russian, female=female)[language]


def test_a_womans_american_surname_has_no_cases() -> None:
    assert american_spellings("Nuland", "Нуланд", female=True)["pl"] == {"Nuland"}
