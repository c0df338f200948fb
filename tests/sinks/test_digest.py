"""A desk that takes digests gets what was collected in one message, the same one on every attempt; both databases."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from detente.config.quiet import QuietHours
from detente.config.units import Duration, Rate
from sinks.alert.claim import MOST_IN_A_DIGEST
from sinks.alert.delivery import Worker
from sinks.alert.fate import Answer
from sinks.alert.notify.console import Console
from sinks.alert.notify.slack import rendered
from sinks.alert.rules import due_at
from tests.sinks.test_outbox import Clock, Scripted, deliver, feed, rows
from tests.sinks.writing import NOW, alert, update, verdict

HOURLY = alert(digest=Duration(3600), rate=Rate(100), novelty=("first", "correction"))


def collected(engine: sa.Engine, clock: Clock, *names: str) -> None:
    feed(
        engine,
        *(update(name, story=f"s{name}", title=f"Title {name}") for name in names),
        alerts=(HOURLY,),
        clock=clock,
    )


def test_what_was_collected_is_told_at_the_full_hour_in_one_message(engine: sa.Engine) -> None:
    clock, to = Clock(), Scripted()
    clock.now += timedelta(minutes=7)
    collected(engine, clock, "a", "b")
    clock.now += timedelta(minutes=50)
    collected(engine, clock, "c")
    deliver(engine, to, clock, HOURLY)
    assert to.sent == []
    clock.now += timedelta(minutes=3)
    deliver(engine, to, clock, HOURLY)
    (message,) = to.sent
    assert (message.type, message.data["count"], message.data["test"]) == ("detente.digest", 3, False)
    assert [each["title"] for each in message.data["items"]] == ["Title a", "Title b", "Title c"]
    assert {each["type"] for each in message.data["items"]} == {"detente.story.first"}
    assert {row.state for row in rows(engine)} == {"delivered"}


def test_a_digest_that_fails_is_the_same_on_every_attempt_and_takes_nothing_more_in(engine: sa.Engine) -> None:
    clock, to = Clock(), Scripted(Answer(500), Answer(None, "connect: refused"))
    collected(engine, clock, "b", "c")
    deliver(engine, to, clock, HOURLY)
    collected(engine, clock, "a")
    for _ in range(3):
        clock.now += timedelta(minutes=10)
        deliver(engine, to, clock, HOURLY)
    by_id: dict[str, set[str]] = {}
    for message in to.sent:
        by_id.setdefault(message.id, set()).add(json.dumps([each["title"] for each in message.data["items"]]))
    assert sorted(map(sorted, by_id.values())) == [['["Title a"]'], ['["Title b", "Title c"]']]
    assert {row.state for row in rows(engine)} == {"delivered"}


def test_many_become_a_few(engine: sa.Engine) -> None:
    clock, to = Clock(), Scripted()
    collected(engine, clock, *(f"n{n:03}" for n in range(2 * MOST_IN_A_DIGEST + 1)))
    deliver(engine, to, clock, HOURLY)
    assert [message.data["count"] for message in to.sent] == [MOST_IN_A_DIGEST, MOST_IN_A_DIGEST, 1]


def test_two_workers_never_send_one_digest_twice(engine: sa.Engine) -> None:
    clock, to = Clock(), Scripted()
    collected(engine, clock, *(f"n{n:03}" for n in range(50)))

    async def both() -> None:
        workers = [Worker(engine, HOURLY, to, now=clock, chance=lambda: 0.5) for _ in range(2)]
        while any(await asyncio.gather(*(worker.step() for worker in workers))):
            pass

    asyncio.run(both())
    told = [each["article_id"] for message in to.sent for each in message.data["items"]]
    assert len(told) == len(set(told)) == 50
    assert len(to.sent) == len({message.id for message in to.sent})


def test_a_withdrawal_goes_with_the_digest_too(engine: sa.Engine) -> None:
    clock, to = Clock(), Scripted()
    clock.now += timedelta(minutes=1)
    collected(engine, clock, "a")
    feed(engine, verdict("a"), alerts=(HOURLY,), clock=clock)
    clock.now += timedelta(hours=1)
    deliver(engine, to, clock, HOURLY)
    (message,) = to.sent
    assert [each["type"].rpartition(".")[2] for each in message.data["items"]] == ["first", "withdrawn"]


def test_people_see_a_line_a_story(engine: sa.Engine) -> None:
    clock, to, said = Clock(), Scripted(), list[str]()
    collected(engine, clock, "a", "<!channel>")
    deliver(engine, to, clock, HOURLY)
    (message,) = to.sent
    header, *lines = rendered(message)["blocks"]
    assert header["text"]["text"] == "Digest: 2 told"
    assert [line["text"]["text"].partition("\n")[0] for line in lines] == ["*Title &lt;!channel&gt;*", "*Title a*"]
    asyncio.run(Console(said.append).send(message))
    assert [each.splitlines()[0] for each in said] == ["■ Title <!channel>", "■ Title a"]


def test_slack_takes_the_longest_digest(engine: sa.Engine) -> None:
    clock, to = Clock(), Scripted()
    names = [f"{'x' * 180}{n}" for n in range(MOST_IN_A_DIGEST)]
    long = (update(f"i{n}", story=f"s{n}", title="&" * 400, source="<" * 400) for n, _ in enumerate(names))
    feed(engine, *long, alerts=(HOURLY,), clock=clock)
    deliver(engine, to, clock, HOURLY)
    blocks = rendered(to.sent[0])["blocks"]
    texts = [block["text"]["text"] for block in blocks]
    assert len(blocks) <= 50
    assert max(map(len, texts)) <= 3000
    assert sum(map(len, texts)) < 12_000
    assert texts[-1] == f"… and {MOST_IN_A_DIGEST + 2 - len(texts)} more"


moments = st.integers(0, 365 * 86400).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


@given(moments, st.sampled_from([60, 900, 3600, 86400]))
def test_a_digest_is_due_within_its_interval_and_all_of_an_interval_together(moment: datetime, seconds: int) -> None:
    desk = alert(digest=Duration(seconds))
    due = due_at(desk, moment)
    assert moment <= due < moment + timedelta(seconds=seconds + 1)
    assert due_at(desk, due) == due
    quiet = alert(digest=Duration(seconds), quiet_hours=QuietHours.parse("22:00-06:00 UTC"))
    assert due_at(quiet, moment).hour not in (22, 23, 0, 1, 2, 3, 4, 5)


@pytest.mark.parametrize("minutes", [0, 59])
def test_without_a_digest_nothing_is_collected(engine: sa.Engine, minutes: int) -> None:
    clock, to = Clock(), Scripted()
    clock.now = NOW + timedelta(minutes=minutes)
    feed(engine, update(), update("b", story="s2"), clock=clock)
    deliver(engine, to, clock)
    assert [message.type for message in to.sent] == ["detente.story.first"] * 2
