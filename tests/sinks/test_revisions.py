"""A revision leaves its diff, is never a second first, and corrects what a desk was told where that was asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from detente import sql
from detente.messages import StoryUpdate
from detente.tables.store import ARTICLES, REVISIONS
from detente.trace import trace
from sinks.store.changes import changes
from sinks.store.handler import Store
from sinks.store.retention import drop_before
from tests.sinks.test_outbox import Clock, Scripted, deliver, feed, rows
from tests.sinks.writing import NOW, TEXT, alert, records, update, verdict

CORRECTED = TEXT.replace("visas", "flights")
WANTS = alert(novelty=("first", "correction"))


def store(engine: sa.Engine, *updates: StoryUpdate) -> None:
    handler = Store(engine)
    handler.handle(records(updates))
    handler.persist()


def test_a_diff_names_the_sentences_that_went_and_came() -> None:
    assert changes("One. Two is said. Three.", "One. Two is denied.\nThree. Four!").splitlines() == [
        "@@ -2 +2 @@",
        "-Two is said.",
        "+Two is denied.",
        "@@ -3,0 +4 @@",
        "+Four!",
    ]


sentences = st.lists(st.sampled_from(["One.", "Two two.", "Три!", "-- four?"]), max_size=8)


@given(sentences, sentences)
def test_a_diff_is_empty_only_where_no_sentence_changed(before: list[str], after: list[str]) -> None:
    assert (changes(" ".join(before), "\n".join(after)) == "") == (before == after)


def test_the_newest_revision_is_kept_with_what_each_changed(engine: sa.Engine) -> None:
    updates = update(), update(revision=2, text=CORRECTED), update(revision=3, text=CORRECTED, title="They speak")
    for _ in range(2):
        store(engine, *updates)
    store(engine, updates[0], updates[1])
    with sql.reading(engine) as connection:
        article = connection.execute(sa.select(ARTICLES)).one()
        found = connection.execute(sa.select(REVISIONS).order_by(REVISIONS.c.revision)).all()
    assert (article.revision, article.title, article.text) == (3, "They speak", CORRECTED)
    assert [(row.revision, row.title_before) for row in found] == [(2, None), (3, "Lavrov and Rubio speak")]
    assert found[0].diff.splitlines()[1:] == ["-They agreed on visas.", "+They agreed on flights."]
    assert found[1].diff == ""


def test_an_article_stays_in_its_story_what_it_was_when_it_came(engine: sa.Engine) -> None:
    store(engine, update(novelty="first"), update(revision=2, novelty="repeat", text=CORRECTED))
    with sql.reading(engine) as connection:
        assert connection.scalar(sa.select(ARTICLES.c.novelty)) == "first"


def test_a_revision_that_changes_no_word_leaves_no_diff(engine: sa.Engine) -> None:
    store(engine, update(), update(revision=2))
    with sql.reading(engine) as connection:
        assert connection.execute(sa.select(REVISIONS)).all() == []


def test_a_trace_shows_the_revisions_and_that_it_was_told_and_withdrawn(engine: sa.Engine) -> None:
    clock, to = Clock(), Scripted()
    feed(engine, update(), clock=clock)
    deliver(engine, to, clock)
    handler = Store(engine)
    handler.handle(records([update(), update(revision=2, text=CORRECTED), verdict(revision=3)]))
    handler.persist()
    feed(engine, verdict(revision=3), clock=clock)
    with sql.reading(engine) as connection:
        found = trace(connection, "a")
    assert found is not None
    assert found.outcome == "told"
    assert [(each.revision, each.title_before) for each in found.revisions] == [(2, None)]
    assert "+They agreed on flights." in found.revisions[0].diff
    said = [(step.stage, step.outcome) for step in found.steps]
    assert ("store", "withdrawn") in said
    assert said[-2:] == [("alert", "delivered"), ("alert", "pending")]


def test_retention_takes_the_diffs_with_their_articles(engine: sa.Engine) -> None:
    store(engine, update(), update(revision=2, text=CORRECTED))
    assert drop_before(engine, NOW) == 1
    with sql.reading(engine) as connection:
        assert connection.execute(sa.select(REVISIONS)).all() == []


def test_a_correction_of_what_was_told_is_told_once_and_only_where_it_is_asked_for(engine: sa.Engine) -> None:
    clock, to, other = Clock(), Scripted(), Scripted()
    desks = WANTS, alert(name="other")
    feed(engine, update(), alerts=desks, clock=clock)
    deliver(engine, to, clock)
    deliver(engine, other, clock, desks[1])
    clock.now += timedelta(hours=1)
    for _ in range(2):
        feed(engine, update(), update(revision=2, novelty="correction", text=CORRECTED), alerts=desks, clock=clock)
    deliver(engine, to, clock)
    deliver(engine, other, clock, desks[1])
    assert [message.type for message in to.sent] == ["detente.story.first", "detente.story.corrected"]
    assert [message.type for message in other.sent] == ["detente.story.first"]


def test_what_was_not_sent_yet_goes_out_as_revised(engine: sa.Engine) -> None:
    feed(engine, update(), update("b", number=2, novelty="repeat", source="Courier"), alerts=(WANTS,))
    feed(engine, update(revision=2, novelty="correction", title="They do not speak"), alerts=(WANTS,))
    (row,) = rows(engine)
    payload = row.payload
    assert (payload["title"], payload["novelty"]) == ("They do not speak", "first")
    assert [each["source"] for each in payload["also"]] == ["Courier"]


@pytest.mark.parametrize("novelty", ["repeat", "first", "new_fact", "development"])
def test_no_revision_is_a_second_first(engine: sa.Engine, novelty: str) -> None:
    clock, to = Clock(), Scripted()
    feed(engine, update(), alerts=(WANTS,), clock=clock)
    deliver(engine, to, clock)
    clock.now += timedelta(hours=1)
    for revision in (2, 3):
        feed(engine, update(revision=revision, novelty=novelty), alerts=(WANTS,), clock=clock)  # type: ignore[arg-type]
    deliver(engine, to, clock)
    assert [message.type for message in to.sent] == ["detente.story.first"]
