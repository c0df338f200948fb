"""An office is its holder at the date of the text."""

from __future__ import annotations

import pytest

from detente.profiles import holder_of, load
from detente.profiles.offices import complaints
from processors.reading.offices import resolved

PROFILE = load("us-russia")


@pytest.mark.parametrize(
    ("office", "date", "holder"),
    [
        ("president_us", "2016-06-01", "obama"),
        ("president_us", "2019-06-01", "trump"),
        ("president_us", "2025-01-20", "trump"),
        ("president_us", "2025-01-19", "biden"),
        ("secretary_of_state", "2014-01-01", "kerry"),
        ("secretary_of_state", "2025-11-01", "rubio"),
        ("defence_minister_ru", "2024-05-13", None),
        ("defence_minister_ru", "2024-06-01", "belousov"),
        ("ambassador_ru", "2024-12-01", None),
        ("no_office", "2024-12-01", None),
    ],
)
def test_the_holder_is_that_of_the_date(office: str, date: str, holder: str | None) -> None:
    assert holder_of(PROFILE.offices, office, date) == holder


def test_every_office_of_the_profile_has_holders_and_none_of_them_overlap() -> None:
    kinds = {actor.id: str(actor.kind) for actor in PROFILE.actors.values()}
    assert complaints(PROFILE.offices, kinds) == []
    assert {actor.id for actor in PROFILE.actors.values() if actor.kind == "office"} == set(PROFILE.offices)


def test_mistakes_among_offices_are_all_named() -> None:
    offices = {"x": (("a", "2010", "2008"), ("b", "2009", "")), "y": (("a", "2010", ""), ("a", "2012", ""))}
    found = [what for _, what in complaints(offices, {"a": "person", "x": "office", "y": "office"})]
    assert found == [
        "x: a leaves (2008) before coming (2010)",
        "x: b is no person among the actors",
        "y: a comes before a leaves",
    ]


def test_an_office_gives_its_mentions_to_its_holder() -> None:
    counts = {"president_us": 2, "trump": 1, "russia": 4}
    assert resolved(counts, "2025-06-01", PROFILE) == {"trump": 3, "russia": 4}
    assert resolved(counts, "2022-06-01", PROFILE) == {"biden": 2, "trump": 1, "russia": 4}


def test_without_a_date_the_one_holder_that_is_named_has_it() -> None:
    assert resolved({"president_us": 2, "obama": 1}, None, PROFILE) == {"obama": 3}
    assert resolved({"president_us": 2, "obama": 1, "trump": 1}, None, PROFILE)["president_us"] == 2
    assert resolved({"president_us": 2}, None, PROFILE) == {"president_us": 2}
