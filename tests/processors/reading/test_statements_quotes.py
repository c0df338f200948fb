"""Which marks open and close a quotation, and which are stray ones or apostrophes."""

from __future__ import annotations

import pytest

from processors.reading.statements.quotes import quotes


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("He said “yes” twice.", ["yes"]),
        ('He said "yes" and "no".', ["yes", "no"]),
        ("Er sagte „ja“ und „nein“.", ["ja", "nein"]),
        ("Powiedział „tak”.", ["tak"]),
        ("Il a dit « oui ».", [" oui "]),
        ("Er sagte »ja«.", ["ja"]),
        ("He said ‘yes’, didn’t he?", ["yes"]),
        ("He said 'yes', didn't he?", ["yes"]),
        ("the boys’ house and the dogs’ yard", []),
        ("“He said ‘yes’ to me”", ["He said ‘yes’ to me"]),
        ("«Он сказал «да» мне»", ["Он сказал «да» мне"]),
        ("«Он сказал «да», — говорит он. «Нет»", ["Он сказал «да", "Нет"]),
        ('«Он сказал "да" мне»', ['Он сказал "да" мне']),
        ('a stray " here and "a whole one"', ["a whole one"]),
        ("a “stray one and “a whole one”", ["a whole one"]),
        ("“One paragraph.\n“Another.”", ["One paragraph.", "Another."]),
        ("«Один.\nДва», — сказал он.", ["Один.\nДва"]),
        ("never “closed at all", []),
        ('"Наш проект "Труба-2" готов. Мы рады", — сказал он.', ['Наш проект "Труба-2" готов. Мы рады']),
        ('"Мы строим "Трубу-2", — сказал он. Он рад.', ['Мы строим "Трубу-2']),
        ('“Mixed marks," he said. "And others,” he said.', ["Mixed marks,", "And others,"]),
        ("“”", []),
    ],
)
def test_quotations(text: str, inner: list[str]) -> None:
    assert [text[each.first : each.last] for each in quotes(text) if each.first < each.last] == inner


def test_a_quotation_that_is_too_long_gives_back_those_inside() -> None:
    text = f"«{'слово ' * 600}«да» и «нет»"
    assert [text[each.first : each.last] for each in quotes(text)] == ["да", "нет"]
