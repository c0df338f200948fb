"""The stage: the same ids on redelivery, over a crash, and against an assigner that was overtaken."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from detente.bus import Record
from detente.errors import PartitionsLost
from detente.messages import Article, StoryUpdate, decode, encode
from detente.worker import Done
from processors.stories.stage import Assigner
from processors.stories.state import State
from tests.processors.stories.writing import CALL, CALL_RU, SANCTIONS, WINDOW, article

ARTICLES = [
    article("a", "Lavrov and Rubio speak by telephone", CALL),
    article("b", "Лавров и Рубио обсудили по телефону визы", CALL_RU, source="two", hours=1),
    article("c", "US sanctions three Russian banks", SANCTIONS.format(n="three"), source="three", hours=2),
    article("d", "Ministers speak", CALL, source="four", hours=3),
]


def assigner(engine: sa.Engine) -> Assigner:
    made = Assigner(State(engine, "us-russia"), "us-russia", WINDOW)
    made.restart()
    return made


def records(articles: list[Article]) -> list[Record]:
    return [Record("detente.articles", 0, n, b"us-russia", encode(each), 0.0) for n, each in enumerate(articles)]


def told(stage: Assigner, articles: list[Article]) -> list[bytes]:
    """What the stage publishes for these, in order."""
    found = []
    for decision in stage.handle(records(articles)):
        assert isinstance(decision, Done), decision
        found += [each.value for each in decision.publish]
    return found


def test_redelivery_after_everything_is_durable_publishes_the_same_bytes(engine: sa.Engine) -> None:
    stage = assigner(engine)
    first = told(stage, ARTICLES)
    stage.persist()
    assert told(stage, ARTICLES) == first
    assert told(assigner(engine), ARTICLES) == first


@pytest.mark.parametrize("durable", range(len(ARTICLES) + 1))
def test_a_crash_between_publish_and_persist_gives_the_same_ids(durable: int, engine: sa.Engine) -> None:
    before = assigner(engine)
    first = told(before, ARTICLES[:durable])
    before.persist()
    lost = told(before, ARTICLES[durable:])  # published, and then the power went
    after = assigner(engine)
    assert told(after, ARTICLES) == first + lost
    after.persist()
    assert told(assigner(engine), ARTICLES) == first + lost


def test_an_assigner_that_was_overtaken_cannot_write(engine: sa.Engine) -> None:
    old = assigner(engine)
    told(old, ARTICLES[:1])
    new = assigner(engine)
    with pytest.raises(PartitionsLost):
        old.persist()
    assert told(new, ARTICLES)
    new.persist()


def test_updates_carry_the_story_as_key(engine: sa.Engine) -> None:
    (decision,) = assigner(engine).handle(records(ARTICLES[:1]))
    assert isinstance(decision, Done)
    (out,) = decision.publish
    assert decode(StoryUpdate, out.value).story.encode() == out.key
