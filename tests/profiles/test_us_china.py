"""A second pair is a folder of data: the same code reads it."""

from __future__ import annotations

import re

import pytest

from detente.profiles import load
from detente.profiles.compile.actors import source_hash
from detente.profiles.profile import FOLDER
from processors.reading.judge import Judge

PROFILE = load("us-china")


def test_it_is_data_alone_and_of_its_size() -> None:
    assert len(PROFILE.actors) >= 60
    assert len(PROFILE.topics) == 12
    assert set(PROFILE.sides) == {"us", "cn"} == {actor.side for actor in PROFILE.actors.values()}
    assert not list((FOLDER / "us_china").rglob("*.py"))


def test_what_is_compiled_is_what_is_written() -> None:
    compiled = (FOLDER / "us_china" / "actors.json").read_text(encoding="utf-8")
    assert source_hash(FOLDER / "us_china" / "actors") in compiled.partition("\n")[0]


@pytest.mark.parametrize("profile", ["us-china", "us-russia"])
def test_each_pair_reads_only_its_own_news(profile: str) -> None:
    title = "Xi Jinping and Rubio meet in Beijing"
    text = "Xi Jinping met US Secretary of State Marco Rubio in Beijing. China and the United States agreed on tariffs."
    assert Judge(load(profile)).judge(title, text).relevant is (profile == "us-china")


def test_ids_are_well_formed() -> None:
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", each) for each in PROFILE.actors)
