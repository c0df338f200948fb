"""Who said what: every way in which news attributes words, each by sentences of our own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from detente.messages import Statement
from detente.profiles import load
from processors.reading.features import Reader
from processors.reading.statements import Statements

PROFILE = load("us-russia")
READER, STATEMENTS = Reader(PROFILE), Statements(PROFILE)


def found(text: str, title: str = "", published: datetime | None = None) -> tuple[Statement, ...]:
    return STATEMENTS.find(READER.read(title, text), published)


def told(text: str, title: str = "") -> list[tuple[str, str, str, str]]:
    return [(each.speaker.id or each.speaker.name, each.verb, each.kind, each.words) for each in found(text, title)]


ENGLISH = {
    "that": (
        "Putin said on Monday that the talks were useful.",
        [("putin", "says", "reported", "the talks were useful")],
    ),
    "no that": (
        "Putin said in a statement on Monday the talks were useful.",
        [("putin", "says", "reported", "the talks were useful")],
    ),
    "behind": (
        "The talks with Washington were useful, Dmitry Peskov said on Friday.",
        [("peskov", "says", "reported", "The talks with Washington were useful")],
    ),
    "inverted": (
        "The talks with Washington were useful, said Kremlin spokesman Dmitry Peskov.",
        [("peskov", "says", "reported", "The talks with Washington were useful")],
    ),
    "curly": (
        "“The talks were useful,” Peskov told reporters.",
        [("peskov", "says", "direct", "The talks were useful,")],
    ),
    "straight": ('"The talks were useful," said Peskov.', [("peskov", "says", "direct", "The talks were useful,")]),
    "single": ("‘The talks were useful,’ Peskov said.", [("peskov", "says", "direct", "The talks were useful,")]),
    "several sentences": (
        "“The talks were useful. We agreed on flights,” Peskov said.",
        [("peskov", "says", "direct", "The talks were useful. We agreed on flights,")],
    ),
    "inserted": (
        "“The talks,” Peskov said, “were useful.”",
        [("peskov", "says", "direct", "The talks,” Peskov said, “were useful.")],
    ),
    "colon": (
        "Peskov told the Interfax agency: “The talks were useful.”",
        [("peskov", "says", "direct", "The talks were useful.")],
    ),
    "mixed": (
        "Peskov said the talks were “useful” for Moscow.",
        [("peskov", "says", "mixed", "the talks were “useful” for Moscow")],
    ),
    "going on": (
        "“The talks were useful,” Peskov said. “We agreed on flights.”",
        [("peskov", "says", "direct", "The talks were useful,"), ("peskov", "says", "direct", "We agreed on flights.")],
    ),
    "paragraphs": (
        "“The talks were useful,” Peskov said.\n“We agreed on flights.\n“We will meet again,” he added.",
        [
            ("peskov", "says", "direct", "The talks were useful,"),
            ("peskov", "says", "direct", "We agreed on flights."),
            ("peskov", "promises", "direct", "We will meet again,"),
        ],
    ),
    "as put": ("The talks were useful, as Peskov put it.", []),
    "according": (
        "According to the Pentagon, the pilots were safe.",
        [("pentagon", "says", "reported", "the pilots were safe")],
    ),
    "according behind": (
        "The pilots were safe, according to the Pentagon.",
        [("pentagon", "says", "reported", "The pilots were safe")],
    ),
    "quoted as saying": (
        "Lavrov was quoted as saying that the talks were useful.",
        [("lavrov", "says", "reported", "the talks were useful")],
    ),
    "two verbs": (
        "Rubio condemned the strike and called for a ceasefire.",
        [("rubio", "accuses", "reported", "the strike"), ("rubio", "demands", "reported", "a ceasefire")],
    ),
    "participle stays inside": (
        "Rubio said the talks were useful, adding that more would follow.",
        [("rubio", "says", "reported", "the talks were useful, adding that more would follow")],
    ),
    "participle alone": (
        "Rubio left the meeting early, saying the talks were useful.",
        [("rubio", "says", "reported", "the talks were useful")],
    ),
    "apposition": (
        "Marco Rubio, a former senator from Florida, said the talks were useful.",
        [("rubio", "says", "reported", "the talks were useful")],
    ),
    "accuse of": ("Moscow accused Washington of delay.", [("russia", "accuses", "reported", "Washington of delay")]),
    "deny": (
        "The Kremlin denied any part in the attack.",
        [("kremlin", "denies", "reported", "any part in the attack")],
    ),
    "something denied": (
        "Investigators look into meddling in the vote, something Moscow denies.",
        [("russia", "denies", "reported", "meddling in the vote")],
    ),
    "no comment": (
        "The State Department declined to comment on the report.",
        [("state_department", "declines_to_comment", "reported", "declined to comment on the report")],
    ),
    "no answer": (
        "Rubio did not immediately respond to a request for comment.",
        [("rubio", "declines_to_comment", "reported", "did not immediately respond to a request for comment")],
    ),
    "thanks": ("Trump thanked Putin for the release.", [("trump", "thanks", "reported", "Putin for the release")]),
    "promise": ("Lavrov promised to answer soon.", [("lavrov", "promises", "reported", "to answer soon")]),
    "warning": ("Medvedev warned that war was near.", [("medvedev", "warns", "reported", "war was near")]),
    "confirmation": ("The Pentagon confirmed the flight.", [("pentagon", "confirms", "reported", "the flight")]),
    "question": (
        "Trump asked Putin whether the report was true.",
        [("trump", "other", "reported", "whether the report was true")],
    ),
    "plain denial": ("Peskov said the report was a hoax.", [("peskov", "denies", "reported", "the report was a hoax")]),
    "he": (
        "Putin met Witkoff in Moscow. He said the talks were useful.",
        [("putin", "says", "reported", "the talks were useful")],
    ),
    "she": (
        "Maria Zakharova spoke to the press. She said the talks were useful.",
        [("zakharova", "says", "reported", "the talks were useful")],
    ),
    "it": (
        "The Pentagon denied the report. It said the pilots were safe.",
        [("pentagon", "denies", "reported", "the report"), ("pentagon", "says", "reported", "the pilots were safe")],
    ),
    "the senator": (
        "Senator Lindsey Graham met Rubio. The senator said a vote was near.",
        [("graham", "says", "reported", "a vote was near")],
    ),
    "the ministry": (
        "The Russian Foreign Ministry spoke on Friday. The ministry said that a visit was near.",
        [("russian_foreign_ministry", "says", "reported", "a visit was near")],
    ),
    "unknown person": (
        "German Chancellor Friedrich Merz said Russia must stop. Merz said a meeting was near.",
        [
            ("Friedrich Merz", "demands", "reported", "Russia must stop"),
            ("Friedrich Merz", "says", "reported", "a meeting was near"),
        ],
    ),
    "third state": ("Kyiv said the talks were useful.", [("Ukraine", "says", "reported", "the talks were useful")]),
    "third body": (
        "The Syrian government said the talks were useful.",
        [("Syrian government", "says", "reported", "the talks were useful")],
    ),
    "passed on": (
        "Putin also said he did not understand the claims, Peskov added.",
        [("putin", "says", "reported", "he did not understand the claims")],
    ),
    "dateline": (
        "MOSCOW (Reuters) - The talks were useful, Peskov said.",
        [("peskov", "says", "reported", "The talks were useful")],
    ),
}

RUSSIAN = {
    "что": ("Песков заявил, что переговоры были полезны.", [("peskov", "says", "reported", "переговоры были полезны")]),
    "о": ("Путин заявил о готовности к переговорам.", [("putin", "says", "reported", "о готовности к переговорам")]),
    "позади": (
        "Переговоры с США были полезны, заявил пресс-секретарь президента Дмитрий Песков.",
        [("peskov", "says", "reported", "Переговоры с США были полезны")],
    ),
    "кавычки": ("«Мы готовы к диалогу», — сказал Лавров.", [("lavrov", "says", "direct", "Мы готовы к диалогу")]),
    "дефис": ('"Мы готовы к диалогу", - сказал Лавров.', [("lavrov", "says", "direct", "Мы готовы к диалогу")]),
    "лапки": ("„Мы готовы к диалогу“, — сказал Лавров.", [("lavrov", "says", "direct", "Мы готовы к диалогу")]),
    "вложенные": (
        "«Нам нужны «реалии на земле» и мир», — сказал Лавров.",
        [("lavrov", "says", "direct", "Нам нужны «реалии на земле» и мир")],
    ),
    "вложенные, закрытые раз": (
        "«Нам нужны мир и «реалии на земле», — сказал Лавров.",
        [("lavrov", "says", "direct", "Нам нужны мир и «реалии на земле")],
    ),
    "тире": (
        "— Мы готовы к диалогу, — сказал Лавров, — и ждём ответа.",
        [("lavrov", "says", "direct", "Мы готовы к диалогу, — сказал Лавров, — и ждём ответа")],
    ),
    "двоеточие": ("Лавров сказал: «Мы готовы к диалогу».", [("lavrov", "says", "direct", "Мы готовы к диалогу")]),
    "несколько предложений": (
        "«Мы готовы к диалогу. Мы ждём ответа», — сказал Лавров.",
        [("lavrov", "says", "direct", "Мы готовы к диалогу. Мы ждём ответа")],
    ),
    "по словам": (
        "По словам Лаврова, переговоры были полезны.",
        [("lavrov", "says", "reported", "переговоры были полезны")],
    ),
    "по словам, внутри": (
        "Переговоры, по словам Рубио, были полезны.",
        [("rubio", "says", "reported", "Переговоры, по словам Рубио, были полезны")],
    ),
    "по его словам": (
        "Лавров выступил в Москве. По его словам, переговоры были полезны.",
        [("lavrov", "says", "reported", "переговоры были полезны")],
    ),
    "как отметил": (
        "Как отметил Песков, переговоры были полезны.",
        [("peskov", "says", "reported", "переговоры были полезны")],
    ),
    "в Кремле": ("В Кремле сообщили, что визит готовится.", [("kremlin", "says", "reported", "визит готовится")]),
    "в Кремле, позади": (
        "Визит в Вашингтон готовится, сообщили в Кремле.",
        [("kremlin", "says", "reported", "Визит в Вашингтон готовится")],
    ),
    "дополнение впереди": (
        "Позднее эту информацию подтвердили в Госдепе.",
        [("state_department", "confirms", "reported", "эту информацию")],
    ),
    "но подчеркнул": (
        "Лавров заявил о готовности к диалогу, но подчеркнул, что США должны ответить.",
        [
            ("lavrov", "says", "reported", "о готовности к диалогу"),
            ("lavrov", "demands", "reported", "США должны ответить"),
        ],
    ),
    "обвинил": (
        "Захарова обвинила США в срыве переговоров.",
        [("zakharova", "accuses", "reported", "США в срыве переговоров")],
    ),
    "опроверг": ("Песков опроверг сообщения о звонке.", [("peskov", "denies", "reported", "сообщения о звонке")]),
    "без комментариев": (
        "Песков отказался комментировать слова Трампа.",
        [("peskov", "declines_to_comment", "reported", "отказался комментировать слова Трампа")],
    ),
    "не стал пояснять": (
        "Песков не стал пояснять слова Трампа.",
        [("peskov", "declines_to_comment", "reported", "не стал пояснять слова Трампа")],
    ),
    "она": (
        "Мария Захарова встретилась с послом Дарчиевым. Она сообщила, что визит готовится.",
        [("zakharova", "says", "reported", "визит готовится")],
    ),
    "министр": (
        "Сергей Лавров прилетел в Анкару. Министр сообщил, что визит готовится.",
        [("lavrov", "says", "reported", "визит готовится")],
    ),
    "чужой": (
        "Глава МИД Украины Андрей Сибига заявил, что визит готовится.",
        [("Андрей Сибига", "says", "reported", "визит готовится")],
    ),
    "чужая столица": ("Киев заявил, что визит готовится.", [("Ukraine", "says", "reported", "визит готовится")]),
    "в сообщении": (
        "«Визит готовится к июлю», — говорится в сообщении МИД РФ.",
        [("russian_foreign_ministry", "says", "direct", "Визит готовится к июлю")],
    ),
}

OTHERS = {
    "de": (
        "Ein Treffen mit Washington ist möglich, sagte Dmitri Peskow. „Wir sind bereit“, sagte Peskow.",
        [
            ("peskov", "says", "reported", "Ein Treffen mit Washington ist möglich"),
            ("peskov", "says", "direct", "Wir sind bereit"),
        ],
    ),
    "fr": (
        "Le Kremlin a accusé Washington de mensonge. « Nous sommes prêts », a déclaré Sergueï Lavrov.",
        [
            ("kremlin", "accuses", "reported", "Washington de mensonge"),
            ("lavrov", "says", "direct", "Nous sommes prêts"),
        ],
    ),
    "uk": (
        "Держдеп заявив, що зустріч можлива. «Ми готові», — сказав Пєсков.",
        [("state_department", "says", "reported", "зустріч можлива"), ("peskov", "says", "direct", "Ми готові")],
    ),
    "pl": (
        "Kreml oświadczył, że spotkanie jest możliwe. „Jesteśmy gotowi” – powiedział Siergiej Ławrow.",
        [("kremlin", "says", "reported", "spotkanie jest możliwe"), ("lavrov", "says", "direct", "Jesteśmy gotowi")],
    ),
}


@pytest.mark.parametrize("case", [*ENGLISH, *RUSSIAN, *OTHERS])
def test_a_way_of_attributing(case: str) -> None:
    text, expected = {**ENGLISH, **RUSSIAN, **OTHERS}[case]
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "RIA reported that the talks were useful.",
        "A source in Washington said the talks were useful.",
        "US officials said the talks were useful.",
        "Peskov did not say who would come to Washington.",
        "Peskov would say more on Monday, it seems.",
        "Kerry was accused of weakness.",
        "The talks between Moscow and Washington were useful.",
        "Источник в Кремле сообщил, что визит готовится.",
        "Песков не сообщил, когда состоится визит.",
    ],
)
def test_what_media_and_nobody_named_say_is_no_statement_nor_is_what_was_not_said(text: str) -> None:
    assert told(text) == []


def test_words_end_where_media_say_that_they_report_them() -> None:
    assert told("Lavrov said that the talks were useful, RIA news agency reported.") == [
        ("lavrov", "says", "reported", "the talks were useful")
    ]


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Trump told Putin that the war must end.", "putin"),
        ("Moscow accused Washington of delay.", "united_states"),
        ("Medvedev warned the United States that war was near.", "united_states"),
        ("Lindsey Graham called on the Kremlin to release him.", "kremlin"),
        ("Захарова обвинила США в срыве переговоров.", "united_states"),
        ("Peskov told reporters that the talks were useful.", None),
        ("Peskov said that Washington was silent.", None),
    ],
)
def test_whom_it_is_said_to(text: str, addressee: str | None) -> None:
    (one,) = found(text)
    assert (one.addressee.id if one.addressee else None) == addressee


def test_a_denial_points_at_what_it_denies() -> None:
    accusation, denial = found(
        "The State Department accused Russia of hacking a power company in Texas. "
        "The Kremlin denied that Russia had hacked any power company."
    )
    assert denial.answers == accusation.words
    assert accusation.answers is None


def test_a_denial_that_only_points_answers_the_last_accusation_of_another() -> None:
    *_, accusation, denial = found(
        "Rubio thanked Qatar. Lavrov accused Washington of delay. Rubio rejected the accusation."
    )
    assert denial.answers == accusation.words


def test_an_office_speaks_for_its_holder_at_the_date_of_the_text() -> None:
    text = "The US secretary of state said the talks were useful."
    holders = {2016: "kerry", 2025: "rubio"}
    for year, holder in holders.items():
        (one,) = found(text, published=datetime(year, 5, 1, tzinfo=UTC))
        assert one.speaker.id == holder
    assert found(text)[0].speaker.id == "secretary_of_state"


def test_the_title_is_read_only_where_the_text_says_nothing() -> None:
    title = "Lavrov says the talks were useful"
    assert told("It rained in Geneva.", title) == [("lavrov", "says", "reported", "the talks were useful")]
    assert [each[0] for each in told("Rubio said the talks were long.", title)] == ["rubio"]


def test_the_sentence_is_that_of_the_attribution() -> None:
    one, two = found("It rained. “We met. We agreed,” Peskov said. Rubio said the talks were long.")
    assert one.sentence == "“We met. We agreed,” Peskov said."
    assert two.sentence == "Rubio said the talks were long."


def test_a_speaker_has_the_profiles_name_and_side_and_a_stranger_what_is_written() -> None:
    known, stranger = found("Песков заявил, что визит готовится. Канцлер Германии Фридрих Мерц заявил, что рад.")
    assert (known.speaker.name, known.speaker.side) == ("Dmitry Peskov", "ru")
    assert (stranger.speaker.id, stranger.speaker.name, stranger.speaker.side) == (None, "Фридрих Мерц", None)
