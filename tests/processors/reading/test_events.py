"""Who does what to whom: voice, word order, denial, plans, threats, and third parties. The sentences are ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.profiles import load
from processors.reading.events import Events
from processors.reading.features import Reader
from tests.processors.reading.coded import EVENTS, PROFILE, READER, events
from tests.processors.reading.coded import told as keys

WORDS = (
    *("Putin", "Trump", "Moscow", "the United States", "Kyiv", "Russian", "American", "Lavrov", "he", "it", "who"),
    *("accused", "sanctions", "talks with", "denied", "threatened", "was arrested by", "may meet", "said", "on", "and"),
    *("Путин", "США", "Россия", "Трампа", "обвинил", "санкции", "переговоры", "отверг", "заявил", "против", "в", "он"),
    *(",", ".", ":", "“", "”", "«", "»", "—", "\n", "\u00a0", "Ё", "İ"),
)


ACTS = [
    ("The United States imposed sanctions on Russia.", ("SANCTION", "us", "ru", "happened")),
    ("Two Russian banks were sanctioned by the US Treasury.", ("SANCTION", "us", "ru", "happened")),
    ("Russia expelled two American diplomats.", ("SANCTION", "ru", "us", "happened")),
    ("Two American diplomats were expelled by Russia.", ("SANCTION", "ru", "us", "happened")),
    ("The Kremlin's accusations against Washington were repeated.", ("ACCUSE", "ru", "us", "happened")),
    ("Sergey Lavrov, who met students in Kazan, accused the Americans of deceit.", ("ACCUSE", "ru", "us", "happened")),
    ("Moscow was accused by Washington of cheating.", ("ACCUSE", "us", "ru", "happened")),
    ("The State Department demanded that Russia release the teacher.", ("REQUEST", "us", "ru", "happened")),
    ("Russia must leave the house, the State Department said.", ("REQUEST", "us", "ru", "happened")),
    ("The White House thanked Vladimir Putin for the gesture.", ("SUPPORT", "us", "ru", "happened")),
    ("Washington lifted sanctions on a Russian airline.", ("RETREAT", "us", "ru", "happened")),
    ("A Russian fighter intercepted an American plane.", ("MOBILIZE", "ru", "us", "happened")),
    ("Evan Gershkovich was sentenced by a Russian court.", ("COERCE", "ru", "us", "happened")),
    ("The US, the EU and Britain have blamed Russia for the hack.", ("ACCUSE", "us", "ru", "happened")),
    ("США ввели санкции против России.", ("SANCTION", "us", "ru", "happened")),
    ("Сергей Лавров пригрозил Вашингтону ответом.", ("THREATEN", "ru", "us", "happened")),
    ("ФСБ задержала американца.", ("COERCE", "ru", "us", "happened")),
    ("Российский хакер был арестован американцами.", ("COERCE", "us", "ru", "happened")),
    ("В Кремле раскритиковали Белый дом.", ("ACCUSE", "ru", "us", "happened")),
    ("В Москве ответили на призыв Трампа к перемирию.", ("REQUEST", "us", "ru", "happened")),
    ("Действия США неприемлемы, заявил Сергей Рябков.", ("ACCUSE", "ru", "us", "happened")),
]


@pytest.mark.parametrize(("text", "expected"), ACTS, ids=[text for text, _ in ACTS])
def test_doer_and_target_stand_where_grammar_puts_them(text: str, expected: tuple[str, str, str, str]) -> None:
    found = keys(text)
    assert expected in found
    assert (expected[0], expected[2], expected[1], expected[3]) not in found


STATUSES = [
    ("Donald Trump and Vladimir Putin met in Helsinki.", "happened"),
    ("Donald Trump and Vladimir Putin will meet in Helsinki.", "planned"),
    ("Donald Trump and Vladimir Putin may meet in Helsinki.", "hypothetical"),
    ("The Kremlin denied a report of secret talks with the White House.", "denied"),
    ("Сергей Лавров встретился с Марко Рубио.", "happened"),
    ("Сергей Лавров планирует встретиться с Марко Рубио.", "planned"),
    ("Встреча Сергея Лаврова с Марко Рубио возможна.", "hypothetical"),
    ("В Кремле опровергли тайные переговоры с Вашингтоном.", "denied"),
]


@pytest.mark.parametrize(("text", "status"), STATUSES, ids=[text for text, _ in STATUSES])
def test_a_meeting_is_what_its_sentence_says_it_is(text: str, status: str) -> None:
    assert {each.status for each in events(text) if each.type == "CONSULT"} == {status}


def test_a_deed_that_was_not_done_is_none() -> None:
    assert not keys("The United States has not imposed sanctions on Russia.")
    assert not keys("США не ввели санкции против России.")


def test_a_condition_is_a_threat_and_no_sanction() -> None:
    found = keys("Donald Trump threatened Russia with tariffs unless it agrees to a truce.")
    assert ("THREATEN", "us", "ru", "happened") in found
    assert not any(type_ == "SANCTION" for type_, *_ in found)


def test_readiness_for_something_hostile_is_no_agreement() -> None:
    assert not any(each.type == "AGREE" for each in events("Washington is ready to impose sanctions on Russia."))
    assert any(each.type == "AGREE" for each in events("Washington is ready to resume talks with Russia."))


NOT_OURS = [
    "Volodymyr Zelensky met Donald Trump after Russia's attack.",
    "Russia shelled Kharkiv. Germany condemned Moscow.",
    "The United States sent Ukraine missiles against Russian tanks.",
    "Xi Jinping held talks with Vladimir Putin.",
    "Donald Trump accused Joe Biden of weakness towards Russia.",
    "Россия и Китай провели переговоры.",
    "Владимир Путин обвинил Киев в срыве перемирия. США молчат.",
    "Белый дом отказался комментировать слова Пескова.",
]


@pytest.mark.parametrize("text", NOT_OURS)
def test_what_third_parties_do_or_suffer_is_no_event_of_the_two(text: str) -> None:
    assert not keys(text)


def test_a_pronoun_stands_for_who_spoke_before() -> None:
    found = keys("Sergey Lavrov spoke in Geneva about the treaty. He accused the United States of breaking it.")
    assert ("ACCUSE", "ru", "us", "happened") in found
    found = keys("Марко Рубио выступил в сенате. Он обвинил Россию в обмане.")
    assert ("ACCUSE", "us", "ru", "happened") in found


def test_those_who_met_are_still_meant_by_they() -> None:
    text = "Sergey Lavrov and Marco Rubio had dinner in Rome. They agreed on a truce."
    assert ("AGREE", "ru", "us", "happened") in keys(text)


def test_an_unnamed_side_is_understood_only_in_a_text_about_the_relation() -> None:
    reading = READER.read("", "Moscow condemned the new step.")
    assert EVENTS.find(reading, None)
    assert not EVENTS.find(reading, None, about_relation=False)


def test_the_most_specific_actor_is_named() -> None:
    (event,) = events("Russian Foreign Minister Sergey Lavrov accused US Secretary of State Marco Rubio of deceit.")
    assert (event.actor.id, event.target.id) == ("lavrov", "rubio")
    assert (event.quad, event.cameo, event.score) == ("V-CONF", "112", -3.5)


def test_each_happening_is_told_once_by_the_sentence_that_says_it_most_fully() -> None:
    text = "Moscow accused the US. The two sides are apart. Maria Zakharova accused the US State Department of deceit."
    (event,) = [each for each in events(text, "Moscow accuses the US") if each.type == "ACCUSE"]
    assert event.sentence.startswith("Maria Zakharova")


@given(st.lists(st.sampled_from(WORDS), max_size=40), st.lists(st.sampled_from(WORDS), max_size=8))
def test_an_event_is_between_the_two_sides_and_its_sentence_a_piece_of_the_text(
    words: list[str], heading: list[str]
) -> None:
    text, title = " ".join(words), " ".join(heading)
    found = events(text, title)
    for each in found:
        assert each.sentence in text or each.sentence == title
        assert {each.actor.side, each.target.side} == {"us", "ru"}
        assert PROFILE.events.types[each.type].quad == each.quad
        for party in (each.actor, each.target):
            assert party.id is not None
            assert PROFILE.actors[party.id].side == party.side
    assert len({(e.type, e.actor.side, e.target.side, e.status) for e in found}) == len(found)


def test_the_other_profile_finds_the_events_of_its_own_pair() -> None:
    profile = load("us-china")
    reading = Reader(profile).read("", "China imposed tariffs on the United States. Russia accused the US of deceit.")
    found = Events(profile).find(reading, None)
    assert {(each.type, each.actor.side, each.target.side) for each in found} == {("SANCTION", "cn", "us")}
