"""Who speaks where a phrase does not plainly say so: short titles, foreign bodies, relative clauses, remarks."""

from __future__ import annotations

import pytest

from detente.profiles import load
from processors.reading.features import Reader
from processors.reading.statements import Statements

PROFILE = load("us-russia")
READER, STATEMENTS = Reader(PROFILE), Statements(PROFILE)


def told(text: str, title: str = "") -> list[tuple[str, str]]:
    found = STATEMENTS.find(READER.read(title, text), None)
    return [(each.speaker.id or each.speaker.name, each.words) for each in found]


ENGLISH = {
    "a pipeline": (
        "Nord Stream 2 says much about Europe, Rick Perry said.",
        [("perry_rick", "Nord Stream 2 says much about Europe")],
    ),
    "Mr.": (
        "Paul R. Madden, the mayor of Salem, met Rubio. “We are ready to talk,” said Mr. Madden, who looked tired.",
        [("Paul R. Madden", "We are ready to talk,")],
    ),
    "Mr. before the verb": ("“We are ready to talk,” Mr. Rubio said.", [("rubio", "We are ready to talk,")]),
    "Sen. and party": (
        "Sen. Ada Finch (D-Ohio) said the talks were useful.",
        [("Ada Finch", "the talks were useful")],
    ),
    "Jr., and party": (
        "“The talks were long,” Rep. John Moss Jr., D-Ohio, said on the floor.",
        [("John Moss", "The talks were long,")],
    ),
    "title, name": (
        "The talks were long and useful, the head of the Arms Council (AC), Ada Finch, told CNN on Friday.",
        [("Ada Finch", "The talks were long and useful")],
    ),
    "name, title with a plural": (
        "Ada Finch, one of his personal lawyers, said Lukoil has not been asked.",
        [("Ada Finch", "Lukoil has not been asked")],
    ),
    "they who were named together": (
        "Senators Ada Finch and John Moss said war was near. They said it was late. The senators called for talks.",
        [("Ada Finch", "war was near"), ("Ada Finch", "it was late"), ("Ada Finch", "talks")],
    ),
    "a quotation goes on after a name": (
        "Ada Finch, a young broker, said Rubio “cannot lose now” in a message.",
        [("Ada Finch", "Rubio “cannot lose now” in a message")],
    ),
    "whose worth": (
        "Ada Finch, a tailor, said her shop had no room for Rubio’s and Gates’ coats.",
        [("Ada Finch", "her shop had no room for Rubio’s and Gates’ coats")],
    ),
    "a clause of its own after the verb": (
        "Marco Rubio, the top diplomat, said on Monday she had made a mistake.",
        [("rubio", "she had made a mistake")],
    ),
    "who declined, said": (
        "But Rubio, who declined to comment on the raid, said the talks were useful.",
        [("rubio", "the talks were useful"), ("rubio", "declined to comment on the raid")],
    ),
    "apostrophe": (
        "Ned O’Hara came to Moscow. O’Hara said the talks were useful.",
        [("Ned O’Hara", "the talks were useful")],
    ),
    "single name": (
        "Many blamed Plaxo. Plaxo did not respond to questions.",
        [("Plaxo", "did not respond to questions")],
    ),
    "the company": (
        "Twitter Inc accused Moscow of hacking. “We will fight it,” the company said.",
        [("twitter", "Moscow of hacking"), ("twitter", "We will fight it,")],
    ),
    "it after media": (
        "The Justice Department has proof, the Wall Street Journal reported. A trial is near, it said.",
        [],
    ),
    "a third country's ministry": (
        "Russia is near. The Azeri defense ministry said the army was ready.",
        [("Azeri defense ministry", "the army was ready")],
    ),
    "senators": ("A pair of senators called on Biden to act, saying they would push for it.", []),
    "telling after a lead": (
        "Asked whether he missed Tillerson, Trump smiled, telling reporters: “It is late.”",
        [("trump", "It is late.")],
    ),
    "issued a statement saying": (
        "Rubio issued a statement saying the talks were useful.",
        [("rubio", "the talks were useful")],
    ),
    "responded, telling": (
        "Rubio responded on Tuesday, telling CNN the talks were useful.",
        [("rubio", "the talks were useful")],
    ),
    "a diplomat": (
        "Rubio came. A U.N. Security Council diplomat said war was near. “It is bad,” the diplomat said.",
        [],
    ),
    "whose minister": ("Angela Merkel came. Iran’s foreign minister said war was near.", []),
    "secretary-general": (
        "U.N. Secretary-General Ban Ki-moon said war was near.",
        [("Ban Ki-moon", "war was near")],
    ),
    "Mr. in a dateline": (
        "BEIRUT Syrian rebels are near. “Moscow is silent,” said Ada Finch.",
        [("Ada Finch", "Moscow is silent,")],
    ),
    "King": (
        '"Our patience is over," said Norway\'s King Harald.',
        [("Harald", "Our patience is over,")],
    ),
    "told The Hill": (
        "Ada Finch told The Hill the talks were long. He added they were useful.",
        [("Ada Finch", "the talks were long"), ("Ada Finch", "they were useful")],
    ),
    "the president called out": (
        "President Barack Obama spoke in Ohio. Later the president also called out House Speaker Ada Finch.",
        [("obama", "House Speaker Ada Finch")],
    ),
}

RUSSIAN = {
    "который": (
        "Приехал посол США Джон Салливан, который в интервью Handelsblatt заявил, что визит готовится.",
        [("sullivan_john", "визит готовится")],
    ),
    "в которых": (
        "Лавров разослал письма, в которых призвал отказаться от санкций.",
        [("lavrov", "отказаться от санкций")],
    ),
    "на которых он": (
        "Вышли записи речи Дональда Трампа, на которых он рассказывает, что строил мосты.",
        [("trump", "строил мосты")],
    ),
    "звание с запятой": (
        "Груз прибыл в порт вечером, сообщил начальник службы морской, речной и портовой охраны Иван Коробов.",
        [("Иван Коробов", "Груз прибыл в порт вечером")],
    ),
    "вставка": (
        "При этом, напомнил Лавров, переговоры полезны.",
        [("lavrov", "переговоры полезны")],
    ),
    "причём, по словам": (
        "Причём, по словам Лаврова, переговоры полезны.",
        [("lavrov", "переговоры полезны")],
    ),
    "по его мнению, пишут": (
        "Лавров прилетел в Анкару. Это, по его мнению, ошибка, пишет ТАСС.",
        [("lavrov", "Это, по его мнению, ошибка")],
    ),
    "приводит слова": (
        "«Мы готовы к долгому диалогу», — приводит слова Лаврова телеканал.",
        [("lavrov", "Мы готовы к долгому диалогу")],
    ),
    "кого процитировал": (
        "«Нам очень нужен мир», — процитировал Трамп китайского коллегу.",
        [("trump", "Нам очень нужен мир")],
    ),
    "пресс-служба": ("Визит готовится к июлю, сообщила пресс-служба Кремля.", [("kremlin", "Визит готовится к июлю")]),
    "компания": ("Компания Microsoft утверждает, что атаки не было.", [("microsoft", "атаки не было")]),
    "в компании": (
        "Microsoft сообщила о взломе Пентагона. В компании отмечают, что ущерба нет.",
        [("microsoft", "о взломе Пентагона"), ("microsoft", "ущерба нет")],
    ),
    "чужое ведомство": (
        "В китайском МИД заявили, что визит готовится.",
        [("китайском МИД", "визит готовится")],
    ),
    "чужое министерство": (
        "Как сообщили в министерстве обороны Тайваня, учения начались.",
        [("министерстве обороны Тайваня", "учения начались")],
    ),
    "представитель": (
        "Лавров уехал. Представитель МИД Франции заявил, что визит готовится.",
        [("МИД Франции", "визит готовится")],
    ),
    "ведомство нашей стороны": ("Госдеп США призвал Москву к миру.", [("state_department", "Москву к миру")]),
    "именительный": (
        "Вчера Ивана Коробова ждали в Москве. Иван Коробов (на фото) рад. Коробов сказал, что приедет.",
        [("Иван Коробов", "приедет")],
    ),
    "с организацией": ("Аналитик OMV Иван Коробов заявил, что спрос растёт.", [("Иван Коробов", "спрос растёт")]),
    "эксперт": (
        "Эксперт Иван Коробов приехал в Москву. Эксперт отметил, что спрос растёт.",
        [("Иван Коробов", "спрос растёт")],
    ),
    "не раз": ("Россия не раз подчёркивала, что готова к миру.", [("russia", "готова к миру")]),
    "опущено": (
        "«Мы готовы к миру», — сказал Лавров. Добавил, что визит готовится.",
        [("lavrov", "Мы готовы к миру"), ("lavrov", "визит готовится")],
    ),
    "в Кремле, говоря о": (
        "В Кремле, говоря о санкциях, заявляли, что визит готовится.",
        [("kremlin", "визит готовится")],
    ),
    "об этом": ("Об этом Лавров заявил по итогам долгих переговоров в Анкаре.", []),
    "источник": ("Об этом изданию Semafor заявил источник.", []),
    "имя сайта": ("Как сообщал PORTAL.UA, визит готовится.", []),
    "неназванный": (
        "Приехал Лавров. «Это ложь», — сказал неназванный представитель Белого дома.",
        [("white_house", "Это ложь")],
    ),
    "послы": (
        "Авторами статьи выступили послы Ричард Гренелл и Иван Коробов. Послы добавили, что визит готовится.",
        [("grenell", "визит готовится")],
    ),
    "читатели": ("Приехали Ричард Гренелл и Иван Коробов. Читатели добавили, что визит готовится.", []),
    "внутри кавычек, никто": (
        "«Нам нужен мир, — сказал эксперт. — И нужна ясность», — добавил Рубио.",
        [("rubio", "И нужна ясность")],
    ),
    "дважды": ("По словам Рубио, он считает, что спор окончен.", [("rubio", "спор окончен")]),
    "в письме": (
        "«Мы очень ждём ответа», — сказано в письме Трампа на имя Ивана Коробова.",
        [("trump", "Мы очень ждём ответа")],
    ),
    "в то же время": (
        "В то же время, отмечает Лавров, переговоры полезны для всех.",
        [("lavrov", "переговоры полезны для всех")],
    ),
    "телеканал в кавычках": (
        "Лавров заявил в эфире телеканала «Россия 1», что визит готовится.",
        [("lavrov", "визит готовится")],
    ),
    "посол где": (
        "«Визит уже готовится», — сказал посол США в Германии Ричард Гренелл.",
        [("grenell", "Визит уже готовится")],
    ),
    "несколько": ("Приехал Рубио. Иммиграционные адвокаты сказали, что визит готовится.", []),
    "прилагательное": ("Российские разработчики попросили, чтобы Вашингтон молчал.", []),
    "дипломат, которого не назвали": (
        "Приехал Рубио. Европейский дипломат, знакомый с делом, сообщил, что визит готовится.",
        [],
    ),
    "назвал": (
        "Трамп назвал Берлин заложником из-за того, что тот покупает газ.",
        [("trump", "Берлин заложником из-за того, что тот покупает газ")],
    ),
}

POLISH = (
    "Premier Mateusz Morawiecki był w Rydze. „To zły projekt” - mówił Morawiecki. Dodał, że Rosja czeka.",
    [("Mateusz Morawiecki", "To zły projekt"), ("Mateusz Morawiecki", "Rosja czeka")],
)


@pytest.mark.parametrize("case", [*ENGLISH, *RUSSIAN, "pl"])
def test_who_speaks(case: str) -> None:
    text, expected = {**ENGLISH, **RUSSIAN, "pl": POLISH}[case]
    assert told(text) == expected


def test_the_persons_of_the_title_are_whom_a_role_may_mean() -> None:
    assert told("Визит готовится к осени, заявил президент США.", "Трамп рассказал о визите") == [
        ("trump", "Визит готовится к осени")
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Asked about the raid, Rubio said, “The talks were useful.”", "The talks were useful."),
        ("When asked about the raid, Rubio replied: “The talks were useful.”", "The talks were useful."),
        (
            "Once the vote is over, Rubio said, the bill will pass.",
            "Once the vote is over, Rubio said, the bill will pass",
        ),
        ("Rubio said over the weekend that the talks were useful.", "the talks were useful"),
        ("(Reuters) - The talks were useful, Rubio said.", "The talks were useful"),
        ("Rubio has for months said the talks were useful.", "the talks were useful"),
        ("Rubio said in a report released Friday the talks were useful.", "the talks were useful"),
        ("Rubio called the raid in Kursk, Russia, a “crime” of war.", "the raid in Kursk, Russia, a “crime” of war"),
        (
            "«Нам нужен долгий мир, — сказал Рубио. — И нам нужна ясность».",
            "Нам нужен долгий мир, — сказал Рубио. — И нам нужна ясность",
        ),
        ("Рубио считает, что спор окончен Марко Рубио (Фото: Иван Коробов / AP) Завтра суббота.", "спор окончен"),
        ("Рубио считает, что спор окончен Фото: Иван Коробов / Reuters Завтра суббота.", "спор окончен"),
        ("Рубио считает, что спор окончен. Кремль заявил о планах на лето Политика Завтра суббота.", "спор окончен"),
    ],
)
def test_where_the_words_end(text: str, words: str) -> None:
    assert told(text) == [("rubio", words)]


@pytest.mark.parametrize(
    "text",
    [
        "Trump’s requests were a highly unusual step in Washington.",
        "Rubio’s alleged request to Moscow was a surprise.",
        "Congress is studying alleged Russian bribery.",
        "The house was sold by newly confirmed Secretary of State Marco Rubio.",
        "The law calls on the president to act within days.",
        "According to court records, Rubio reported to Congress in March.",
        "Rubio testified to the House Intelligence Committee last week.",
        "Russian hackers said the talks were useful.",
    ],
)
def test_a_noun_or_an_adjective_is_no_verb_of_saying(text: str) -> None:
    assert told(text) == []


def test_a_credit_that_is_one_endless_word_is_read() -> None:
    assert told(f"Photo: agency/ {'A' * 400}! Rubio said the talks were useful.") == [
        ("rubio", "the talks were useful"),
    ]
