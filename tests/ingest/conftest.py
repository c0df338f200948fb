"""The real poller on the real database, against a scriptable server, on a clock of the test's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

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
from ingest.daemon import build
from ingest.frontier import Frontier
from tests.ingest.site import Scripted, http, scripted

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAGE = b"<html><body><article><p>" + b"A page of ours, long enough. " * 20 + b"</p></article></body></html>"


class Poller:
    """Runs the ingest daemon once at a time; the clock moves only when the test says so."""

    def __init__(self, folder: Path, site: Scripted, first_poll: str = "tell") -> None:
        self.site, self.now = site, START
        self.engine: sa.Engine = sql.connect(f"sqlite:///{folder}/d.db")
        schema.upgrade(self.engine)
        self.bus = SqliteBus(folder / "bus.db")
        self._ingest = Ingest(
            contact="https://example.org/bot",
            allow_private_addresses=True,
            first_poll="seed" if first_poll == "seed" else "tell",
            host_gap=Duration(0),
            deadline=Duration(2),
        )

    def run(self, *paths: str, **settings: object) -> None:
        """Poll and fetch what is due now."""
        feeds = tuple(Feed(url=self.site.base + path, **settings) for path in paths or ("/feed",))  # type: ignore[arg-type]
        config = Config(ingest=self._ingest, feeds=feeds)
        clock = self.now.timestamp
        context = Context(stage("ingest"), config, self.bus, self.engine, Pulse("ingest"), clock)
        build(context).run(Stop(), once=True)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def feed(self, path: str = "/feed") -> sa.Row[tuple[object, ...]]:
        with sql.reading(self.engine) as connection:
            return connection.execute(sa.select(FEEDS).where(FEEDS.c.url == self.site.base + path)).one()

    def items(self) -> dict[str, sa.Row[tuple[object, ...]]]:
        with sql.reading(self.engine) as connection:
            rows = connection.execute(sa.select(ITEMS)).all()
        return {row.url.removeprefix(self.site.base): row for row in rows}

    def pages(self) -> list[Page]:
        records: list[Record] = []
        for number, _, _ in self.bus.partitions(PAGES.name):
            records += self.bus.read(PAGES.name, number, 0, 1000)
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


def rss(*names: str, head: str = "") -> bytes:
    """A feed with an item for each name, at /p/NAME."""
    items = "".join(f"<item><title>{n}</title><link>/p/{n}</link><guid>{n}</guid></item>" for n in names)
    return f"<rss version='2.0'><channel><title>t</title>{head}{items}</channel></rss>".encode()


@pytest.fixture
def site() -> Iterator[Scripted]:
    with scripted() as made:
        for name in "abcdefgh":
            made.answers[f"/p/{name}"] = http(body=PAGE, content_type="text/html")
        yield made


@pytest.fixture
def poller(site: Scripted, tmp_path: Path) -> Iterator[Poller]:
    made = Poller(tmp_path, site)
    yield made
    made.close()
