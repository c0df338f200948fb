"""The fetches that are under way, and the items that are ours until their end is durable."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

from detente import log
from detente.errors import Retry
from ingest.fetch import Failed, Fate, Fetcher
from ingest.publisher import Publisher
from ingest.recheck import seen_again
from ingest.under_way.places import ASIDE, PATIENCE_SECONDS, Places
from ingest.waiting import DueItem

AT_ONCE = 400


class Fetches:
    """Used from one event loop. What is fetched goes to the publisher, who says when it has `ended`."""

    def __init__(self, fetcher: Fetcher, publisher: Publisher) -> None:
        self._fetcher, self._publisher = fetcher, publisher
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._held: dict[str, str] = {}  # items that are ours, with their hosts
        self._places = Places(AT_ONCE, ASIDE, PATIENCE_SECONDS)
        self._log = log.get("ingest")

    def __bool__(self) -> bool:
        return bool(self._held)

    def held(self) -> list[str]:
        """The items that are ours."""
        return list(self._held)

    def hosts(self) -> Counter[str]:
        """How many of them each host has."""
        return Counter(self._held.values())

    def unfetched(self) -> list[str]:
        """The items whose fetch has not ended."""
        return list(self._tasks)

    def tasks(self) -> list[asyncio.Task[None]]:
        return list(self._tasks.values())

    def room(self) -> int:
        """How many fetches may begin."""
        return self._places.free(time.monotonic())

    def begin(self, item: DueItem) -> bool:
        """Fetch `item`; False where it is ours already."""
        if item.id in self._held:
            return False
        self._held[item.id] = item.host
        self._places.enter(item.id, time.monotonic())
        self._tasks[item.id] = asyncio.create_task(self._fetch(item))
        return True

    def ended(self, item: str) -> None:
        """The item is not ours any more."""
        self._held.pop(item, None)
        self._places.leave(item)

    async def _fetch(self, item: DueItem) -> None:
        try:
            fate = await self._fated(item)
            self._places.back(item.id, time.monotonic())  # a page in memory is no wait for a host
            await self._publisher.put(item, fate)
        except Retry as retry:
            self.ended(item.id)
            self._log.warning("fetch_held", article=item.id, reason=retry.reason)
        except asyncio.CancelledError:
            self.ended(item.id)
            raise
        finally:
            del self._tasks[item.id]

    async def _fated(self, item: DueItem) -> Fate:
        """What became of an item; a bug that it brings to light is its end and nobody else's."""
        try:
            return seen_again(item, await self._fetcher.fetch(item))
        except Retry:
            raise
        except Exception as bug:  # noqa: BLE001 - this is ingest's loop
            self._log.exception("fetch_bug", article=item.id, url=item.url)
            return Failed(f"{type(bug).__name__}: {bug}")
