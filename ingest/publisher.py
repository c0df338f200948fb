"""Publishes fetched pages in batches and marks them published once the bus has acknowledged every one.

fetched ─▶ [bounded queue] ─▶ publish ─▶ every acknowledgement ─▶ the items' rows
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from detente import log, metrics
from detente.bus import Bus, Outgoing
from detente.errors import Retry
from detente.messages import encode
from detente.pulse import Pulse
from detente.retry import Backoff
from detente.topology import PAGES, Stage
from ingest.fetch import Again, Fate, Fetched, Still
from ingest.frontier import Frontier
from ingest.waiting import DueItem

BATCH = 64
WAITING = 128
CALL_SECONDS = 120.0


class Publisher:
    """Takes what became of items; `put` waits while the bus or the database is behind, which is the back-pressure on
    fetching.
    """

    def __init__(self, stage: Stage, bus: Bus, frontier: Frontier, pulse: Pulse, now: Callable[[], datetime]) -> None:
        self._stage, self._bus, self._frontier, self._pulse, self._now = stage, bus, frontier, pulse, now
        self._queue: asyncio.Queue[tuple[DueItem, Fate]] = asyncio.Queue(WAITING)
        self._backoff = Backoff()
        self._log = log.get("publisher")

    async def put(self, item: DueItem, fate: Fate) -> None:
        await self._queue.put((item, fate))

    async def settled(self) -> None:
        """Wait until all that was put is durable."""
        await self._queue.join()

    async def run(self, ended: Callable[[str], None]) -> None:
        """Work until cancelled; `ended` is told each item's id when its end is durable."""
        while True:
            batch = [await self._queue.get()]
            while len(batch) < BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            await self._settle(batch)
            for item, _fate in batch:
                ended(item.id)
                self._queue.task_done()

    async def _settle(self, batch: list[tuple[DueItem, Fate]]) -> None:
        """Until it has worked: both steps are idempotent."""
        prepared = [self._prepare(item, fate) for item, fate in batch]
        outgoing = [each for record, _end in prepared for each in record]
        attempt = 0
        while True:
            attempt += 1
            try:
                with self._pulse.within(CALL_SECONDS):
                    if outgoing:
                        await asyncio.to_thread(self._bus.publish, outgoing)
                    await asyncio.to_thread(self._frontier.ended, [end for _record, end in prepared])
            except Retry as retry:
                self._pulse.trouble(retry.reason)
                self._log.warning("held", reason=retry.reason, attempt=attempt)
                await asyncio.sleep(self._backoff.seconds(attempt, hint=retry.after))
                continue
            self._pulse.trouble(None)
            for item, fate in batch:
                self._count(item, fate)
            return

    def _prepare(self, item: DueItem, fate: Fate) -> tuple[list[Outgoing], Mapping[str, Any]]:
        """What to publish for an item, and the end of its row."""
        now = self._now()
        if isinstance(fate, Again):
            return [], {
                "item": item.id,
                "attempts": item.attempts + fate.counts,
                "due": now + timedelta(seconds=fate.seconds),
                "reason": fate.reason,
                "status": fate.status,
            }
        end = {"item": item.id, "ended": now, "due": None, "entry": None, "attempts": item.attempts + 1}
        if isinstance(fate, Still):
            return [], end | {"state": "published", "reason": None, "revision": item.revision - 1}
        if not isinstance(fate, Fetched):
            return [], end | {"state": "failed", "reason": fate.reason, "status": fate.status}
        value = encode(fate.page)
        if len(value) > self._bus.max_value_bytes:
            reason = f"the page is {len(value)} bytes compressed, the bus takes {self._bus.max_value_bytes}"
            return [self._pointer(item, reason, now)], end | {"state": "failed", "reason": reason}
        record = Outgoing(PAGES.name, item.id.encode(), value)
        return [record], end | {"state": "published", "reason": None, "status": fate.page.status}

    def _pointer(self, item: DueItem, reason: str, now: datetime) -> Outgoing:
        """A dead letter that says where to find what does not fit."""
        headers = {
            "detente-stage": self._stage.name,
            "detente-reason": reason,
            "detente-at": now.isoformat(),
            "detente-attempts": str(item.attempts + 1),
        }
        value = msgspec.json.encode({"id": item.id, "url": item.url, "feed": item.waiting.source.feed})
        encoded = tuple((name, text.encode()) for name, text in headers.items())
        return Outgoing(self._stage.dead, item.id.encode(), value, encoded)

    def _count(self, item: DueItem, fate: Fate) -> None:
        if isinstance(fate, Fetched):
            outcome, reason = "published", None
        elif isinstance(fate, Still):
            outcome, reason = "still_there", None
        else:
            outcome, reason = ("again" if isinstance(fate, Again) else "failed"), fate.reason
        metrics.FETCHES.labels(outcome).inc()
        if outcome != "again":
            metrics.ITEMS.labels(self._stage.name, outcome).inc()
        self._log.info("item", article=item.id, url=item.url, outcome=outcome, reason=reason)
