"""Ten thousand feeds at a mean interval of twenty minutes: what they cost, and whether any of them waits."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
import xxhash

from detente import schema, sql
from detente.bus_sqlite import SqliteBus
from detente.tables.frontier import FEEDS
from detente.topology import TOPICS
from ingest.formats.ladder import Known, remembered, soft_hash
from ingest.formats.pieces import split
from tests.bench.ingest import farm
from tests.bench.ingest.clock import Clock
from tests.bench.ingest.processes import Poller, farming, free_port
from tests.bench.ingest.usage import Peak, cpu_seconds

INTERVALS = (900.0, 1800.0)  # by turns: 1 / 1200 polls a second and feed
SPEED = 20.0
WARM_SECONDS = 4.0


def row(n: int, port: int, now: float) -> dict[str, Any]:
    """Feed `n` of the farm as it is after a poll at some moment of its last interval."""
    interval = INTERVALS[n % 2]
    due = now + interval * (n * 7919 % 10_000) / 10_000
    polled = datetime.fromtimestamp(due - interval, UTC)
    news = farm.version(n, due - interval)
    content = farm.body(n, news, 0)
    pieces = split(content)
    assert pieces is not None
    known = Known(soft_hash(content, pieces), remembered(pieces, b""), spliceable=True)
    return {
        "url": farm.url(n, port),
        "name": f"Feed {n}",
        "kind": "auto",
        "origin": "added",
        "state": "active",
        "due": datetime.fromtimestamp(due, UTC),
        "fixed_poll": interval,
        "etag": f'"{news}"' if n % 10 < 6 else None,
        "body_hash": xxhash.xxh3_128_hexdigest(content),
        "known": msgspec.msgpack.encode(known),
        "polls": 1,
        "last_poll": polled,
        "last_success": polled,
        "last_new_item": polled,
        "gap_seconds": farm.NEWS,
    }


def prepare(folder: Path, feeds: int, port: int, now: float) -> sa.Engine:
    """Database and bus, with the farm's feeds in the middle of their lives."""
    engine, bus = sql.connect(f"sqlite:///{folder}/d.db"), SqliteBus(folder / "bus.db")
    schema.upgrade(engine)
    bus.apply(TOPICS)
    bus.close()
    with sql.writing(engine) as connection:
        connection.execute(sa.insert(FEEDS), [row(n, port, now) for n in range(feeds)])
    return engine


def observe(folder: Path, port: int, clock: Clock, seconds: float) -> tuple[float, int, dict[str, float]]:
    """Run the poller for wall `seconds` from the start of `clock` on: CPU seconds, most bytes resident, its counts."""
    with farming(port, clock):
        poller = Poller(folder, clock)
        with Peak(poller.pid) as peak:
            threading.Event().wait(clock.wall - time.time())  # its imports are no polls
            before, began = cpu_seconds(poller.pid), time.monotonic()
            threading.Event().wait(seconds)
            used = (cpu_seconds(poller.pid) - before) / (time.monotonic() - began) * seconds
        return used, peak.bytes, poller.stop()


def main(feeds: int = 10_000, real: float = 20.0, fast: float = 75.0, speed: float = SPEED) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, port, start = Path(name), free_port(), time.time()
        engine = prepare(folder, feeds, port, start)
        print(f"{feeds} feeds on loopback at a mean interval of 20 minutes, a tenth of their hosts slow or dead")
        clock = Clock(start, time.time() + WARM_SECONDS, 1.0)
        used, resident, counts = observe(folder, port, clock, real)
        report(f"real speed, {real:.0f} s", used / real, resident, counts)
        # while one poller stops and the next starts, no time passes for the feeds
        clock = Clock(start + real, time.time() + WARM_SECONDS, speed)
        used, resident, counts = observe(folder, port, clock, fast)
        report(f"{speed:.0f}x speed, {fast * speed / 60:.0f} minutes", used / (fast * speed), resident, counts)
        with sql.reading(engine) as connection:
            passed_over = FEEDS.c.due < datetime.fromtimestamp(start + fast * speed - INTERVALS[0], UTC)
            print(f"  feeds that were passed over: {connection.scalar(sa.select(sa.func.count()).where(passed_over))}")
        engine.dispose()


def report(what: str, share: float, resident: int, counts: dict[str, float]) -> None:
    late = "detente_poll_late_seconds"
    polls, within = counts[f"{late}_count"], counts[f"{late}_bucket 60.0"]
    words = {key.split(" ")[1]: int(n) for key, n in counts.items() if key.startswith("detente_polls_total")}
    pages = int(counts.get("detente_fetches_total published", 0))
    load = f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"  {what}: {share:.1%} of a core at real speed (goal: 20 %), {resident / 1e6:.0f} MB resident (goal: 250)")
    print(f"    {int(polls)} polls {words}, {pages} pages; {load}")
    mean = counts[f"{late}_sum"] / polls
    print(f"    begun on average {mean:.1f} s after they were due, {int(polls - within)} later than 60 s (goal: none)")


if __name__ == "__main__":
    main(speed=float(sys.argv[1]) if len(sys.argv) > 1 else SPEED)
