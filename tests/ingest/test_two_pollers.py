"""Two pollers on PostgreSQL share a thousand feeds; one is killed in the middle, and the other takes over in time."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa

from detente import schema, sql
from detente.buses import open_bus
from detente.cli.init import literal
from detente.config import Feed, load
from detente.config.units import Duration
from detente.tables.frontier import FEEDS, ITEMS
from detente.topology import TOPICS
from ingest.feed_rows import put_feeds
from tests.waiting import until

pytestmark = [pytest.mark.e2e, pytest.mark.servers]

COUNT = 1000
INTERVAL = 22.0  # longer than the frontier leases for by itself
SLOW = 0.7  # seconds that every fifth answer takes, so that some are under way at any time
ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{}"
ITEM = "<title>n</title><guid isPermaLink='false'>{0}</guid><description>{0}</description>"
DOCUMENT = f"<rss version='2.0'><channel><title>t</title><item>{ITEM}</item></channel></rss>"


class Hosts:
    """A thousand hosts with a feed each; `asked` has when, by the server's clock, and by whom each was asked."""

    def __init__(self) -> None:
        self.asked: dict[int, list[tuple[float, str]]] = defaultdict(list)
        self.port = 0

    def url(self, n: int) -> str:
        return f"http://127.9.{n >> 8}.{n & 255}:{self.port}/{n}"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        n = int(head.split(" ")[1].lstrip("/"))
        self.asked[n].append((time.monotonic(), "one" if "/one)" in head else "two"))
        if n % 5 == 0:
            await asyncio.sleep(SLOW)
        body = DOCUMENT.format(n)
        writer.write(ANSWER.format(len(body), body).encode())
        await writer.drain()
        writer.close()

    def by(self, name: str) -> set[int]:
        return {n for n, asked in list(self.asked.items()) if any(who == name for _when, who in list(asked))}

    def shortest(self) -> float:
        """The shortest time between two polls of one feed."""
        return min(b[0] - a[0] for asked in self.asked.values() for a, b in pairwise(asked))


@contextmanager
def hosting() -> Iterator[Hosts]:
    """The hosts answer while the block runs."""
    hosts, loop = Hosts(), asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(hosts.answer, "0.0.0.0", 0, backlog=1024))
    hosts.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield hosts
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


class Pollers:
    """`detente ingest` by two names, on one database and one bus."""

    def __init__(self, folder: Path, store: str) -> None:
        self._folder, self._store = folder, store
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        config = load(self._configured("one"), {})
        self.engine: sa.Engine = sql.connect(config.store)
        schema.upgrade(self.engine)
        self._bus = open_bus(config)
        self._bus.apply(TOPICS)

    def _configured(self, name: str) -> Path:
        path = self._folder / f"{name}.toml"
        bus = f"sqlite:///{self._folder}/bus.db"
        path.write_text(
            f'bus = {literal(bus)}\nstore = {literal(self._store)}\n[log]\nformat = "json"\n[ops]\nlisten = ""\n'
            f'[ingest]\ncontact = "https://example.org/{name}"\nallow_private_addresses = true\n',
            encoding="utf-8",
        )
        return path

    def start(self, name: str) -> None:
        with (self._folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [sys.executable, "-m", "detente", "--config", str(self._configured(name)), "ingest"],
                stdout=log,
                stderr=log,
                env={key: value for key, value in os.environ.items() if not key.startswith("DETENTE_")},
            )

    def kill(self, name: str) -> None:
        self._processes[name].kill()
        self._processes[name].wait()

    def stop(self, name: str) -> int:
        self._processes[name].terminate()
        return self._processes[name].wait(30)

    def polled(self, times: int) -> int:
        """How many feeds have had so many polls written."""
        with sql.reading(self.engine) as connection:
            return connection.scalar(sa.select(sa.func.count()).where(FEEDS.c.polls >= times)) or 0

    def unpolled(self) -> set[int]:
        with sql.reading(self.engine) as connection:
            urls = connection.scalars(sa.select(FEEDS.c.url).where(FEEDS.c.polls == 0))
            return {int(url.rpartition("/")[2]) for url in urls}

    def published(self) -> int:
        with sql.reading(self.engine) as connection:
            return connection.scalar(sa.select(sa.func.count()).where(ITEMS.c.state == "published")) or 0

    def close(self) -> None:
        for process in self._processes.values():
            if process.poll() is None:
                process.kill()
                process.wait()
        self._bus.close()
        self.engine.dispose()


@pytest.fixture
def pollers(tmp_path: Path, postgres: str) -> Iterator[Pollers]:
    made = Pollers(tmp_path, postgres)
    yield made
    made.close()


def test_the_feeds_of_a_killed_poller_are_handed_on_and_none_is_polled_twice_in_its_interval(pollers: Pollers) -> None:
    with hosting() as hosts:
        feeds = [Feed(url=hosts.url(n), poll=Duration(INTERVAL)) for n in range(COUNT)]
        with sql.writing(pollers.engine) as connection:
            put_feeds(connection, [(feed, datetime.now(UTC)) for feed in feeds], origin="added")
        pollers.start("one")
        pollers.start("two")
        until(lambda: min(len(hosts.by("one")), len(hosts.by("two"))) >= 100)
        pollers.kill("one")
        cut_off = pollers.unpolled() & hosts.by("one")
        until(lambda: pollers.polled(1) == COUNT and pollers.polled(2) >= 0.9 * COUNT)
        until(lambda: pollers.published() == COUNT)
        assert pollers.stop("two") == 0
    assert cut_off
    assert cut_off <= hosts.by("two")
    assert hosts.asked.keys() == set(range(COUNT))
    assert hosts.shortest() >= INTERVAL - 0.1
