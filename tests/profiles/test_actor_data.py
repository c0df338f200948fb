"""The profile's actors: enough of them, of both sides, in all their forms, and compiled from what is written."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import detente.profiles
from detente.errors import UsageError
from detente.profiles import load, read
from detente.profiles.compile.actors import compile_actors, source_hash
from processors.reading.names import Names

FOLDER = Path(detente.profiles.__file__).parent / "us_russia"
PROFILE = load("us-russia")
ACTORS = PROFILE.actors
NAMES = Names(PROFILE)


def named(text: str) -> list[str]:
    return [actor for mention in NAMES.find(text) for actor in mention.actors]


def test_there_are_enough_actors_of_both_sides() -> None:
    sides = Counter(actor.side for actor in ACTORS.values())
    assert sum(sides.values()) >= 250
    assert min(sides["us"], sides["ru"]) >= 100


def test_ids_are_well_formed_and_every_actor_has_english_and_russian_names() -> None:
    for actor in ACTORS.values():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", actor.id)
        assert {*actor.forms, *actor.exact} >= {"en", "ru"}, actor.id


def test_an_alias_belongs_to_one_actor_unless_it_is_weak() -> None:
    strong: dict[str, set[str]] = defaultdict(set)
    for actor in ACTORS.values():
        for form in (form for forms in actor.forms.values() for form in forms if form not in actor.weak):
            strong[form.lower()].add(actor.id)
    shared = {form: ids for form, ids in strong.items() if len(ids) > 1 and ids != {"russia", "united_states"}}
    assert shared == {}


def test_wikidata_ids_are_unique_and_roles_do_not_end_before_they_begin() -> None:
    known = [actor.wikidata for actor in ACTORS.values() if actor.wikidata]
    assert len(known) == len(set(known))
    assert all(re.fullmatch(r"Q\d+", each) for each in known)
    for actor in ACTORS.values():
        for role in actor.roles:
            assert role.start is None or role.end is None or role.start[:4] <= role.end[:4], actor.id


def test_what_is_compiled_is_what_is_written() -> None:
    pytest.importorskip("pymorphy3")
    compiled = (FOLDER / "actors.json").read_text(encoding="utf-8")
    assert source_hash(FOLDER / "actors") in compiled.partition("\n")[0]
    assert compile_actors(FOLDER / "actors") == compiled


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("по словам Сергея Лаврова", "lavrov"),
        ("встреча с Лавровым", "lavrov"),
        ("в Белом доме", "white_house"),
        ("передал Пескову", "peskov"),
        ("заявил Рубио", "rubio"),
        ("комментарий Захаровой", "zakharova"),
        ("в Госдепартаменте", "state_department"),
        ("Министерством обороны РФ", "russian_defence_ministry"),
        ("von Lawrow", "lavrov"),
        ("z Ławrowem", "lavrov"),
        ("Poutine a dit", "putin"),
        ("з Путіним", "putin"),
        ("the RDIF said", "rdif"),
        ("a U.S. official", "united_states"),
    ],
)
def test_names_are_found_in_all_their_forms(text: str, actor: str) -> None:
    assert actor in named(text)


@pytest.mark.parametrize(
    "text",
    ["tell us more", "the Washington Post", "Moscow, Idaho", "Latin America", "Boris Johnson", "mullins", "TRTR"],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert named(text) == []


def test_a_weak_name_counts_after_the_full_one_only() -> None:
    assert named("Graham spoke.") == []
    assert named("Lindsey Graham spoke. Graham left.") == ["graham", "graham"]


def test_the_other_state_inside_a_longer_name_counts_too() -> None:
    assert set(named("the Russian Embassy in the United States")) == {"russian_embassy_us", "united_states"}


def test_a_role_is_that_of_the_date() -> None:
    assert ACTORS["rubio"].role_at("2016-05-01") == "Senator"
    assert ACTORS["rubio"].role_at("2025-06-01") == "Secretary of state"
    assert ACTORS["trump"].role_at("2023-01-01") == "former President of the United States"


def test_every_mistake_in_a_profile_is_named_with_its_file(tmp_path: Path) -> None:
    for name in ("profile.toml", "topics.toml", "actors.json", "weights.json"):
        (tmp_path / name).write_text((FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "topics.toml").write_text("[x]\nstrong = 3\n")
    (tmp_path / "weights.json").write_text("{")
    with pytest.raises(UsageError) as caught:
        read(tmp_path, "broken")
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == ["topics.toml", "weights.json"]


def test_an_unknown_profile_is_one_line_that_names_the_known() -> None:
    with pytest.raises(UsageError, match="us-russia"):
        load("us-mars")
