"""A frontier that has seen a million items: how much disk it takes, and how long it takes to say what is due."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
import xxhash

from detente import schema, sql
from detente.config import Feed
from detente.messages import Entry, Source
from ingest.due import chosen
from ingest.feed_rows import put_feeds
from ingest.frontier import Frontier
from ingest.waiting import Waiting, pack

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
FEEDS_KNOWN, HOSTS = 10_000, 6_000
DUE, BATCH, ROUNDS, AT_ONCE = 5_000, 20_000, 40, 50
COLUMNS = (
    *("id", "url", "feed", "host", "state", "due", "attempts", "status"),
    *("first_seen", "ended", "guid_key", "entry_hash", "entry"),
)
INSERT = f"INSERT INTO items ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
WAITING = pack(
    Waiting(
        source=Source(feed="https://www.paper-0.example/rss/world.xml", name="A paper", language="en", side="us"),
        entry=Entry(
            guid="https://www.paper-0.example/?p=1", title="A title of usual length", summary="A summary. " * 30
        ),
        published=NOW,
        updated=None,
        published_raw="Mon, 02 Mar 2026 10:00:00 GMT",
    )
)


def item(n: int, *, due: bool) -> tuple[object, ...]:
    """The columns of row number `n`, with an address as long as they are on average."""
    host = f"www.paper-{n % HOSTS}.example"
    url = f"https://{host}/world/2026/03/02/a-headline-of-usual-length-in-the-address-{n}"
    digest, seen = xxhash.xxh3_128_digest(url.encode()), NOW.timestamp() - 3600
    of_feed = f"https://{host}/rss/world.xml"
    waits = ("due", NOW.timestamp() - n % 600, 0, None, seen, None)
    end = waits if due else ("published", None, 1, 200, seen, NOW.timestamp())
    return (digest.hex()[:20], url, of_feed, host, *end, digest[:8], digest[8:], WAITING if due else None)


def fill(engine: sa.Engine, items: int) -> None:
    """`items` rows of which the last `DUE` are due, and the feeds that they came from."""
    feeds = [Feed(url=f"https://www.paper-{n}.example/rss/world.xml") for n in range(FEEDS_KNOWN)]
    with sql.writing(engine) as connection:
        put_feeds(
            connection, [(feed, NOW + timedelta(seconds=n - 2000)) for n, feed in enumerate(feeds)], origin="added"
        )
    for at in range(0, items, BATCH):
        rows = [item(n, due=n >= items - DUE) for n in range(at, min(at + BATCH, items))]
        with sql.writing(engine) as connection:
            connection.exec_driver_sql(INSERT, rows)


def choose(engine: sa.Engine) -> list[str]:
    """Selection alone, without the lease and its commit."""
    with sql.reading(engine) as connection:
        return chosen(connection, NOW, 400, Counter())


def milliseconds(deed: Callable[[], object], rounds: int = ROUNDS) -> Iterator[float]:
    for _ in range(rounds):
        began = time.perf_counter()
        deed()
        yield 1000 * (time.perf_counter() - began)


def main(items: int = 1_000_000) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "d.db"
        engine = sql.connect(f"sqlite:///{path}")
        schema.upgrade(engine)
        began = time.perf_counter()
        fill(engine, items)
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        size = sum(each.stat().st_size for each in Path(name).iterdir()) / 1e6
        took = time.perf_counter() - began
        print(f"{items} seen items, {DUE} of them due, of {FEEDS_KNOWN} feeds (filled in {took:.0f} s)")
        print(f"  on disk {size:.0f} MB (goal: under 500)")
        frontier = Frontier(engine)
        for what, deed in (
            ("400 items chosen", lambda: choose(engine)),
            (f"{AT_ONCE} items chosen, leased and committed", lambda: frontier.due_items(NOW, AT_ONCE)),
            ("no item is due", lambda: frontier.due_items(NOW - timedelta(days=1), 400)),
            (f"{AT_ONCE} feeds chosen, leased and committed", lambda: frontier.due_feeds(NOW, AT_ONCE)),
            ("no feed is due", lambda: frontier.due_feeds(NOW - timedelta(days=1), 256)),
        ):
            taken = sorted(milliseconds(deed))
            print(f"  {what}: median {statistics.median(taken):.1f} ms, worst {taken[-1]:.1f} ms (goal: under 10)")
        engine.dispose()


if __name__ == "__main__":
    main()
