"""The real poller on the real database, against a scriptable server, on a clock of the test's."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
import zstandard

from detente import schema, sql
from detente.bus import Record
from detente.bus_sqlite import SqliteBus
from detente.config import Config, Feed, Ingest
from detente.config.units import Duration
from detente.daemon import Context
from detente.messages import Page, decode
from detente.pulse import Pulse
from detente.stop import Stop
from detente.tables.frontier import FEEDS, ITEMS, PAGE_CHANGES
from detente.topology import PAGES, stage
from ingest import daemon
from ingest.frontier import Frontier
from ingest.lanes import Lanes
from tests.servers.site import Scripted, http, scripted

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAGE = b"<html><body><article><p>" + b"A page of ours, long enough. " * 20 + b"</p></article></body></html>"


class Poller:
    """Runs the ingest daemon once at a time; the clock moves only as the test says."""

    def __init__(self, folder: Path, site: Scripted, lanes: Callable[[], Lanes]) -> None:
        self.site, self.now, self.pulse = site, START, Pulse("ingest")
        self._passes_from: float | None = None
        self.engine: sa.Engine = sql.connect(f"sqlite:///{folder}/d.db")
        schema.upgrade(self.engine)
        self.bus = SqliteBus(folder / "bus.db")
        self._lanes = lanes
        self._ingest = Ingest(
            contact="https://example.org/bot",
            allow_private_addresses=True,
            first_poll="tell",
            host_gap=Duration(0),
            deadline=Duration(5),
        )

    def set(self, **settings: object) -> None:
        """Other settings of `[ingest]` from now on."""
        self._ingest = msgspec.structs.replace(self._ingest, **settings)

    def run(self, *paths: str, stop: Stop | None = None, **settings: object) -> None:
        """Poll and fetch what is due now, of feeds at `paths` of the site or at whole addresses."""
        urls = [path if "://" in path else self.site.base + path for path in paths or ("/feed",)]
        feeds = tuple(Feed(url=url, **settings) for url in urls)  # type: ignore[arg-type]
        config = Config(ingest=self._ingest, feeds=feeds)
        context = Context(stage("ingest"), config, self.bus, self.engine, self.pulse, self.clock)
        daemon.Ingest(context, lambda: 0.5, lanes=self._lanes).run(Stop() if stop is None else stop, once=True)

    def clock(self) -> float:
        passed = 0.0 if self._passes_from is None else time.monotonic() - self._passes_from
        return self.now.timestamp() + passed

    def let_time_pass(self) -> None:
        """From now on the clock moves by itself, too."""
        self._passes_from = time.monotonic()

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def feed(self, path: str = "/feed") -> sa.Row[tuple[object, ...]]:
        url = path if "://" in path else self.site.base + path
        with sql.reading(self.engine) as connection:
            return connection.execute(sa.select(FEEDS).where(FEEDS.c.url == url)).one()

    def wait(self, path: str = "/feed") -> timedelta:
        """From now to the feed's next poll."""
        due: datetime = self.feed(path).due
        return due - self.now

    def items(self) -> dict[str, sa.Row[tuple[object, ...]]]:
        with sql.reading(self.engine) as connection:
            rows = connection.execute(sa.select(ITEMS)).all()
        return {row.url.removeprefix(self.site.base): row for row in rows}

    def pages(self) -> list[Page]:
        """What was published, in the order of publishing for each article."""
        records: list[Record] = []
        for number, _, _ in self.bus.partitions(PAGES.name):
            records += self.bus.read(PAGES.name, number, 0, 100_000)
        return [decode(Page, record.value) for record in records]

    def published(self) -> list[str]:
        return sorted(page.url.removeprefix(self.site.base) for page in self.pages())

    def body(self, page: Page) -> bytes:
        return zstandard.ZstdDecompressor().decompress(page.body)

    def holds(self) -> dict[str, float]:
        return Frontier(self.engine).holds(self.now)

    def page_changes(self) -> list[sa.Row[tuple[object, ...]]]:
        with sql.reading(self.engine) as connection:
            return list(connection.execute(sa.select(PAGE_CHANGES)).all())

    def close(self) -> None:
        self.bus.close()
        self.engine.dispose()


class Kept(Lanes, frozen=True):
    """Parsers that stay open from test to test: to start them is what takes longest."""

    def close(self) -> None:
        return


@pytest.fixture(scope="session")
def lanes() -> Iterator[Callable[[], Lanes]]:
    opened = Lanes.opened()
    yield lambda: Kept(opened.quick, opened.slow)
    opened.close()


@pytest.fixture
def site(site: Scripted) -> Scripted:
    return with_pages(site)


@pytest.fixture
def other() -> Iterator[Scripted]:
    """Another host: whom a request troubles is told by host and port."""
    with scripted() as made:
        yield with_pages(made)


def with_pages(site: Scripted) -> Scripted:
    site.answers |= {f"/p/{name}": http(body=PAGE, content_type="text/html") for name in "abcdefgh"}
    return site


@pytest.fixture
def poller(site: Scripted, tmp_path: Path, lanes: Callable[[], Lanes]) -> Iterator[Poller]:
    made = Poller(tmp_path, site, lanes)
    yield made
    made.close()
