"""The whole pipeline, embedded, on pages of about 100 KB: pages a second.

And the latency that it adds at 20 pages a second.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import zstandard

from detente import schema, sql
from detente.bus import Outgoing
from detente.bus_sqlite import SqliteBus
from detente.messages import Page, encode
from detente.summary import summarise
from detente.topology import PAGES, TOPICS
from detente.urls import article_id
from tests.bench.pages import page
from tests.processors.stories.reports import UNRELATED
from tests.servers.receiver import Receiver, receiving

CONFIG = """\
bus = "sqlite:///{folder}/bus.db"
store = "sqlite:///{folder}/detente.db"
[log]
level = "warning"
[[alerts]]
name = "bench"
type = "webhook"
url = "{hook}"
allow_private_addresses = true
rate = "1000/s"
"""
STAGES = ("process", "stories", "store", "alert")
SUSTAINED = 1500
PACED = 20
EVERY = 25
TOLD = UNRELATED[3:]  # the others could join stories of the sustained part


def main() -> None:
    print(
        f"end to end, embedded, {os.cpu_count()} cores:"
        " pages of about 100 KB, 2 % relevant, from the bus to stored and told"
    )
    with tempfile.TemporaryDirectory() as folder, receiving(Receiver()) as receiver:
        path = Path(folder) / "detente.toml"
        path.write_text(CONFIG.format(folder=folder, hook=receiver.url))
        engine = sql.connect(f"sqlite:///{folder}/detente.db")
        schema.upgrade(engine)
        bus = SqliteBus(Path(folder) / "bus.db")
        bus.apply(TOPICS)
        command = [sys.executable, "-m", "detente", "--config", str(path)]
        running = [subprocess.Popen([*command, name]) for name in STAGES]
        pause = threading.Event()

        def drained(count: int) -> bool:
            found = summarise(engine, bus)
            return found.pages >= count and found.lag == 0 and not found.untold

        try:
            _publish(bus, _made(0, 50))
            while not drained(50):
                pause.wait(0.05)
            made = _made(50, SUSTAINED)
            began = time.perf_counter()
            _publish(bus, made)
            while not drained(50 + SUSTAINED):
                pause.wait(0.05)
            took = time.perf_counter() - began
            print(f"  sustained {SUSTAINED / took:.0f} pages/s over {SUSTAINED} pages (goal: 100)")
            _paced(bus, receiver, 50 + SUSTAINED)
        finally:
            for each in running:
                each.terminate()
            for each in running:
                each.wait(30)
            bus.close()
            engine.dispose()


def _made(start: int, count: int) -> list[Outgoing]:
    pages = (page(n, relevant=n % 50 == 0) for n in range(start, start + count))
    return [Outgoing(PAGES.name, each.id.encode(), encode(each)) for each in pages]


def _publish(bus: SqliteBus, records: Sequence[Outgoing]) -> None:
    """In batches, as ingest publishes them."""
    for at in range(0, len(records), 50):
        bus.publish(records[at : at + 50])


def _paced(bus: SqliteBus, receiver: Receiver, start: int) -> None:
    """Latency from a page's publishing to its alert at the receiver: every 25th page tells a story of its own."""
    before = len(receiver.received)
    pause = threading.Event()
    made = [page(start + n, relevant=False) for n in range(EVERY * len(TOLD))]
    sent: dict[str, float] = {}
    arrived: dict[str, float] = {}
    told = [_telling(start, n) for n in range(len(TOLD))]
    began = time.perf_counter()
    for n, plain in enumerate(made):
        pause.wait(max(0.0, began + n / PACED - time.perf_counter()))
        each = told[n // EVERY] if n % EVERY == 0 else plain
        if n % EVERY == 0:
            sent[each.id] = time.time()
        bus.publish([Outgoing(PAGES.name, each.id.encode(), encode(each))])
        _collect(receiver, before, arrived)
    for _ in range(300):
        if len(arrived) >= len(sent):
            break
        pause.wait(0.02)
        _collect(receiver, before, arrived)
    delays = sorted(arrived[i] - sent[i] for i in arrived if i in sent)
    if not delays:
        print("  paced: no alert arrived")
        return
    p50, p95 = delays[len(delays) // 2], delays[min(len(delays) - 1, int(0.95 * len(delays)))]
    print(
        f"  at {PACED} pages/s: {len(delays)} of {len(sent)} told,"
        f" added latency p50 {p50:.2f} s, p95 {p95:.2f} s (goal: 2)"
    )


def _telling(start: int, n: int) -> Page:
    """A relevant page that is a story of its own."""
    title, text = TOLD[n]
    body = f"<html><body><article><h1>{title}</h1><p>{text}</p></article></body></html>".encode()
    url = f"https://bench.example/told/{start}/{n}"
    packed = zstandard.ZstdCompressor().compress(body)
    plain = page(start + 100_000 + n, relevant=False)
    return msgspec.structs.replace(plain, id=article_id(url), url=url, final_url=url, body=packed, body_bytes=len(body))


def _collect(receiver: Receiver, before: int, arrived: dict[str, float]) -> None:
    for each in receiver.received[before + len(arrived) :]:
        arrived[json.loads(each.body)["data"]["article_id"]] = time.time()


if __name__ == "__main__":
    main()
