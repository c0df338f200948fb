"""How surely two documents tell one event: what speaks for it and against it, with sentence vectors and without."""

from __future__ import annotations

import msgspec
import pytest

from processors.relevance.vectors import embedder, packed, unpacked
from processors.stories.centre import Centres
from processors.stories.doc import Doc
from processors.stories.facts import doc_of
from processors.stories.memory import Memory
from processors.stories.sameness import Told, alike, log_odds
from tests.processors.stories.reports import UNRELATED
from tests.processors.stories.writing import CALL, CALL_RU, COMMON, WINDOW, article

RETOLD = (
    "America and Russia reopen missions",
    "Washington and Moscow will open their consulates in Seattle and Yekaterinburg again when winter ends, after talks"
    " of Rubio with Lavrov. Visas are to be had there from May, and forty people may work in each.",
)
RETOLD_RU = (
    "Россия и США снова откроют консульства",
    "Сергей Лавров и Марко Рубио договорились, что консульства в Сиэтле и Екатеринбурге откроются весной, сообщил"
    " Госдепартамент. Визы там начнут выдавать с мая, в каждом смогут работать сорок человек.",
)
needs_vectors = pytest.mark.skipif(embedder() is None, reason="sentence vectors cannot be had here")


def odds(one: tuple[str, str], two: tuple[str, str], hours: float = 1) -> float:
    centres = Centres()
    docs = [doc_of(article(f"d{n}", *each, hours=n * hours), COMMON) for n, each in enumerate((one, two))]
    return log_odds(*(Told(doc, centres.direction(doc)) for doc in docs))


@needs_vectors
@pytest.mark.parametrize("again", [RETOLD, RETOLD_RU], ids=["in other words", "in another language"])
def test_an_event_retold_is_rather_one_than_two_and_others_are_not(again: tuple[str, str]) -> None:
    assert odds(UNRELATED[0], again) > 0
    assert all(odds(other, again) < 0 for other in UNRELATED[1:])


def test_the_later_the_less_and_within_a_few_hours_the_same() -> None:
    said = [odds(UNRELATED[0], RETOLD, hours) for hours in (1, 2, 12, 48)]
    assert said[0] == pytest.approx(said[1])
    assert said[1] > said[2] > said[3]


def test_without_vectors_words_and_facts_join_reports_and_part_events() -> None:
    mind = Memory(COMMON, WINDOW)

    def story(identity: str, title: str, text: str, hours: float) -> str:
        given = article(identity, title, text, source=identity, hours=hours)
        return mind.assign(msgspec.structs.replace(given, meaning=None))[0].story

    first = story("a", "Lavrov and Rubio discuss visas by telephone", CALL, 0)
    assert story("b", "Лавров и Рубио обсудили по телефону визы", CALL_RU, 1) == first
    assert story("c", *RETOLD, 2) == story("d", *UNRELATED[0], 3)
    assert len({story(f"u{n}", *each, 4) for n, each in enumerate(UNRELATED[1:])} | {first}) == len(UNRELATED)


@needs_vectors
def test_a_document_with_a_vector_and_one_without_are_compared_by_words() -> None:
    centres = Centres()
    one, two = (doc_of(article(name, *report), COMMON) for name, report in (("a", UNRELATED[0]), ("b", RETOLD)))
    bare = msgspec.structs.replace(two, meaning=b"")
    assert centres.direction(one)
    assert not centres.direction(bare)
    assert log_odds(Told(one, centres.direction(one)), Told(bare, centres.direction(bare))) == pytest.approx(
        log_odds(
            Told(msgspec.structs.replace(one, meaning=b""), centres.direction(bare)), Told(two, centres.direction(two))
        )
    )


def test_a_vector_of_another_length_is_none() -> None:
    mind = Memory(COMMON, WINDOW)
    places = [
        mind.assign(msgspec.structs.replace(article(f"d{n}", *report), meaning=b"x" * (383 + n)))[0].story
        for n, report in enumerate(UNRELATED[:3])
    ]
    assert len(set(places)) == 3


def test_packing_keeps_the_direction() -> None:
    vector = [((n * 37) % 101 - 50) / 400 for n in range(384)]
    length = sum(each * each for each in vector) ** 0.5
    assert alike(unpacked(packed(vector)), [each / length for each in vector]) == pytest.approx(1, abs=1e-3)
    assert list(unpacked(b"")) == []
    assert list(unpacked(packed([0.0, 0.0]))) == [0.0, 0.0]


def test_what_all_texts_of_a_language_share_is_taken_away_and_given_back() -> None:
    def doc(identity: str, *vector: float) -> Doc:
        given = doc_of(article(identity, *RETOLD), COMMON)
        return msgspec.structs.replace(given, id=identity, meaning=packed([*vector, *[0.0] * (384 - len(vector))]))

    centres, usual = Centres(), doc("usual", 1.0, 0.5)
    before = centres.direction(usual)
    for n in range(200):
        centres.add(doc(f"d{n}", 1.0, 0.0))
    apart = alike(centres.direction(usual), centres.direction(doc("other", 1.0, -0.5)))
    assert apart < 0 < alike(before, Centres().direction(doc("other", 1.0, -0.5)))
    for n in range(200):
        centres.remove(doc(f"d{n}", 1.0, 0.0))
    assert alike(centres.direction(usual), before) == pytest.approx(1, abs=1e-5)
