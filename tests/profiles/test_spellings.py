"""A Russian surname is found as newspapers of the other languages write it, in their cases."""

from __future__ import annotations

import pytest

from detente.profiles.compile.spellings import surname_spellings


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
