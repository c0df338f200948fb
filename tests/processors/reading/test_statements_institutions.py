"""Who speaks for whom: spokesmen, lawyers, prosecutors, courts, and what a body has written."""

from __future__ import annotations

import pytest

from detente.profiles import load
from processors.reading.features import Reader
from processors.reading.statements import Statements

PROFILE = load("us-russia")
READER, STATEMENTS = Reader(PROFILE), Statements(PROFILE)


def told(text: str) -> list[tuple[str, str]]:
    found = STATEMENTS.find(READER.read("", text), None)
    return [(each.speaker.id or each.speaker.name, each.words) for each in found]


ENGLISH = {
    "a spokesman for": (
        "A spokesman for the Kremlin said the talks were useful.",
        [("kremlin", "the talks were useful")],
    ),
    "a spokeswoman for, behind": ("“No change,” a spokeswoman for Lukoil said.", [("lukoil", "No change,")]),
    "spokesman, without article": (
        "Spokesman for Norilsk Holding, a vehicle for the fund, declined to comment.",
        [("Norilsk Holding", "declined to comment")],
    ),
    "spokeswoman of a firm with one name": (
        "A Navitel spokeswoman said the deal was done.",
        [("Navitel", "the deal was done")],
    ),
    "a spokesman alone speaks for who spoke": (
        "The State Department confirmed the call. A spokesman said the talks were useful.",
        [("state_department", "the call"), ("state_department", "the talks were useful")],
    ),
    "officials of a body": (
        "White House officials declined to discuss the letter.",
        [("white_house", "declined to discuss the letter")],
    ),
    "officials at a body": ("Officials at the Kremlin did not answer calls.", [("kremlin", "did not answer calls")]),
    "officials of a state are nobody": ("Officials in Moscow said the talks were useful.", []),
    "representatives of": ("Representatives of Lukoil declined comment.", [("lukoil", "declined comment")]),
    "somebody's lawyer": ("Butina’s lawyer said the case was weak.", [("butina", "the case was weak")]),
    "somebody's lawyers": ("Butina’s lawyers argued that the case was weak.", [("butina", "the case was weak")]),
    "lawyers for a firm": (
        "Lawyers for Lukoil said the data had been forged.",
        [("lukoil", "the data had been forged")],
    ),
    "prosecutors in a place": (
        "Federal prosecutors in Boston said the payment was late.",
        [("Federal prosecutors", "the payment was late")],
    ),
    "prosecutors of a side, behind a place": (
        "In a filing in federal court on Monday U.S. prosecutors said the fine was due.",
        [("U.S. prosecutors", "the fine was due")],
    ),
    "they, who are prosecutors": (
        "Federal prosecutors said the fine was due. They also said the firm had paid nothing.",
        [("Federal prosecutors", "the fine was due"), ("Federal prosecutors", "the firm had paid nothing")],
    ),
    "a court in a place": ("A court in Tver ruled that the arrest was lawful.", [("court", "the arrest was lawful")]),
    "a prosecutor's office in a place": (
        "The prosecutor’s office in Oslo said the man had lied.",
        [("prosecutor’s office", "the man had lied")],
    ),
    "the government of": (
        "The government of Latvia said it was worried.",
        [("government of Latvia", "it was worried")],
    ),
    "a name with a preposition in it": (
        "The Riga-based Baltic Observatory for Free Speech said the trial was unfair.",
        [("Baltic Observatory for Free Speech", "the trial was unfair")],
    ),
    "a statement by": (
        "A statement by the Kremlin said the talks were useful.",
        [("kremlin", "the talks were useful")],
    ),
    "a readout from": (
        "A readout from the Kremlin said the talks were useful.",
        [("kremlin", "the talks were useful")],
    ),
    "a statement released by": (
        "A statement released by the White House said the talks were useful.",
        [("white_house", "the talks were useful")],
    ),
    "a body's initials": (
        "The Joint Fish Commission said it was ready. The JFC said the deal was done.",
        [("Joint Fish Commission", "it was ready"), ("Joint Fish Commission", "the deal was done")],
    ),
    "a firm by the acronym in its name": (
        "TKR Power Partners said it was ready. TKR said the deal was done.",
        [("TKR Power Partners", "it was ready"), ("TKR Power Partners", "the deal was done")],
    ),
    "a letter of a firm with one name": (
        "Navitel was sued in May. The debt was paid, the Navitel letter said.",
        [("Navitel", "The debt was paid")],
    ),
    "a response from": ("A terse response from the Pentagon said only: “No change.”", [("pentagon", "No change.")]),
    "somebody's lawyer, with a name": (
        "His lawyer, former judge John Moss, said the case was weak.",
        [("John Moss", "the case was weak")],
    ),
    "no name at the end of an apposition": ("The coach, flanked by Marco Rubio, said the case was weak.", []),
    "a senator, with an apposition": (
        "Senator Ada Finch spoke. The senator, a Republican from Ohio, said the case was weak.",
        [("Ada Finch", "the case was weak")],
    ),
    "the first of several": ("Russia, China and Iran have condemned the strikes.", [("russia", "the strikes")]),
    "the first of two": ("“We are ready,” Lavrov and Rubio said.", [("lavrov", "We are ready,")]),
    "the first, behind whom others have titles": (
        "Sen. Ada Finch (R-Ohio), House leader John Moss (D-N.Y.) and 12 members of the Arms Council urged a pause.",
        [("Ada Finch", "a pause")],
    ),
    "who meets two": (
        "After meeting Lavrov and Kerry, Rubio said the case was weak.",
        [("rubio", "the case was weak")],
    ),
    "those who are included": (
        "A handful of senators — including Ada Finch, the chairman, and John Moss — urged Trump to wait.",
        [("Ada Finch", "Trump to wait")],
    ),
    "media that take part": (
        "RT accused Twitter of greed. “We never paid,” RT said.",
        [("rt", "Twitter of greed"), ("rt", "We never paid,")],
    ),
    "a name with a colon": ("Peskov: Oslo is ready for the talks.", [("peskov", "Oslo is ready for the talks")]),
    "names with a colon that said nothing": ("Rubio and Lavrov: two men in Oslo.", []),
    "a surname that is a month": (
        "British Prime Minister Theresa May said the case was weak.",
        [("Theresa May", "the case was weak")],
    ),
    "a firm behind its country": ("Germany’s Navitel said the case was weak.", [("Navitel", "the case was weak")]),
    "the government of a side is its state": (
        "The Russian government has denied any part in the raid.",
        [("russia", "any part in the raid")],
    ),
    "somebody's lawyers, with names": (
        "Trump’s lawyers, Ada Finch and John Moss, declined to comment.",
        [("Ada Finch", "declined to comment")],
    ),
    "a firm and its lawyers": (
        "Lukoil and its lawyers did not reply to a letter.",
        [("lukoil", "did not reply to a letter")],
    ),
    "in a blog post": (
        "Lukoil said in a blog post on Monday that the case was weak.",
        [("lukoil", "the case was weak")],
    ),
    "on a daily call": (
        "Peskov told a daily call with reporters the case was weak.",
        [("peskov", "the case was weak")],
    ),
    "somebody's spokesman": (
        "Merkel’s spokesman said the case was weak for the firms.",
        [("Merkel", "the case was weak for the firms")],
    ),
    "media that report": ("RT said on Monday the ban was near.", []),
    "an envoy recalled": ("Russia recalled its ambassador from Washington.", []),
}
RUSSIAN = {
    "a republican, in a case": (
        "Трамп прибыл в Осло. По словам республиканца, встреча была полезна.",
        [("trump", "встреча была полезна")],
    ),
    "journalists in a talk": (
        "Рубио в беседе с журналистами отметил, что договор мертв.",
        [("rubio", "договор мертв")],
    ),
    "a body that did not answer yet": (
        "В Белом доме пока не прокомментировали эти данные.",
        [("white_house", "пока не прокомментировали эти данные")],
    ),
    "media that ask": (
        "Рубио в интервью телеканалу NBC заявил, что договор мертв.",
        [("rubio", "договор мертв")],
    ),
    "our own ministry by its adjective": (
        "В российском МИД назвали санкции незаконными.",
        [("russian_foreign_ministry", "санкции незаконными")],
    ),
    "another's ministry": ("В немецком МИД назвали санкции ошибкой.", [("немецком МИД", "санкции ошибкой")]),
    "a known surname that begins": ("Мерц заявил, что договор мертв.", [("Мерц", "договор мертв")]),
    "a name with a colon": ("Лавров: договор мертв, мы уходим.", [("lavrov", "договор мертв, мы уходим")]),
    "the first of three": ("Россия, Китай и Иран осудили удары.", [("russia", "удары")]),
    "authorities of a state": (
        "Власти США пригрозили закрыть порт.",
        [("united_states", "закрыть порт")],
    ),
    "authorities by an adjective": (
        "Российские власти отрицают причастность к взлому.",
        [("russia", "причастность к взлому")],
    ),
    "somebody's lawyers": ("Адвокаты Бутиной заявили, что она права.", [("butina", "она права")]),
    "somebody's defence": ("Защита Бутиной заявила, что она права.", [("butina", "она права")]),
    "representatives of a body": (
        "Представители Белого дома заявили, что встречи не будет.",
        [("white_house", "встречи не будет")],
    ),
    "lawyers of nobody": ("Адвокаты заявили, что она права.", []),
    "in a firm with marks": (
        "В «Лукойле» отказались от комментариев.",
        [("lukoil", "отказались от комментариев")],
    ),
    "in a body, with an object": ("В Белом доме назвали санкции ошибкой.", [("white_house", "санкции ошибкой")]),
    "a body does not rule out": ("В Кремле не исключили новых встреч.", [("kremlin", "новых встреч")]),
    "a court": ("Суд в Твери постановил, что арест законен.", [("Суд в Твери", "арест законен")]),
    "a person behind another in a case": (
        "После беседы с Лавровым Рубио поговорил с Макроном и пообещал прислать ноту.",
        [("rubio", "прислать ноту")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), [*ENGLISH.values(), *RUSSIAN.values()], ids=[*ENGLISH, *RUSSIAN])
def test_who_speaks_for_a_body_or_a_person_speaks_in_its_name(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected
