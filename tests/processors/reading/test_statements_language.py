"""The data of each language: told apart, whole, and of the classes that are promised."""

from __future__ import annotations

import pytest

from processors.reading.statements.forms import is_feminine, stem
from processors.reading.statements.language import NAMES, language, language_of
from processors.reading.statements.lexicon import by_first, expanded, longest
from processors.reading.statements.shades import shade

CLASSES = {
    "says", "denies", "confirms", "warns", "accuses", "demands", "promises", "declines_to_comment", "thanks", "other",
}  # fmt: skip
SENTENCES = {
    "en": "The talks were useful and long, said the Kremlin.",
    "ru": "Переговоры были долгими, заявили в Кремле.",
    "uk": "Переговори були довгими, заявили у Кремлі.",
    "de": "Die Gespräche waren lang und nützlich, sagte der Sprecher.",
    "fr": "Les entretiens ont été longs et utiles, a dit le Kremlin.",
    "pl": "Rozmowy były długie i pożyteczne, powiedział rzecznik.",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_language_is_told_and_has_verbs_of_the_promised_classes_alone(name: str) -> None:
    assert language_of(SENTENCES[name]).name == name
    kinds = {verb.kind for rest in language(name).verbs.values() for _, verb in rest}
    assert kinds <= CLASSES
    assert kinds >= CLASSES - {"other"}
    assert set(language(name).shades) <= CLASSES | {"asked"}


def test_a_text_without_common_words_is_told_by_its_script() -> None:
    assert language_of("Kremlin: yes").name == "en"
    assert language_of("Кремль: да").cyrillic


def test_phrases_are_expanded_by_their_endings_and_the_longest_is_found() -> None:
    endings = {"e": ("e", "ed"), "x": ("-", "ed")}
    assert set(expanded(["accus:e", "call:x_for"], endings)) == {
        ("accuse",), ("accused",), ("call", "for"), ("called", "for"),
    }  # fmt: skip
    phrases = by_first([(("call",), 1), (("call", "for"), 2)])
    assert longest(["call", "for", "peace"], 0, phrases) == (2, 2)
    assert longest(["call", "me"], 0, phrases) == (1, 1)
    assert longest(["peace"], 0, phrases) is None


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("says", "the report was a hoax", "denies"),
        ("says", "Washington had violated the treaty", "accuses"),
        ("says", "there would be consequences", "warns"),
        ("says", "We will send experts", "promises"),
        ("says", "Moscow must stop", "demands"),
        ("says", "the talks were useful", "says"),
        ("other", "Moscow to release him", "demands"),
        ("other", "whether Moscow would release him", "other"),
        ("confirms", "the report was a hoax", "confirms"),
    ],
)
def test_plain_words_make_the_class_of_a_neutral_verb(kind: str, words: str, expected: str) -> None:
    assert shade(kind, words, language("en")) == expected


def test_case_forms_have_one_stem_and_names_a_gender() -> None:
    assert len({stem(word) for word in ("захарова", "захаровой", "захарову")}) == 1
    assert stem("putin") == "putin"
    assert is_feminine("Maria Zakharova")
    assert is_feminine("Мария Захарова")
    assert not is_feminine("Nikita Mikhalkov")
    assert not is_feminine("Sergey Lavrov")
