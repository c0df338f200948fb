"""Constructions of headlines and wires in which who does what is easily misread. The sentences are ours."""

from __future__ import annotations

import pytest

from tests.processors.reading.coded import Key, keys

READ = [
    ("Trevor Reed's trial in Saratov was put off.", ("COERCE", "ru", "us")),
    ("The appeal of Viktor Bout against his sentence failed in the United States.", ("COERCE", "us", "ru")),
    ("A nurse's detention in Russia has angered the White House.", ("COERCE", "ru", "us")),
    ("Moscow laughs off a US court freeze on two yachts.", ("COERCE", "us", "ru")),
    ("Burns flew home after new threats from Moscow.", ("THREATEN", "ru", "us")),
    ("The White House announced the expulsion of three Russian attachés.", ("SANCTION", "us", "ru")),
    ("Senators are weighing Russia sanctions, the White House says.", ("SANCTION", "us", "ru")),
    ("The White House accused Moscow of having expelled two attachés.", ("SANCTION", "ru", "us")),
    ("Lavrov thanked Washington for releasing the pilot.", ("RETREAT", "us", "ru")),
    ("The United States alleged that Moscow moved rockets.", ("ACCUSE", "us", "ru")),
    ("Lavrov says he is open to a call with the United States.", ("AGREE", "ru", "us")),
    ("Песков сообщил, что Россия была готова к разговору с США.", ("AGREE", "ru", "us")),
    ("US wheat was an excuse to breach the pact, according to Lavrov.", ("ACCUSE", "ru", "us")),
    ("По мнению Лаврова, действия США неприемлемы.", ("ACCUSE", "ru", "us")),
    ("Вашингтон ведет себя цинично. Об этом заявил Сергей Рябков.", ("ACCUSE", "ru", "us")),
    ("Россию заподозрили в подкупе американских судей.", ("ACCUSE", "us", "ru")),
    ("Американские санкции против «Северного потока» вступили в силу.", ("SANCTION", "us", "ru")),
    ("Рябков напомнил об угрозе санкций США против порта.", ("THREATEN", "us", "ru")),
    ("Осуждаем новый налет на дачу и обыск, устроенный США, сказала Захарова.", ("ACCUSE", "ru", "us")),
    ("США дали понять Москве, что она должна вернуть судно, сообщил Рубио.", ("REQUEST", "us", "ru")),
    ("Трамп «недоволен» Путиным.", ("ACCUSE", "us", "ru")),
    ("Предложения США назвали циничными в Кремле.", ("ACCUSE", "ru", "us")),
    ("Должна пройти встреча Сергея Лаврова с Марко Рубио.", ("CONSULT", "ru", "us")),
    ("Udział w budowie Nord Stream 2 grozi amerykańskimi sankcjami.", ("THREATEN", "us", "ru")),
]


@pytest.mark.parametrize(("text", "expected"), READ, ids=[text for text, _ in READ])
def test_a_construction_is_read_in_its_direction(text: str, expected: Key) -> None:
    found = keys(text)
    assert expected in found
    assert (expected[0], expected[2], expected[1]) not in found or expected[0] == "CONSULT"


UNREAD = [
    ("Rick Perry and Nord Stream 2 met again in the headlines.", "CONSULT"),
    ("Blinken met with Trevor Reed's parents to talk about the cell in Russia.", "CONSULT"),
    ("Senators urged the White House to be firm with Moscow.", "REQUEST"),
    ("Rubio ruled out pulling back troops from the Russian border.", "RETREAT"),
    ("In a joint statement, the U.S., Britain and Norway said they had spoken to Russian envoys.", "AGREE"),
    ("Leaders will meet in Oslo to punish Russia, the White House said.", "CONSULT"),
    ("Carter Page denied meeting Russian bankers.", "REJECT"),
    ("The ties of the United States and Russia deteriorate.", "ACCUSE"),
]


@pytest.mark.parametrize(("text", "type_"), UNREAD, ids=[text for text, _ in UNREAD])
def test_what_only_looks_like_an_event_is_none(text: str, type_: str) -> None:
    assert type_ not in {name for name, _, _ in keys(text)}


def test_under_sanctions_in_a_clause_with_in_which_is_not_who_was_named_before() -> None:
    found = keys("Палата представителей обсудила доклад, в котором под санкции попадают баржи «Северного потока».")
    assert ("SANCTION", "ru", "us") not in found


def test_a_label_of_the_matter_is_no_speaker() -> None:
    assert ("ACCUSE", "ru", "us") not in keys("", "Russia-Ukraine: US warns of an unprovoked provocation")


def test_a_denial_answers_an_accusation_however_far_down_it_stands() -> None:
    filler = "The weather over the bay was fair and the ferries ran on time all week long, as they do in June. " * 6
    told = "The US Justice Department accused Russia of hacking a dam. "
    assert ("REJECT", "ru", "us") in keys(told + filler + "The Kremlin has denied the allegations.")
    assert ("REJECT", "ru", "us") not in keys("Trump met Putin. " + filler + "The Kremlin has denied the rumours.")


def test_what_one_side_says_of_the_other_is_blame_where_nothing_else_is_told() -> None:
    assert keys("", "Kirby: Russia moves field kitchens to the border") == {("ACCUSE", "us", "ru")}
    assert keys("Рубио отказался комментировать слова Лаврова.") == set()


def test_a_verb_with_its_reflexive_ending_has_no_genitive() -> None:
    assert ("MOBILIZE", "us", "ru") not in keys("Над бухтой поднялся истребитель Су-30, США наблюдали за ним.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("США висунули звинувачення двом росіянам.", ("COERCE", "us", "ru")),
        ("Кремль має припинити вбивства, вважає Кірбі.", ("ACCUSE", "us", "ru")),
        ("Росія погрожує США жорсткою відповіддю.", ("THREATEN", "ru", "us")),
        ("Amerykanie zajmują rosyjski frachtowiec.", ("COERCE", "us", "ru")),
        ("Rosja wysłała okręt wojenny w pobliże USA.", ("MOBILIZE", "ru", "us")),
        ("Biały Dom ocenił, że ten gazociąg Rosji to broń polityczna.", ("ACCUSE", "us", "ru")),
    ],
)
def test_ukrainian_and_polish_word_the_same(text: str, expected: Key) -> None:
    assert expected in keys(text)
