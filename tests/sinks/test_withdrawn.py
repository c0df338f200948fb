"""Who was told of a page hears once that it is gone; who was not hears nothing; both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations

import pytest
import sqlalchemy as sa

from detente import sql
from detente.config.quiet import QuietHours
from detente.messages import StoryUpdate, Verdict
from detente.tables.store import ARTICLES
from sinks.alert.fate import Answer
from sinks.alert.notify.console import withdrawal
from sinks.alert.notify.slack import rendered
from sinks.store.handler import Store
from tests.sinks.test_outbox import Clock, Scripted, deliver, feed, rows
from tests.sinks.writing import NOW, alert, records, update, verdict

LATER = timedelta(hours=6)


def types(to: Scripted) -> list[str]:
    return [message.type.removeprefix("detente.story.") for message in to.sent]


def test_a_desk_that_was_told_hears_once_that_it_is_gone(engine: sa.Engine) -> None:
    clock, to = Clock(), Scripted()
    feed(engine, update(), clock=clock)
    deliver(engine, to, clock)
    clock.now += LATER
    for _ in range(3):
        feed(engine, verdict(), update(), clock=clock)
        deliver(engine, to, clock)
    assert types(to) == ["first", "withdrawn"]
    gone = to.sent[1]
    assert (gone.story, gone.data["article_id"], gone.data["title"]) == ("s1", "a", "Lavrov and Rubio speak")
    assert gone.data["what_is_new"] == "withdrawn: its page answers 410"
    assert gone.data.keys() == to.sent[0].data.keys()


def test_who_was_not_told_hears_nothing(engine: sa.Engine) -> None:
    feed(engine, update(seed=True), update("b", story="s2"), update("c", story="s2", novelty="repeat", number=2))
    feed(engine, verdict("a"), verdict("c"), verdict("none"), alerts=(alert(), alert(name="other")))
    assert {row.article for row in rows(engine)} == {"b"}
    assert [row.type for row in rows(engine)] == ["detente.story.first"]


def test_a_page_that_is_there_withdraws_nothing(engine: sa.Engine) -> None:
    feed(engine, update(), verdict(outcome="not_relevant"), verdict(outcome="relevant"))
    assert len(rows(engine)) == 1


def test_what_was_withdrawn_before_its_update_came_is_not_told(engine: sa.Engine) -> None:
    feed(engine, verdict(revision=2))
    feed(engine, update(revision=1))
    assert rows(engine) == []
    feed(engine, update(revision=3))  # it came back
    assert [row.type for row in rows(engine)] == ["detente.story.first"]


def test_a_page_that_comes_and_goes_again_is_news_each_time(engine: sa.Engine) -> None:
    feed(engine, update(), verdict(revision=2), update(revision=3, novelty="repeat"), verdict(revision=4))
    assert sorted(str(row.id) for row in rows(engine)) == ["first.desk.s1", "gone.desk.a.2", "gone.desk.a.4"]


def test_it_comes_behind_what_it_withdraws_and_not_in_quiet_hours(engine: sa.Engine) -> None:
    desk = alert(quiet_hours=QuietHours.parse("11:00-15:30 UTC"))
    clock, to = Clock(), Scripted()
    feed(engine, update(), verdict(), alerts=(desk,), clock=clock)
    deliver(engine, to, clock, desk)
    assert to.sent == []
    clock.now = NOW.replace(hour=15, minute=31)
    deliver(engine, to, clock, desk)
    assert types(to) == ["first", "withdrawn"]


def test_what_never_arrived_is_not_withdrawn(engine: sa.Engine) -> None:
    clock, to = Clock(), Scripted(Answer(403))
    feed(engine, update(), clock=clock)
    deliver(engine, to, clock)
    feed(engine, verdict(), clock=clock)
    assert [(row.type, row.state) for row in rows(engine)] == [("detente.story.first", "failed")]


def test_people_see_a_short_line(engine: sa.Engine) -> None:
    clock, to = Clock(), Scripted()
    feed(engine, update(), verdict(), clock=clock)
    deliver(engine, to, clock)
    gone = to.sent[1]
    header, line = rendered(gone)["blocks"]
    assert header["text"]["text"] == "Withdrawn: Lavrov and Rubio speak"
    assert "its page answers 410" in line["elements"][0]["text"]
    assert withdrawal({"type": gone.type, **gone.data}).splitlines()[:2] == [
        "■ Withdrawn: Lavrov and Rubio speak",
        "  Wire: withdrawn: its page answers 410",
    ]


def store(engine: sa.Engine, messages: Sequence[StoryUpdate | Verdict]) -> None:
    handler = Store(engine)
    for message in messages:
        handler.handle(records([message]))
        handler.persist()


def gone_since(engine: sa.Engine) -> object:
    with sql.reading(engine) as connection:
        return connection.scalar(sa.select(ARTICLES.c.withdrawn))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_an_article_is_marked_whatever_comes_first_and_comes_again(engine: sa.Engine, order: tuple[int, ...]) -> None:
    messages = (update(), verdict(revision=1, outcome="relevant"), verdict(revision=2, at=NOW + LATER))
    store(engine, [messages[n] for n in order])
    assert gone_since(engine) == NOW + LATER
    store(engine, [update(), verdict(revision=1, outcome="relevant")])
    assert gone_since(engine) == NOW + LATER
    store(engine, [update(revision=3), verdict(revision=3, outcome="relevant")])
    assert gone_since(engine) is None
