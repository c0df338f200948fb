"""Verbs of saying: begun, cited, not ruled out; where their words end, and what class they are."""

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


ENGLISH = {
    "continues to": (
        "Trump continues to insist that the talks were useful.",
        [("trump", "says", "the talks were useful")],
    ),
    "has begun to": ("Moscow has begun to say the war may end.", [("russia", "says", "the war may end")]),
    "went on to": ("Peskov went on to say that Oslo would wait.", [("peskov", "says", "Oslo would wait")]),
    "wants to": ("Peskov wanted to say that Oslo would wait.", []),
    "would continue to": ("Peskov would continue to say that Oslo would wait.", []),
    "quoted as telling": (
        "“The talks were useful,” the agency quoted Lavrov as telling a forum in Sochi.",
        [("lavrov", "says", "The talks were useful,")],
    ),
    "was quoted by": (
        "Lavrov was quoted by Interfax as saying that the talks were useful.",
        [("lavrov", "says", "the talks were useful")],
    ),
    "was quoted as telling": (
        "“The talks were useful,” Ryabkov was quoted as telling the RIA agency.",
        [("ryabkov", "says", "The talks were useful,")],
    ),
    "did not rule out": (
        "The White House did not rule out a second summit.",
        [("white_house", "says", "a second summit")],
    ),
    "has not ruled out that": (
        "The Kremlin has not ruled out that the leaders could meet.",
        [("kremlin", "says", "the leaders could meet")],
    ),
    "an adverb between commas": (
        "Moscow, however, had proposed a ceasefire from May.",
        [("russia", "demands", "a ceasefire from May")],
    ),
    "a time behind a preposition": (
        "Moscow proposed a truce from the start of next month, the second already.",
        [("russia", "demands", "a truce from the start of next month, the second already")],
    ),
    "a clause that leads": (
        "As Trump calls the trial a farce, the White House keeps its peace.",
        [("trump", "says", "the trial a farce")],
    ),
    "what one denies stands before": (
        "The allegation, which Moscow denies, was made at dawn.",
        [("russia", "denies", "The allegation")],
    ),
    "between a short subject and its verb": (
        "The fines, Rubio said, would hit six men.",
        [("rubio", "says", "The fines, Rubio said, would hit six men")],
    ),
    "whom he had told": (
        "Rubio told reporters he had told Lavrov the talks had to go on.",
        [("rubio", "says", "he had told Lavrov the talks had to go on")],
    ),
    "issued a warning": (
        "The Kremlin issued a warning that the raid would be answered.",
        [("kremlin", "warns", "the raid would be answered")],
    ),
    "express doubt": (
        "Rubio expressed doubt that the talks would go on.",
        [("rubio", "says", "the talks would go on")],
    ),
    "more of the object, behind a comma": (
        "Moscow denied any part in the raid, in which two men fell.",
        [("russia", "denies", "any part in the raid")],
    ),
    "declined what is no answer": ("Peskov declined to attend the dinner in Oslo.", []),
    "what is not so yet": (
        "The guards will stay unless Russia retreats and accuses the sailors of theft.",
        [],
    ),
    "tore into": ("Rubio tore into the treaty.", [("rubio", "accuses", "the treaty")]),
    "somebody else, behind while": (
        "Lukoil did not respond to a letter, while a spokesman for Gazprom declined to comment.",
        [
            ("lukoil", "declines_to_comment", "did not respond to a letter"),
            ("gazprom", "declines_to_comment", "declined to comment"),
        ],
    ),
}
RUSSIAN = {
    "came out with a statement": (
        "Захарова выступила с заявлением о том, что договор мертв.",
        [("zakharova", "says", "договор мертв")],
    ),
    "expressed a fear": (
        "Рябков выразил опасение, что договор мертв.",
        [("ryabkov", "warns", "договор мертв")],
    ),
    "after which": (
        "Вчера Трамп созвонился с Путиным, после чего заявил о провале встречи.",
        [("trump", "says", "о провале встречи")],
    ),
    "where": (
        "Трамп выступил в Огайо, где назвал суд цирком.",
        [("trump", "says", "суд цирком")],
    ),
    "does not rule out": (
        "Песков не исключил, что лидеры встретятся в мае.",
        [("peskov", "says", "лидеры встретятся в мае")],
    ),
    "the object before the verb": ("Москва эти обвинения отвергает.", [("russia", "denies", "эти обвинения")]),
    "the narration goes on, however": (
        "Рябков говорил, что встреча полезна, однако со временем замолчал.",
        [("ryabkov", "says", "встреча полезна")],
    ),
    "the narration goes on": (
        "Рябков сказал, что встреча полезна, в то время как в Осло молчат.",
        [("ryabkov", "says", "встреча полезна")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), [*ENGLISH.values(), *RUSSIAN.values()], ids=[*ENGLISH, *RUSSIAN])
def test_a_verb_of_saying_is_read_with_what_stands_around_it(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text) == expected


CLASSES = {
    "accuses": (
        "Rubio said Moscow was behind the theft of the files.",
        "Lavrov said the ban was politically motivated.",
        "Ryabkov said the West used double standards.",
        "Blinken said Russia had bombed hospitals.",
        "Рябков заявил, что Вашингтон саботирует договор.",
        "Песков отметил, что Осло тянет время.",
    ),
    "demands": (
        "“Release him now,” Rubio tweeted.",
        "Rubio said there should be no deal without Oslo.",
        "Rubio asked the Justice Department to open a case.",
        "Blinken said Russia needed to end the strikes.",
        "Рубио заявил, что Россия должна вернуть архив.",
    ),
    "denies": (
        "Lukoil said it had no links to the yard.",
        "Lavrov called the report nonsense.",
        "Peskov said no such talks had been held.",
        "Page said he never met the banker. Carter Page said he had never met the banker.",
        "Песков назвал эти сообщения выдумкой.",
    ),
    "warns": (
        "Ryabkov said Moscow would retaliate.",
        "Rubio said there would be severe consequences.",
        "Захарова сказала, что Москва не оставит это без ответа.",
    ),
    "promises": ("Google said it would return the money.", "Трамп заявил, что поможет Осло."),
    "declines_to_comment": (
        "The Pentagon said it had no immediate comment.",
        "A spokesman for Lukoil said he could not comment on the letter.",
        "Песков сказал, что в Кремле не знают об этом.",
    ),
    "says": (
        "Kerry said the cessation of hostilities was near.",
        "Lavrov said the talks should resume in May.",
        "Peskov said Putin would continue his trip.",
        "Песков сказал, что Москва не откажется от своих планов.",
    ),
}


@pytest.mark.parametrize(("verb", "text"), [(verb, text) for verb, texts in CLASSES.items() for text in texts])
def test_where_the_verb_is_neutral_the_words_tell_the_class(verb: str, text: str) -> None:
    assert {each[1] for each in told(text)} == {verb}
