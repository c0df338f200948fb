"""Articles of two hundred hosts, each in its own time: a second between two requests, two connections, robots.txt."""

from __future__ import annotations

import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from detente import schema, sql
from detente.bus_sqlite import SqliteBus
from detente.messages import Entry, Source
from detente.tables.frontier import ITEMS
from detente.topology import TOPICS
from detente.urls import article_id
from ingest.frontier import Frontier
from ingest.waiting import Found, NewItem, PollEnd, Waiting
from tests.bench.ingest import farm
from tests.bench.ingest.clock import Clock
from tests.bench.ingest.processes import Poller, farming, free_port
from tests.bench.ingest.usage import cpu_seconds

GOAL = 100
WARM_PAGES = 200
LOOK_SECONDS = 0.2


def item(host: int, k: int, port: int) -> NewItem:
    address = farm.address(host)
    url = f"http://{address}:{port}/p/{host}/{k}"
    source = Source(feed=f"http://{address}:{port}/feed/{host}", name=f"Host {host}")
    waiting = Waiting(source=source, entry=Entry(title="t"), published=None, updated=None, published_raw=None)
    return NewItem(id=article_id(url), url=url, host=address, waiting=waiting)


def prepare(folder: Path, hosts: int, each: int, port: int) -> sa.Engine:
    """Database and bus, with `each` items of every host due."""
    engine, bus = sql.connect(f"sqlite:///{folder}/d.db"), SqliteBus(folder / "bus.db")
    schema.upgrade(engine)
    bus.apply(TOPICS)
    bus.close()
    items = [item(host, k, port) for host in range(hosts) for k in range(each)]
    end = PollEnd(url="none", values={}, found=Found(new=items), seed=False, now=datetime.now(UTC))
    Frontier(engine).polled([end])
    return engine


def published(engine: sa.Engine) -> int:
    with sql.reading(engine) as connection:
        return connection.scalar(sa.select(sa.func.count()).where(ITEMS.c.state == "published")) or 0


def main(hosts: int = 200, each: int = 30) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, port, clock = Path(name), free_port(), Clock(time.time(), time.time(), 1.0)
        engine, pause = prepare(folder, hosts, each, port), threading.Event()
        with farming(port, clock):
            poller = Poller(folder, clock)
            while published(engine) < WARM_PAGES:
                pause.wait(LOOK_SECONDS)
            before, began, used = published(engine), time.monotonic(), cpu_seconds(poller.pid)
            while (so_far := published(engine)) < 0.9 * hosts * each:  # the last of each host wait for nobody but it
                pause.wait(LOOK_SECONDS)
            took = time.monotonic() - began
            used = cpu_seconds(poller.pid) - used
            poller.stop()
        pages = so_far - before
        print(f"{pages} pages of {len(farm.PAGE) // 1000} KB over {hosts} hosts with politeness on")
        print(f"  {pages / took:.0f} pages/s (goal: {GOAL}; {hosts} is what politeness allows)")
        print(f"  {1000 * used / pages:.1f} ms of CPU a page")
        engine.dispose()


if __name__ == "__main__":
    main()
