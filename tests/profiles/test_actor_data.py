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
    assert sum(sides.values()) >= 3000
    assert min(sides["us"], sides["ru"]) >= 1300


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
        ("Russia’s foreign ministry said", "russian_foreign_ministry"),
        ("сообщили в МИДе", "russian_foreign_ministry"),
        ("лидер сенаторов Джон Тьюн", "thune"),
        ("rozmowa z Blinkenem", "blinken"),
        ("заявив Блінкен", "blinken"),
        ("Стивен Уиткофф прилетел", "witkoff"),
        ("Evgeny Prigozhin spoke", "prigozhin"),
        ("Aleksandr Alexeev? No, Vladimir Alekseyev", "alekseyev_vladimir"),
        ("Robert S. Mueller III", "mueller"),
        ("the group tracked as Star Blizzard", "callisto_group"),
        ("в войсках РХБЗ", "russian_radiation_chemical_and_biological_defense_troops"),
    ],
)
def test_names_are_found_in_all_their_forms(text: str, actor: str) -> None:
    assert actor in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "tell us more",
        "the Washington Post",
        "Moscow, Idaho",
        "Latin America",
        "Boris Johnson",
        "mullins",
        "TRTR",
        "в МИД Украины",
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert named(text) == []


def test_a_weak_name_counts_after_the_full_one_only() -> None:
    assert named("Graham spoke.") == []
    assert named("Lindsey Graham spoke. Graham left.") == ["graham", "graham"]


def test_an_initial_between_the_names_hides_nobody() -> None:
    assert named("Lindsey Q. Graham spoke. Graham left.") == ["graham", "graham"]
    assert named("Charlie Q. Graham spoke. Graham left.") == []


def test_a_namesake_after_another_first_name_is_nobody() -> None:
    assert named("Michael Flynn spoke.") == ["flynn"]
    assert named("A dentist named Flynn spoke. Graham Greene and Charlie Patel agreed.") == []


def test_a_namesake_does_not_hide_an_actor_who_is_named_in_full() -> None:
    assert named("Dmitry Medvedev met Daniil Medvedev. Medvedev was glad.") == ["medvedev", "medvedev"]
    assert named("Daniil Medvedev met Dmitry Medvedev. Medvedev was glad.") == ["medvedev", "medvedev"]
    assert named("Mike Johnson called Boris Johnson. Johnson agreed.") == ["johnson_mike", "johnson_mike"]


def test_a_title_before_a_surname_is_no_first_name() -> None:
    assert named("President Medvedev spoke.") == ["medvedev"]
    assert named("Then Lavrov spoke.") == ["lavrov"]


def test_a_weak_name_does_not_count_before_the_full_one() -> None:
    assert named("Burns left early. William Burns came back.") == ["burns_william"]


def test_a_surname_in_another_case_counts_after_the_full_name_in_another() -> None:
    assert named("Сообщил Линдси Грэм. Слова Грэма осудили, Грэму ответили.") == ["graham"] * 3


def test_the_body_of_an_office_is_named_with_it() -> None:
    assert set(named("the CIA director")) == {"cia_director", "cia"}
    assert set(named("Kremlin spokesman")) == {"kremlin_spokesman", "kremlin"}


@pytest.mark.parametrize(
    ("text", "committee"),
    [
        ("the U.S. House Foreign Affairs Committee", "house_foreign_affairs"),
        ("the House of Representatives’ Judiciary committee", "house_judiciary"),
        ("the Senate's Armed Services Committee", "senate_armed_services"),
        ("комитет Сената США по разведке", "senate_intelligence"),
        ("в комитете палаты представителей по вооружённым силам", "house_armed_services"),
        ("глава комитета Госдумы по обороне", "duma_defence"),
        ("комитетом Совета Федерации по международным делам", "fc_international"),
    ],
)
def test_a_committee_is_named_without_its_chamber(text: str, committee: str) -> None:
    assert set(named(text)) - {"united_states"} == {committee}


@pytest.mark.parametrize(
    "text", ["the Russian government denied it", "a U.S. government agency", "правительство США", "Russian state TV"]
)
def test_a_government_is_its_state(text: str) -> None:
    assert set(named(text)) <= {"russia", "united_states"}


@pytest.mark.parametrize("text", ["the U.S. ambassador to Norway", "посол США в Норвегии", "российский посол в Осло"])
def test_an_ambassador_elsewhere_is_not_the_one_to_the_other_side(text: str) -> None:
    assert not {"ambassador_us", "ambassador_ru"} & set(named(text))


def test_the_other_state_inside_a_longer_name_counts_too() -> None:
    assert set(named("the Russian Embassy in the United States")) == {"russian_embassy_us", "united_states"}


def test_a_role_is_that_of_the_date() -> None:
    assert ACTORS["rubio"].role_at("2016-05-01") == "Senator"
    assert ACTORS["rubio"].role_at("2025-06-01") == "Secretary of state"
    assert ACTORS["trump"].role_at("2023-01-01") == "former President of the United States"


def broken(folder: Path, **texts: str) -> list[str]:
    """What is said of the profile with these files instead of its own."""
    for name in ("profile.toml", "topics.toml", "actors.json", "weights.json", "offices.toml"):
        own = (FOLDER / name).read_text(encoding="utf-8")
        (folder / name).write_text(texts.get(name.partition(".")[0], own), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read(folder, "broken")
    return str(caught.value).splitlines()


def test_every_mistake_in_a_profile_is_named_with_file_and_line(tmp_path: Path) -> None:
    topics = "# a comment\n[fine]\nstrong = []\n[bad]\nstrong = 3\n[worse]\nstrong = []\nwaek = []\n"
    found = broken(tmp_path, topics=topics, weights="{", offices='# who\npresident_us = [["nobody", "2020", ""]]\n')
    assert [line.rpartition(": ")[0].split(": ")[0] for line in found] == [
        "topics.toml:4",
        "topics.toml:6",
        "weights.json:1",
        "offices.toml:2",
    ]


def test_two_mistakes_in_one_file_are_both_named(tmp_path: Path) -> None:
    own = (FOLDER / "profile.toml").read_text(encoding="utf-8")
    text = own.replace('id = "us-russia"', "id = 7").replace("[vetoes]", 'strange = "x"\n[vetoes]\nsport2 = 5')
    found = broken(tmp_path, profile=text)
    assert len(found) == 3
    lines = text.splitlines()
    assert f"profile.toml:{lines.index('id = 7') + 1}: id: " in found[0]
    assert all(line.startswith("profile.toml:") for line in found)


def test_broken_toml_is_named_with_its_line(tmp_path: Path) -> None:
    assert broken(tmp_path, topics="[a]\nstrong = [\n[b")[0].startswith("topics.toml:")


def test_an_actor_of_a_side_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    text = (FOLDER / "actors.json").read_text(encoding="utf-8")
    lines = text.splitlines()
    number = next(n for n, line in enumerate(lines) if '"id": "lavrov"' in line)
    lines[number] = lines[number].replace('"side": "ru"', '"side": "mars"')
    found = broken(tmp_path, actors="\n".join(lines))
    assert found == [f"actors.json:{number + 1}: lavrov: side 'mars' is none of us, ru"]


def test_an_unknown_profile_is_one_line_that_names_the_known() -> None:
    with pytest.raises(UsageError, match="us-russia"):
        load("us-mars")
