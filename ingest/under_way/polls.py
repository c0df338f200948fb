"""The polls that are under way, each a task in a place of its own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from detente import log, metrics
from detente.errors import Retry
from ingest.poll import Poller
from ingest.under_way.places import ASIDE, PATIENCE_SECONDS, Places

AT_ONCE = 256


class Polls:
    """Used from one event loop."""

    def __init__(self, poller: Poller, now: Callable[[], datetime]) -> None:
        self._poller, self._now = poller, now
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._places = Places(AT_ONCE, ASIDE, PATIENCE_SECONDS)
        self._log = log.get("ingest")

    def __bool__(self) -> bool:
        return bool(self._tasks)

    def feeds(self) -> list[str]:
        """Whose polls these are."""
        return list(self._tasks)

    def tasks(self) -> list[asyncio.Task[None]]:
        return list(self._tasks.values())

    def room(self, *, failing: bool) -> int:
        """How many polls may begin, of feeds that failed last time or of the rest."""
        return self._places.free_aside() if failing else self._places.free(time.monotonic())

    def begin(self, feed: Mapping[str, Any], *, failing: bool) -> bool:
        """Poll `feed` (a frontier row); False where its poll is under way already."""
        url = str(feed["url"])
        if url in self._tasks:
            return False
        self._places.enter(url, time.monotonic(), aside=failing)
        self._tasks[url] = asyncio.create_task(self._poll(feed))
        return True

    async def _poll(self, feed: Mapping[str, Any]) -> None:
        url = str(feed["url"])
        metrics.POLL_LATE.observe((self._now() - feed["due"]).total_seconds())
        try:
            await self._poller.poll(feed)
        except Retry as retry:
            self._log.warning("poll_not_written", feed=url, reason=retry.reason)
        finally:
            del self._tasks[url]
            self._places.leave(url)
