"""Constructions that texts nobody had read were full of, each with sentences of our own."""

from __future__ import annotations

import pytest

from detente.profiles import load
from processors.reading.features import Reader
from processors.reading.statements import Statements

PROFILE = load("us-russia")
READER, STATEMENTS = Reader(PROFILE), Statements(PROFILE)


def told(text: str) -> list[tuple[str, str, str]]:
    found = STATEMENTS.find(READER.read("", text), None)
    return [(each.speaker.id or each.speaker.name, each.verb, each.words) for each in found]


UTTERED = {
    "renewed his warning": (
        "Rubio renewed his stark warning that the yard would close.",
        [("rubio", "warns", "the yard would close")],
    ),
    "voiced concern": ("Peskov voiced deep concern over the drill.", [("peskov", "accuses", "over the drill")]),
    "a longer noun": ("Rubio raised the threat level.", []),
    "a thing": ("Rubio reiterated his love of the sea.", []),
    "с прилагательным": (
        "Лавров выразил глубокую обеспокоенность учениями.",
        [("lavrov", "accuses", "учениями")],
    ),
    "выступил с": ("Песков выступил с резкой критикой сделки.", [("peskov", "accuses", "сделки")]),
}

VERBS = {
    "progressive": (
        "Butina’s lawyers have been saying for weeks that the case was weak.",
        [("butina", "says", "the case was weak")],
    ),
    "suffered": ("The broker, accused by Rubio of theft, left. Two men alleged to have traded arms left.", []),
    "a noun behind an adjective": ("Rubio faced Turkish calls to leave.", []),
    "called an event": ("Rubio called a June vote on the treaty that could split the port.", []),
    "joined in": (
        "Russia on Friday joined Iran in saying that the yard was open.",
        [("russia", "says", "the yard was open")],
    ),
    "wrote to somebody, asking": (
        "Rubio wrote to the chairman, Ann Finch, complaining that clerks had “lost the file.”",
        [("rubio", "accuses", "clerks had “lost the file.”")],
    ),
    "wrote in May to somebody, asking": (
        "Rubio wrote last month to Finch Moss, who was a clerk, asking him to send “the old papers.”",
        [("rubio", "demands", "him to send “the old papers.”")],
    ),
    "what he said was": (
        "The yard was closed by what Rubio said was “a great storm.”",
        [("rubio", "says", "a great storm.")],
    ),
    "named as": (
        "Rubio identified the broker as a clerk of “Deep Bay.”",
        [("rubio", "says", "the broker as a clerk of “Deep Bay.”")],
    ),
    "somebody else's clause": (
        "Rubio urged Oslo to wait, but the clerks are split.",
        [("rubio", "demands", "Oslo to wait")],
    ),
    "an infinitive before it": (
        "Закрыть верфь до конца мая предложил Лавров.",
        [("lavrov", "demands", "Закрыть верфь до конца мая")],
    ),
}

SPEAKERS = {
    "who spoke, not who was named": (
        "President Donald Trump denied the claim. He left for a call with Russian President Vladimir Putin. Then the"
        " president said the road was open.",
        [("trump", "the claim"), ("trump", "the road was open")],
    ),
    "who is asked about what another said": (
        "Asked about a day on which Finch Moss had suggested a new road, Rubio told reporters in the port: “I forgot.”",
        [("Finch Moss", "a new road"), ("rubio", "I forgot.")],
    ),
    "documents pass on": (
        "According to papers filed by Finch Moss, Rubio said in May that the road was open.",
        [("rubio", "the road was open")],
    ),
    "a firm by its first word": (
        "Northline Rocketworks has a yard. The price was low, Northline said in a note.",
        [("Northline Rocketworks", "The price was low")],
    ),
    "allies": ("Some Trump allies have accused clerks of theft.", []),
    "they are no state": ("Russia denied the claim. They said the road was open.", [("russia", "the claim")]),
    "his colleagues": ("“We will ask,” Rubio and his colleagues wrote Finch.", [("rubio", "We will ask,")]),
    "quoting": ("The island agency, quoting Rubio, said the deal covers tin.", [("rubio", "the deal covers tin")]),
    "those who": ("Rubio left. Clerks who received the lost documents said they were forged.", []),
    "a leader of a third side": (
        "Norwegian Prime Minister Lars Holm spoke. The ambassador Finch Moss said no. The Norwegian leader said tin was"
        " cheap.",
        [("Finch Moss", "no"), ("Lars Holm", "tin was cheap")],
    ),
    "she, who was named in a leading clause": (
        "Rubio spoke. As Ann Finch lost the file, she noted that it was old.",
        [("Ann Finch", "it was old")],
    ),
    "he behind somebody's name": (
        "Boris Holm has a yard. In May, he used his time to praise Hillary Clinton. “A good book,” he said. Clinton, he"
        " said, had won.",
        [("Boris Holm", "A good book,"), ("Boris Holm", "Clinton, he said, had won")],
    ),
    "he of whom nobody known speaks": (
        "Rubio said no. A Holm aide said he thinks the yard was open.",
        [("rubio", "no")],
    ),
    "he behind somebody unnamed": (
        "Rubio said no. “It is open,” the Norwegian official said. He declined to discuss the yard.",
        [("rubio", "no")],
    ),
    "officials of two peoples": ("Greek and Turkish officials in northern Iraq said the road was open.", []),
    "a people's officials": ("Norwegian officials said the road was open.", []),
    "a people's authorities": ("Turkish authorities said the road was open.", [("Turkey", "the road was open")]),
    "a paper": ("Turkey's Bosphorus newspaper named him as Osman Holm and said he had come.", []),
    "a spokesman of a body of several words": (
        "A Department of Commerce spokesman said the road was open.",
        [("commerce_department", "the road was open")],
    ),
    "a surname that stands first": (
        "The yard was closed by Kim Jong Un. Kim has called Rubio a “lost clerk.”",
        [("Kim Jong Un", "Rubio a “lost clerk.”")],
    ),
    "a counsel who does something": ("The counsel investigating theft in the U.S. port accused Finch of theft.", []),
    "суд и МИД": ("В Совете ЕС отметили, что дорога открыта.", [("Совете ЕС", "дорога открыта")]),
    "чужое ведомство": (
        "Министерство обороны Нидерландов обвинило Россию в краже.",
        [("Министерство обороны Нидерландов", "Россию в краже")],
    ),
    "кого обвинили": ("В мае Иран впервые обвинили в краже. В апреле верфь обвинили в краже архива США.", []),
    "тот": (
        "Приехал Рубио. «Это так», — ответил тот и добавил, что верфь цела.",
        [("rubio", "Это так"), ("rubio", "верфь цела")],
    ),
    "сказал изданию": (
        "«Дорога открыта», — прокомментировал изданию представитель Гренелла.",
        [("grenell", "Дорога открыта")],
    ),
    "кто комментирует": (
        "Ветер у верфи стих, сообщил обозреватель Петр Холмов. По словам обозревателя, верфь цела. Автор статьи"
        " отметил, что Рубио молчит.",
        [("Петр Холмов", "Ветер у верфи стих"), ("Петр Холмов", "верфь цела"), ("Петр Холмов", "Рубио молчит")],
    ),
    "место": ("Речь шла о Восточной Европе. Он отметил, что верфь цела.", []),
}

WORDS = {
    "as the army marched": (
        "Rubio said on Monday the road was open, as Syrian troops marched on the old yard.",
        ["the road was open"],
    ),
    "a remark behind a quotation of a leading clause": (
        "Calling the talks a way to “win time”, Rubio said the clerks were wrong.",
        ["the clerks were wrong"],
    ),
    "demanding is no part": (
        "The road was shut on Monday, Rubio said, demanding that Oslo pay.",
        ["The road was shut on Monday"],
    ),
    "disputed that": ("Lukoil disputed that in a letter.", []),
    "заголовок без точки": (
        "В МИД России подтвердили, что «встреча у верфи готовится» Министр Рубио прибыл в Осло, сообщило агентство.",
        ["встреча у верфи готовится"],
    ),
    "an hour with its zone": (
        "The Justice Department confirmed the date. The vote will be at 10 a.m. (1500 GMT), it said in a note.",
        ["the date", "The vote will be at 10 a.m. (1500 GMT)"],
    ),
    "an ellipsis": ("“We are ready....” Rubio tweeted.", ["We are ready...."]),
    "a comma behind the marks": (
        '"There is a plan for the road", Rubio said in a statement on Friday carried by the island\'s radio.',
        ["There is a plan for the road"],
    ),
    "вопрос, и новая фраза": (
        "Рубио ответил: «Почему вы не говорите мне?» Министр Лавров отметил, что верфь цела.",
        ["Почему вы не говорите мне?", "верфь цела"],
    ),
    "название в конце": (
        "Осло и Рига подписали договор о создании «Особого суда по делам верфи», сообщил Лавров.",
        ["Осло и Рига подписали договор о создании «Особого суда по делам верфи»"],
    ),
    "название внутри": (
        "«Так выглядит план «Верфь прежде всего». Мы его любим. Он хорош», — сказал Рубио.",
        ["Так выглядит план «Верфь прежде всего». Мы его любим. Он хорош"],
    ),
    "по словам": ("По словам Лаврова, маловероятно, что верфь цела.", ["маловероятно, что верфь цела"]),
    "чтобы": (
        "Как заявил Лавров, решение было принято, чтобы «спасти верфь».",
        ["решение было принято, чтобы «спасти верфь»"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), [*UTTERED.values(), *VERBS.values()])
def test_a_verb_is_read_with_its_noun_and_voice(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), SPEAKERS.values())
def test_who_speaks(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(speaker, words) for speaker, _, words in told(text)] == expected


@pytest.mark.parametrize(("text", "expected"), WORDS.values())
def test_where_the_words_begin_and_end(text: str, expected: list[str]) -> None:
    assert [words for _, _, words in told(text)] == expected
