"""A farm of feeds on loopback, each on an address of its own: most answer well, a tenth is slow or dead.

`python -m tests.bench.ingest.farm PORT CLOCK` serves until its standard input ends.

Of ten feeds six know If-None-Match, two send the same body again, and two change their lastBuildDate with every answer.
A feed has two new items every `NEWS` seconds.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from functools import lru_cache

from tests.bench.ingest.clock import Clock, clock_of
from tests.bench.ingest.corpus import rss

NEWS = 9600.0
ENTRIES = 20
PAGE = b"<html><head><title>t</title></head><body><article>" + b"<p>A page of ours, of usual length.</p>" * 700
NEVER, TRICKLE, REFUSE = range(3)
STEP = 0.3


def address(n: int) -> str:
    """The loopback address of feed `n`."""
    return f"127.{1 + (n >> 16)}.{n >> 8 & 255}.{n & 255}"


def trouble(n: int) -> int | None:
    """What is wrong with feed `n`: a tenth never answers, trickles, or refuses the connection."""
    return n // 10 % 3 if n % 10 == 9 else None


def url(n: int, port: int) -> str:
    """Of feed `n`; nothing listens at the port of those that refuse."""
    return f"http://{address(n)}:{port + 1 if trouble(n) == REFUSE else port}/feed/{n}"


def version(n: int, now: float) -> int:
    """How often feed `n` has had news by now."""
    return int((now + n * 7919 % NEWS) // NEWS)


@lru_cache(maxsize=2000)
def body(n: int, news: int, built: int) -> bytes:
    """The document of feed `n` after so much news."""
    newest = 2 * news + ENTRIES
    text = f"<p>{'The town of this feed has a harbour and a mill. ' * 20}</p>"
    entries = [
        {"title": f"Report {k} of {n}", "link": f"/p/{n}/{k}", "date": "Mon, 02 Mar 2026 10:00:00 +0000", "text": text}
        for k in range(newest, newest - ENTRIES, -1)
    ]
    return rss(f"Feed {n}", entries, built=built)


class Answers(asyncio.Protocol):
    """One connection: HTTP/1.1 with keep-alive, and nothing that costs time of the machine that is measured."""

    clock: Callable[[], float] = time.time

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._head = transport, b""

    def data_received(self, data: bytes) -> None:
        self._head += data
        while b"\r\n\r\n" in self._head:
            head, _, self._head = self._head.partition(b"\r\n\r\n")
            self._answer(head.decode("latin-1"))

    def _answer(self, head: str) -> None:
        path = head.split(" ", 2)[1].split("/")
        if path[1] == "p":
            self._send("200 OK", PAGE, "content-type: text/html\r\n")
        elif path[1] != "feed":
            self._send("404 Not Found", b"")
        elif (bad := trouble(int(path[2]))) is None:
            self._feed(int(path[2]), head)
        elif bad == TRICKLE:
            self._transport.write(b"HTTP/1.1 200 OK\r\n")
            self._trickle()

    def _feed(self, n: int, head: str) -> None:
        now = type(self).clock()
        news, kind = version(n, now), n % 10
        tag = f'etag: "{news}"\r\n' if kind < 6 else ""
        if tag and f'if-none-match: "{news}"' in head.lower():
            self._send("304 Not Modified", b"", tag)
        else:
            self._send(
                "200 OK", body(n, news, int(now) if kind >= 8 else 0), "content-type: application/rss+xml\r\n" + tag
            )

    def _send(self, status: str, content: bytes, more: str = "") -> None:
        self._transport.write(f"HTTP/1.1 {status}\r\ncontent-length: {len(content)}\r\n{more}\r\n".encode() + content)

    def _trickle(self) -> None:
        if not self._transport.is_closing():
            self._transport.write(b"x: y\r\n")
            asyncio.get_running_loop().call_later(STEP, self._trickle)


async def serve(port: int, clock: Clock) -> None:
    loop = asyncio.get_running_loop()
    Answers.clock = clock
    server = await loop.create_server(Answers, "0.0.0.0", port, backlog=4096)
    print("ready", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), clock_of(sys.argv[2:])))
