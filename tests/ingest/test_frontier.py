"""The frontier on both databases: who gets what is due, for how long, and what one transaction holds."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from detente import sql
from detente.config import Feed
from detente.config.units import Duration
from detente.errors import StoreUnavailable
from detente.messages import Entry, Source
from detente.tables.frontier import FEEDS, ITEMS
from ingest.due import PER_HOST
from ingest.feed_rows import put_feeds
from ingest.frontier import LEASE, Frontier
from ingest.ledger import Ledger
from ingest.waiting import Found, NewItem, PollEnd, Waiting

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WAITING = Waiting(
    source=Source(feed="https://x.example/rss", name="x"),
    entry=Entry(title="t"),
    published=None,
    updated=None,
    published_raw=None,
)


def items(host: str, count: int) -> list[NewItem]:
    names = [f"{host}-{n:04}" for n in range(count)]
    return [NewItem(id=name, url=f"https://{host}/{name}", host=host, waiting=WAITING) for name in names]


def end(url: str, new: Sequence[NewItem] = (), *, now: datetime = NOW, **values: object) -> PollEnd:
    return PollEnd(url=url, values=values, found=Found(new=list(new)), seed=False, now=now)


def known(engine: sa.Engine, *feeds: Feed) -> Frontier:
    with sql.writing(engine) as connection:
        put_feeds(connection, [(feed, NOW) for feed in feeds], origin="added")
    return Frontier(engine)


def test_no_host_takes_more_than_its_share_however_much_waits(engine: sa.Engine) -> None:
    frontier = Frontier(engine)
    frontier.polled([end("f", items("big", 900))])
    frontier.polled([end("f", items("small", 3), now=NOW + timedelta(seconds=1))])
    later = NOW + timedelta(minutes=1)
    hosts = Counter(item.host for item in frontier.due_items(later, 20))
    assert hosts == {"big": PER_HOST, "small": 3}
    assert frontier.due_items(later, 20, {"big": PER_HOST, "small": 3}) == []
    assert len(frontier.due_items(later, 20, {"big": PER_HOST - 1})) == 1


def test_an_item_that_is_leased_is_nobody_elses_until_the_lease_ends(engine: sa.Engine) -> None:
    frontier = Frontier(engine)
    frontier.polled([end("f", items("h", 2))])
    (one,) = frontier.due_items(NOW, 1)
    (two,) = frontier.due_items(NOW, 9)
    frontier.renew([], [two.id], NOW + timedelta(seconds=10))
    after = NOW + LEASE + timedelta(seconds=1)
    assert [item.id for item in frontier.due_items(after, 9)] == [one.id]


def test_a_feed_that_may_have_been_asked_rests_for_its_interval_when_its_poller_dies(engine: sa.Engine) -> None:
    usual, urgent, fixed = (
        Feed(url="https://a.example/"),
        Feed(url="https://b.example/", urgent=True),
        Feed(url="https://c.example/", poll=Duration(5)),
    )
    frontier = known(engine, usual, urgent, fixed)
    assert len(frontier.due_feeds(NOW, 9)) == 3
    back = {
        seconds: {row["url"] for row in Frontier(engine).due_feeds(NOW + LEASE + timedelta(seconds=seconds), 9)}
        for seconds in (4, 6, 59, 61, 299, 301)
    }
    assert back == {
        4: set(),
        6: {fixed.url},
        59: {fixed.url},
        61: {urgent.url},
        299: {fixed.url, urgent.url},
        301: {usual.url},
    }


def test_renewing_shortens_no_lease(engine: sa.Engine) -> None:
    frontier = known(engine, Feed(url="https://a.example/"))
    frontier.due_feeds(NOW, 1)
    frontier.renew(["https://a.example/"], [], NOW)
    assert frontier.due_feeds(NOW + LEASE + timedelta(seconds=299), 1) == []


def test_feeds_that_fail_do_not_stand_in_the_way_of_those_that_work(engine: sa.Engine) -> None:
    frontier = known(engine, *(Feed(url=f"https://{n}.example/") for n in range(20)))
    frontier.polled([end(f"https://{n}.example/", failures=1) for n in range(15)])
    assert len(frontier.due_feeds(NOW, 10)) == 5
    assert len(frontier.due_feeds(NOW, 10, failing=True)) == 10


def test_a_feed_keeps_what_was_learned_of_it_when_its_settings_change(engine: sa.Engine) -> None:
    frontier = known(engine, Feed(url="https://a.example/", name="old"))
    frontier.polled([end("https://a.example/", etag='"1"', polls=7)])
    frontier.sync([Feed(url="https://a.example/", name="new")], NOW, timedelta(0))
    with sql.reading(engine) as connection:
        row = connection.execute(sa.select(FEEDS)).one()
    assert (row.name, row.etag, row.polls, row.origin) == ("new", '"1"', 7, "config")
    frontier.sync([], NOW, timedelta(0))
    assert frontier.due_feeds(NOW, 1) == []


def test_polls_that_end_together_are_written_together(engine: sa.Engine) -> None:
    feeds = [Feed(url=f"https://{n}.example/") for n in range(40)]
    frontier = Counting(engine)
    known(engine, *feeds)

    async def all_at_once() -> None:
        ledger = Ledger(frontier)
        await asyncio.gather(*(ledger.write(end(feed.url, items(feed.url[8:], 1), polls=1)) for feed in feeds))

    asyncio.run(all_at_once())
    assert frontier.writes <= 2
    with sql.reading(engine) as connection:
        assert connection.scalar(sa.select(sa.func.count()).where(FEEDS.c.polls == 1)) == 40
        assert connection.scalar(sa.select(sa.func.count()).select_from(ITEMS)) == 40


def test_an_end_that_cannot_be_written_is_its_own_trouble(engine: sa.Engine) -> None:
    feeds = [Feed(url=f"https://{n}.example/") for n in range(5)]
    frontier = known(engine, *feeds)

    async def all_at_once() -> list[BaseException | None]:
        ledger = Ledger(frontier)
        ends = [
            end(feed.url, **({"polls": "many" * 99} if n == 2 else {"nonsense": 1} if n == 3 else {"polls": 1}))
            for n, feed in enumerate(feeds)
        ]
        return await asyncio.gather(*map(ledger.write, ends), return_exceptions=True)

    failed = [error is not None for error in asyncio.run(all_at_once())]
    assert failed[3]
    assert not any(failed[n] for n in (0, 1, 4))


def test_a_database_that_is_away_is_everybodys_trouble_and_the_next_write_is_tried_anew(engine: sa.Engine) -> None:
    frontier = Counting(engine)
    known(engine, Feed(url="https://a.example/"))
    frontier.down = True

    async def twice() -> list[BaseException | None]:
        ledger = Ledger(frontier)
        ends = [end("https://a.example/", polls=n) for n in (1, 2)]
        failed = await asyncio.gather(*map(ledger.write, ends), return_exceptions=True)
        frontier.down = False
        await ledger.write(end("https://a.example/", polls=3))
        return failed

    assert [type(error) for error in asyncio.run(twice())] == [StoreUnavailable] * 2
    assert frontier.due_feeds(NOW, 1)[0]["polls"] == 3


class Counting(Frontier):
    """A frontier that counts its writes and may be down."""

    writes, down = 0, False

    def polled(self, ends: Sequence[PollEnd]) -> None:
        self.writes += 1
        if self.down:
            raise StoreUnavailable("away")
        super().polled(ends)


@pytest.mark.parametrize("known_before", [True, False])
def test_an_item_is_kept_once_whichever_feed_brings_it_first(known_before: bool, engine: sa.Engine) -> None:
    frontier = Frontier(engine)
    twice = [end("one", items("h", 1)), end("two", items("h", 1))]
    for batch in [twice[:1], twice[1:]] if known_before else [twice]:
        frontier.polled(batch)
    assert len(frontier.due_items(NOW, 9)) == 1
