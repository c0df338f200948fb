"""Who only answers, complains or tells of a deed, and headline verbs by families. The sentences are ours."""

from __future__ import annotations

import pytest

from tests.processors.reading.coded import Key, events, keys

READ: dict[str, list[tuple[str, Key]]] = {
    "what one comments on the other has done": [
        ("В МИД России прокомментировали отказ Джо Байдена от поездки в Москву.", ("REJECT", "us", "ru")),
        ("Кремль отреагировал на новые громкие обвинения со стороны Вашингтона.", ("ACCUSE", "us", "ru")),
    ],
    "what its seeming doer calls bad the other has done": [
        ("По словам Рябкова, эти незаконные ограничения мешают контактам с США.", ("SANCTION", "us", "ru")),
    ],
    "what one side says the other's forces did is a charge": [
        ("The Pentagon said Russia had deployed rockets in the far north.", ("ACCUSE", "us", "ru")),
        ("Россия развернула ракеты на Камчатке, заявили в Пентагоне.", ("ACCUSE", "us", "ru")),
    ],
    "done at whose request": [
        ("Russian banker's villa seized in Italy at US' request", ("COERCE", "us", "ru")),
    ],
    "the doer of a Russian noun stands in the instrumental, or its service does": [
        ("Захват российского танкера береговой охраной США", ("COERCE", "us", "ru")),
        ("Трамп выразил недовольство действиями России.", ("ACCUSE", "us", "ru")),
        ("Посольство РФ направило ноту Госдепу с требованием пустить консула.", ("REQUEST", "ru", "us")),
    ],
    "a sentence that begins with a place": [
        ("В США директора Positive Technologies обвиняют в шпионаже", ("ACCUSE", "us", "ru")),
        ("В Хьюстоне задержан гражданин России.", ("COERCE", "us", "ru")),
    ],
    "whose a treaty's membership is suspends it": [
        ("Путин подписал закон о приостановке участия России в договоре СНВ-3.", ("SANCTION", "ru", "us")),
    ],
    "who is named behind his office speaks": [
        (
            "Принятые США санкции абсурдны и неприемлемы. Об этом заявил министр иностранных дел Сергей Лавров.",
            ("ACCUSE", "ru", "us"),
        ),
    ],
    "what is proposed or would be done under a condition": [
        ("Сенатор из США предложил новые санкции против России.", ("SANCTION", "us", "ru")),
        ("Trump said he would impose duties on Russia if the truce failed.", ("THREATEN", "us", "ru")),
    ],
    "the owner of what is refused": [
        ("US rejects Russian demand to close two labs", ("REQUEST", "ru", "us")),
        ("A U.S. judge denied a request by the Russian pilot's lawyer.", ("REJECT", "us", "ru")),
    ],
    "a word that is a deed only beside a person": [
        ("Biden wants Putin to free the teacher.", ("REQUEST", "us", "ru")),
        ("США хотят, чтобы Россия вернула останки летчика.", ("REQUEST", "us", "ru")),
        ("Лавров принял Такера Карлсона в особняке.", ("CONSULT", "ru", "us")),
        ("Trump wanted to get along with Russia.", ("AGREE", "us", "ru")),
    ],
    "headline verbs": [
        ("Putin snubs Biden's invitation", ("REJECT", "ru", "us")),
        ("Kremlin brushes aside US report", ("REJECT", "ru", "us")),
        ("Biden threatens Russia with new duties", ("THREATEN", "us", "ru")),
        ("US halts exports of pumps to Russia", ("SANCTION", "us", "ru")),
        ("Russian bombers fly near Hawaii", ("MOBILIZE", "ru", "us")),
        ("Russian frigate spotted off US base", ("MOBILIZE", "ru", "us")),
        ("Russian jet downs US balloon", ("ASSAULT", "ru", "us")),
        ("US envoy, Lavrov in rare call", ("CONSULT", "us", "ru")),
        ("Russian trader pleads guilty in US court", ("COERCE", "us", "ru")),
        ("Hackers from Russia broke into the US Navy, Microsoft says", ("COERCE", "ru", "us")),
        ("Россиянин вернулся домой из американской тюрьмы", ("RETREAT", "us", "ru")),
        ("МИД России назвал визит Байдена балаганом.", ("ACCUSE", "ru", "us")),
        ("White House warns of a shift in Russian tactics", ("ACCUSE", "us", "ru")),
    ],
}

UNREAD: dict[str, list[tuple[str, Key]]] = {
    "businesses that plead with their own government": [
        ("Американские фермеры призвали власти США не вводить пошлин против России.", ("REQUEST", "us", "ru")),
        ("US growers protest against sanctions on Russian fertiliser.", ("ACCUSE", "us", "ru")),
    ],
    "approval of one's own quarrel": [
        ("Госдума одобрила приостановку договора с США.", ("SUPPORT", "ru", "us")),
    ],
    "arrested at home, or in a third country": [
        ("Evil Corp gang arrested in Russia", ("COERCE", "us", "ru")),
        ("ФБР узнало о задержанных в Минске россиянах.", ("COERCE", "us", "ru")),
        ("George Papadopoulos was charged over his contacts with Russia.", ("COERCE", "ru", "us")),
    ],
    "no evidence of what one is said to be suspected of": [
        ("Глава Пентагона сообщил об отсутствии доказательств вмешательства России.", ("ACCUSE", "ru", "us")),
    ],
    "a denial of what the other side is charged with": [
        ("Trump called the reports of Russian meddling a hoax.", ("REJECT", "us", "ru")),
    ],
    "a decree or a wish is no meeting and no request": [
        ("Путин принял закон о товарах из США.", ("CONSULT", "ru", "us")),
        ("Trump wanted to get along with Russia.", ("REQUEST", "us", "ru")),
    ],
}


@pytest.mark.parametrize(("text", "key"), [each for rule in READ.values() for each in rule])
def test_the_deed_is_read(text: str, key: Key) -> None:
    assert key in keys(text, title="Russia and the United States")


@pytest.mark.parametrize(("text", "key"), [each for rule in UNREAD.values() for each in rule])
def test_what_only_looks_like_the_deed_is_none(text: str, key: Key) -> None:
    assert key not in keys(text, title="Russia and the United States")


def test_a_release_that_is_worked_for_has_not_happened() -> None:
    text = "Carstens expected to travel to Moscow to work on securing the release of Paul Whelan"
    found = events(text)
    assert {each.status for each in found if each.type == "RETREAT"} == {"hypothetical"}


def test_a_plan_is_no_possibility() -> None:
    text = "Должен состояться телефонный разговор Лаврова с Рубио."
    assert [each.status for each in events(text)] == ["planned"]
