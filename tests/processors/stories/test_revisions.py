"""A revision stays in its place: a correction where it says something else, a repeat otherwise, never news again."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from detente.messages import StoryUpdate, decode
from tests.processors.stories.test_stage import assigner, told
from tests.processors.stories.writing import CALL, SANCTIONS, article, memory

TITLE = "US sanctions three Russian banks"
THREE, FOUR = SANCTIONS.format(n="three"), SANCTIONS.format(n="four")
CHANGED = {
    "another number": (TITLE.replace("three", "four"), FOUR),
    "another person": (TITLE, THREE.replace("Maria Zakharova", "Dmitry Peskov")),
    "another lead": (TITLE, "No banks were named. Officials took back what they had announced. " + THREE),
    "it says so": (f"Correction: {TITLE}", THREE),
}
SAME = {
    "a slip": (TITLE, THREE.replace("accused them of paying", "accused them for paying")),
    "a paragraph more": (TITLE, f"{THREE} Brussels said that it had not been asked. Kaja Kallas gave no comment."),
    "nothing": (TITLE, THREE),
}


@pytest.mark.parametrize("what", [*CHANGED, *SAME])
def test_a_revision_is_a_correction_only_where_it_says_something_else(what: str) -> None:
    mind = memory()
    first, _ = mind.assign(article("a", TITLE, THREE))
    title, text = (CHANGED | SAME)[what]
    second, _ = mind.assign(article("a", title, text, revision=2))
    assert second.novelty == ("correction" if what in CHANGED else "repeat")
    assert (second.story, second.group, second.number) == (first.story, first.group, first.number)


def test_a_correction_is_one_once() -> None:
    mind = memory()
    mind.assign(article("a", TITLE, THREE))
    corrected, _ = mind.assign(article("a", f"Correction: {TITLE}", FOUR, revision=2))
    again, _ = mind.assign(article("a", f"Correction: {TITLE}", FOUR + " Nobody answered.", revision=3))
    assert (corrected.novelty, again.novelty) == ("correction", "repeat")


def test_an_opinion_stays_one() -> None:
    mind = memory()
    mind.assign(article("a", "Opinion: three banks are too few", THREE))
    revised, _ = mind.assign(article("a", "Opinion: four banks are too few", FOUR, revision=2))
    assert revised.novelty == "opinion"


def test_after_a_restart_a_story_whose_founder_was_revised_does_not_begin_again(engine: sa.Engine) -> None:
    stage = assigner(engine)
    told(stage, [article("a", "Lavrov and Rubio speak", CALL)])
    stage.persist()
    told(stage, [article("a", "Lavrov and Rubio speak", CALL + " More soon.", revision=2)])
    stage.persist()
    copy = article("b", "Ministers speak", CALL, source="two", hours=1)
    (update,) = (decode(StoryUpdate, each) for each in told(assigner(engine), [copy]))
    assert (update.novelty, update.number) == ("repeat", 2)


def test_an_older_revision_that_comes_again_tells_the_newest(engine: sa.Engine) -> None:
    stage = assigner(engine)
    old, new = article("a", TITLE, THREE), article("a", TITLE, FOUR, revision=2)
    told(stage, [old])
    stage.persist()
    newest = told(stage, [new])
    stage.persist()
    assert told(stage, [old]) == told(assigner(engine), [old]) == newest
