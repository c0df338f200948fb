"""Families of wording and of sentences that once were misread, a few examples each. The sentences are ours."""

from __future__ import annotations

from time import process_time

import pytest

from tests.processors.reading.coded import EVENTS, READER, told

Key = tuple[str, str | None, str | None, str]
HAPPENED = "happened"


READ: dict[str, list[tuple[str, Key]]] = {
    "a bad consequence that one means to bring about is a threat": [
        ("The Kremlin said it planned to retaliate against American broadcasters.", ("THREATEN", "ru", "us", HAPPENED)),
        ("The White House has hinted at new sanctions on Russian aluminium.", ("THREATEN", "us", "ru", HAPPENED)),
        ("Sanctions against Moscow are a last option, Blinken said.", ("THREATEN", "us", "ru", HAPPENED)),
        ("Санкции против России остаются крайней мерой, заявил Блинкен.", ("THREATEN", "us", "ru", HAPPENED)),
        ("Посол США намекнул на возможные санкции против «Росатома».", ("THREATEN", "us", "ru", HAPPENED)),
        ("МИД России готовит ответные меры против американских СМИ.", ("THREATEN", "ru", "us", HAPPENED)),
        (
            "Захарова прокомментировала угрозы со стороны американского посла ввести санкции против «Роснефти».",
            ("THREATEN", "us", "ru", HAPPENED),
        ),
    ],
    "a contact that one side says has not been is denied": [
        ("Kushner said he never discussed sanctions with Russian officials.", ("CONSULT", "us", "ru", "denied")),
        ("Rosatom said it had no dealings with the US Department of Energy.", ("CONSULT", "ru", "us", "denied")),
        ("Дмитриев сообщил, что не встречался с Уиткоффом в Майами.", ("CONSULT", "ru", "us", "denied")),
        ("В «Новатэке» заявили, что не имели контактов с американским министром.", ("CONSULT", "ru", "us", "denied")),
    ],
    "whose decision it is does it": [
        ("Moscow regretted the US decision to expel three attachés.", ("SANCTION", "us", "ru", "planned")),
        ("Кремль осудил решение Вашингтона закрыть консульство России.", ("SANCTION", "us", "ru", "planned")),
    ],
    "joined verbs have one subject, an inserted clause leaves it": [
        (
            "Facebook accused Russian outlets of meddling in the 2018 U.S. vote and banned them.",
            ("ACCUSE", "us", "ru", HAPPENED),
        ),
        ("The Russian lawyer, who met Trump's son, denied working for the Kremlin.", ("REJECT", "ru", "us", HAPPENED)),
        ("A Russian skater wants permission to enter the United States.", ("REQUEST", "ru", "us", HAPPENED)),
    ],
    "who is accused stands beside the charge or does what it names": [
        ("Moscow tried to sway American voters, the committee found.", ("ACCUSE", "us", "ru", HAPPENED)),
        (
            "The intelligence community concluded in May that Putin had approved the leak.",
            ("ACCUSE", "us", "ru", HAPPENED),
        ),
        ("The party was robbed by hackers apparently working for Russia.", ("ACCUSE", "us", "ru", HAPPENED)),
        ("Хакеров из России обвинили во взломе американской больницы.", ("ACCUSE", "us", "ru", HAPPENED)),
    ],
    "an office with the name of its country behind it is no pronoun": [
        ("Посол США пригрозил Москве пошлинами.", ("THREATEN", "us", "ru", HAPPENED)),
    ],
    "Russian plurals without a subject befall whom they name": [
        ("Россиянам запретили въезд в США.", ("SANCTION", "us", "ru", HAPPENED)),
        ("Российским дипломатам велели покинуть Хьюстон.", ("SANCTION", "us", "ru", HAPPENED)),
        ("Гражданина США приговорили к пяти годам колонии.", ("COERCE", "ru", "us", HAPPENED)),
        ("Россиянина экстрадировали в США.", ("COERCE", "us", "ru", HAPPENED)),
    ],
    "what angers somebody is not what he does": [
        ("The raid on the villa angered the Kremlin, an American diplomat said.", ("ACCUSE", "ru", "us", HAPPENED)),
    ],
    "what is answered was done by the other side": [
        ("Россия ответила на высылку дипломатов из США.", ("SANCTION", "us", "ru", HAPPENED)),
    ],
    "measures of firms count for their country": [
        ("Boeing stopped buying Russian titanium.", ("SANCTION", "us", "ru", HAPPENED)),
        ("Роскомнадзор замедлил работу американского сервиса.", ("SANCTION", "ru", "us", HAPPENED)),
    ],
    "praise in reported words": [
        ("The White House noted that Russia had kept its word on inspections.", ("SUPPORT", "us", "ru", HAPPENED)),
        ("Kerry pointed out that Moscow had cooperated on chemical weapons.", ("COOPERATE", "ru", "us", HAPPENED)),
    ],
    "who meets in a third country meets nobody of it": [
        ("Burns flew to Ankara to meet Naryshkin.", ("CONSULT", "us", "ru", "planned")),
    ],
    "the words of a deed may name who does it": [
        ("По данным американской разведки, Москва готовила вмешательство.", ("ACCUSE", "us", "ru", HAPPENED)),
    ],
    "anger at what befalls one's own is anger at the other side": [
        ("Вашингтон выразил обеспокоенность арестом американца в России.", ("ACCUSE", "us", "ru", HAPPENED)),
    ],
    "German verbs stand at the end or come apart": [
        ("Die USA haben zwei russische Diplomaten ausgewiesen.", ("SANCTION", "us", "ru", HAPPENED)),
        ("Russland ließ eine amerikanische Tänzerin frei.", ("RETREAT", "ru", "us", HAPPENED)),
        ("Die USA fordern von Russland Antworten.", ("REQUEST", "us", "ru", HAPPENED)),
        ("Das US-Justizministerium klagte sechs russische Agenten an.", ("COERCE", "us", "ru", HAPPENED)),
    ],
    "French passives and reflexives": [
        ("Un journaliste américain a été arrêté à Moscou.", ("COERCE", "ru", "us", HAPPENED)),
        ("Washington s'est retiré du traité avec la Russie.", ("SANCTION", "us", "ru", HAPPENED)),
        ("Des avions russes ont frôlé un navire américain.", ("MOBILIZE", "ru", "us", HAPPENED)),
    ],
    "a plan of both is an agreement": [
        ("The cease-fire took effect at dawn under a U.S.-Russian plan.", ("AGREE", "us", "ru", HAPPENED)),
        ("Перемирие вступило в силу по российско-американскому плану.", ("AGREE", "us", "ru", HAPPENED)),
    ],
    "a caption does not run into its text": [
        ("Посол США (Фото: Ann Doe / Agency) Лавров осудил санкции Вашингтона.", ("ACCUSE", "ru", "us", HAPPENED)),
    ],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [each for family in READ.values() for each in family],
    ids=[t for f in READ.values() for t, _ in f],
)
def test_a_family_is_read(text: str, expected: Key) -> None:
    assert expected in told(text)


UNREAD = [
    ("Рябков не исключил, что Россия вышлет американских дипломатов.", "REJECT"),
    ("МИД России вручил посольству США ноту.", "SUPPORT"),
    ("Carter Page declined to testify about his trips to Moscow.", "REJECT"),
    ("Flynn agreed to cooperate with prosecutors who study his calls to Moscow.", "AGREE"),
    ("Biden said he was ready to stand up to Putin.", "AGREE"),
    ("Indictments were unsealed on Monday after Trump met Putin.", "COERCE"),
    ("Senator Cruz offered Trump an ultimatum before the summit with Putin.", "AGREE"),
    ("The leak was followed by Friday's release, which Russia and the United States noticed.", "RETREAT"),
    ("Новая встреча Лаврова и Рубио пока не планируется, сообщил Песков.", "CONSULT"),
    ("Санкции США ударили по российским банкам.", "ASSAULT"),
    ("The United States is not seeking a fight with Russia, the Pentagon said.", "ACCUSE"),
]


@pytest.mark.parametrize(("text", "type_"), UNREAD, ids=[text for text, _ in UNREAD])
def test_what_only_sounds_like_a_deed_is_none(text: str, type_: str) -> None:
    assert type_ not in {key[0] for key in told(text)}


def test_a_text_that_begins_with_a_denied_contact_is_neutral() -> None:
    reading = READER.read("", "Rosatom said it had no dealings with the US Department of Energy.")
    assert EVENTS.valence(reading, EVENTS.find(reading, None)) == "neutral"


def test_a_page_of_joined_verbs_is_read_in_no_time() -> None:
    reading = READER.read("", "Russia accused the US, who met Moscow, and banned it and " * 150)
    began = process_time()
    EVENTS.find(reading, None)
    assert process_time() - began < 3.0
