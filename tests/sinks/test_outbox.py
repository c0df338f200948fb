"""One first a story and destination, ever; every delivery ends with a recorded fate; both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente import schema, sql
from detente.bus_sqlite import SqliteBus
from detente.config import Alert
from detente.config.units import Duration, Rate
from detente.messages import StoryUpdate, Verdict
from detente.ops_facts import read_health
from detente.tables.outbox import DELIVERIES, DESTINATIONS, LEDGER
from sinks.alert.delivery import Worker
from sinks.alert.fate import Answer
from sinks.alert.notify.notifier import Message
from sinks.alert.outbox import Outbox
from sinks.store.handler import Store
from sinks.store.search import search
from tests.sinks.writing import NOW, alert, records, update


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Scripted:
    """A destination that answers as told, then 200."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.sent = list(answers), list[Message]()

    async def send(self, message: Message) -> Answer:
        self.sent.append(message)
        return self.answers.pop(0) if self.answers else Answer(200)


def feed(
    engine: sa.Engine, *updates: StoryUpdate | Verdict, alerts: Sequence[Alert] = (alert(),), clock: Clock | None = None
) -> None:
    outbox = Outbox(engine, alerts, clock or Clock())
    outbox.handle(records(updates))
    outbox.persist()


def rows(engine: sa.Engine) -> list[sa.Row[tuple[object, ...]]]:
    with sql.reading(engine) as connection:
        return list(connection.execute(sa.select(DELIVERIES).order_by(DELIVERIES.c.id)).all())


def deliver(engine: sa.Engine, to: Scripted, clock: Clock, which: Alert | None = None) -> None:
    """Everything that is due now."""

    async def all_due() -> None:
        worker = Worker(engine, which or alert(rate=Rate(100)), to, now=clock, chance=lambda: 0.5)
        while await worker.step():
            pass

    asyncio.run(all_due())


def test_an_update_that_comes_again_adds_nothing(engine: sa.Engine) -> None:
    for _ in range(3):
        feed(engine, update(), update("b", number=2, novelty="repeat"))
    (row,) = rows(engine)
    assert (row.id, row.state, row.type) == ("first.desk.s1", "pending", "detente.story.first")


def test_copies_raise_also_reported_by_until_it_is_sent(engine: sa.Engine) -> None:
    feed(engine, update(), update("b", number=2, novelty="repeat", source="Courier"))
    clock, to = Clock(), Scripted()
    deliver(engine, to, clock)
    feed(engine, update("c", number=3, novelty="repeat", source="Late"))
    assert [each["source"] for each in to.sent[0].data["also"]] == ["Courier"]
    assert [each["source"] for each in rows(engine)[0].payload["also"]] == ["Courier"]


def test_each_destination_has_its_own_first(engine: sa.Engine) -> None:
    feed(engine, update(), alerts=(alert(), alert(name="other")))
    assert [row.destination for row in rows(engine)] == ["desk", "other"]


def test_what_was_seeded_is_not_told_by_its_later_copies(engine: sa.Engine) -> None:
    feed(engine, update(seed=True), update("b", number=2, novelty="repeat"))
    assert rows(engine) == []


def test_a_delivery_that_fails_is_tried_again_with_the_same_id_and_then_told(engine: sa.Engine) -> None:
    clock, to = Clock(), Scripted(Answer(500), Answer(None, "connect: refused"))
    feed(engine, update(), clock=clock)
    deliver(engine, to, clock)
    assert (rows(engine)[0].state, rows(engine)[0].reason) == ("pending", "HTTP 500")
    for _ in range(2):
        clock.now += timedelta(minutes=10)
        deliver(engine, to, clock)
    assert {message.id for message in to.sent} == {"first.desk.s1"}
    assert (rows(engine)[0].state, rows(engine)[0].attempts) == ("delivered", 3)


def test_retry_after_holds_the_whole_destination_and_no_other(engine: sa.Engine) -> None:
    clock, slow, quick = Clock(), Scripted(Answer(429, retry_after=60.0)), Scripted()
    feed(engine, update(), update("b", story="s2"), alerts=(alert(), alert(name="quick")), clock=clock)
    deliver(engine, slow, clock)
    deliver(engine, quick, clock, alert(name="quick", rate=Rate(100)))
    assert (len(slow.sent), len(quick.sent)) == (1, 2)
    clock.now += timedelta(seconds=61)
    deliver(engine, slow, clock)
    assert len(slow.sent) == 3


def test_410_disables_the_destination_and_every_alert_has_its_fate(engine: sa.Engine) -> None:
    clock, to = Clock(), Scripted(Answer(410))
    feed(engine, update(), update("b", story="s2"), clock=clock)
    deliver(engine, to, clock)
    feed(engine, update("c", story="s3"), clock=clock)
    assert sorted(str(row.state) for row in rows(engine)) == ["dropped", "dropped", "failed"]
    assert all(row.reason for row in rows(engine))
    with sql.reading(engine) as connection:
        assert connection.execute(sa.select(DESTINATIONS.c.disabled)).scalar_one() is not None


def test_what_did_not_arrive_is_seen_in_health(engine: sa.Engine, tmp_path: Path) -> None:
    clock = Clock()
    feed(engine, update(), update("b", story="s2"), clock=clock)
    deliver(engine, Scripted(Answer(403), Answer(410)), clock)
    bus = SqliteBus(tmp_path / "bus.db")
    now = clock.now.timestamp()
    found = read_health(bus, engine, now)
    bus.close()
    assert (found.deliveries.failed, found.deliveries.disabled) == (2, ["desk"])
    assert [reason for reason in found.reasons if "alert" in reason and "stopped" not in reason] == [
        "2 alerts of the last day did not arrive: `detente alert list` says why",
        "alert desk is disabled: `detente alert enable desk` when it works",
    ]


def test_a_crash_while_sending_sends_again_with_the_same_id(engine: sa.Engine) -> None:
    class PowerCut(BaseException):
        pass

    class Cut(Scripted):
        async def send(self, message: Message) -> Answer:
            self.sent.append(message)
            raise PowerCut

    clock, cut, to = Clock(), Cut(), Scripted()
    feed(engine, update(), clock=clock)
    with pytest.raises(PowerCut):
        deliver(engine, cut, clock)
    deliver(engine, to, clock)
    assert to.sent == []  # still leased to who died
    clock.now += timedelta(seconds=20)
    deliver(engine, to, clock)
    assert [message.id for message in to.sent] == [cut.sent[0].id]


def test_two_workers_never_send_one_delivery_twice(engine: sa.Engine) -> None:
    clock, to = Clock(), Scripted()
    feed(engine, *(update(f"a{n}", story=f"s{n}") for n in range(10)), clock=clock)

    async def both() -> None:
        workers = [Worker(engine, alert(rate=Rate(100)), to, now=clock, chance=lambda: 0.5) for _ in range(2)]
        while any(await asyncio.gather(*(worker.step() for worker in workers))):
            pass

    asyncio.run(both())
    assert len(to.sent) == len({message.id for message in to.sent}) == 10


def test_group_wait_is_waited(engine: sa.Engine) -> None:
    clock, to = Clock(), Scripted()
    feed(engine, update(), alerts=(alert(group_wait=Duration(30)),), clock=clock)
    deliver(engine, to, clock)
    assert to.sent == []
    clock.now += timedelta(seconds=31)
    deliver(engine, to, clock)
    assert len(to.sent) == 1


stories = st.lists(
    st.tuples(
        st.sampled_from("abcdef"), st.sampled_from(["s1", "s2"]), st.sampled_from(["first", "repeat", "development"])
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories, st.lists(st.integers(1, 4), max_size=6))
def test_over_any_redelivery_there_is_one_first_a_story(pile: list[tuple[str, str, str]], cuts: list[int]) -> None:
    engine = sql.connect("sqlite:///file:outbox?mode=memory&uri=true")
    schema.upgrade(engine)
    with sql.writing(engine) as connection:
        for table in (DELIVERIES, LEDGER):
            connection.execute(sa.delete(table))
    updates = [update(f"{a}{s}", story=s, novelty=n, number=2) for a, s, n in pile]  # type: ignore[arg-type]
    at = 0
    for size in [*cuts, len(updates)]:
        feed(engine, *updates[max(0, at - 2) : at + size])  # the last two come again
        at += size
    firsts = [row.story for row in rows(engine) if row.type == "detente.story.first"]
    engine.dispose()
    assert sorted(firsts) == sorted({story for _, story, _ in pile})


def test_records_are_kept_once_and_found_by_their_words(engine: sa.Engine) -> None:
    store = Store(engine)
    for _ in range(2):
        store.handle(records([update(), update("b", number=2, title="Визы: Лавров и Рубио", language="ru")]))
        store.persist()
    with sql.reading(engine) as connection:
        assert {each.id for each in search(connection, "Lavrov telephone")} == {"a", "b"}
        assert [each.id for each in search(connection, "визы лавров")] == ["b"]
        assert search(connection, "nowhere") == []
        for nasty in ("", '"', "a AND (", "x:*", "';--", "NEAR/2", "-"):
            search(connection, nasty)


def test_an_older_revision_never_overwrites_a_newer_one(engine: sa.Engine) -> None:
    store = Store(engine)
    store.handle(records([update(revision=2, title="Newer"), update(revision=1, title="Older")]))
    store.persist()
    with sql.reading(engine) as connection:
        assert [each.title for each in search(connection, "telephone")] == ["Newer"]
