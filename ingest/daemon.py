"""The ingest daemon: polls feeds that are due and fetches items that are due, each as fast as the hosts allow.

due feeds ─▶ Poller ─▶ frontier ─▶ due items ─▶ Fetcher ─▶ Publisher ─▶ detente.pages
hubs ─▶ websub ─┘
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from detente import log, metrics
from detente.daemon import Context
from detente.errors import Retry
from detente.retry import Backoff
from detente.stop import Stop
from ingest.client import opened
from ingest.fetch import Failed, Fate, Fetcher
from ingest.frontier import LEASE, Frontier
from ingest.lanes import Lanes
from ingest.manners import Manners
from ingest.places import Places
from ingest.politeness import QUEUE_SECONDS, HostGate
from ingest.poll import Poller
from ingest.pressure import Pressure, folders_of
from ingest.publisher import Publisher
from ingest.recheck import make_due, seen_again
from ingest.robots import Robots
from ingest.waiting import DueItem
from ingest.websub.subscriber import subscribing
from ingest.websub.subscriptions import Subscriptions

FEEDS_AT_ONCE = 256
ITEMS_AT_ONCE = 400
ASIDE = 1024  # more of each, for those whose hosts keep us waiting: the dead do not hold up the living
PATIENCE_SECONDS = 2.0
FIRST_POLL_EVERY = timedelta(seconds=0.1)  # of feeds that are new: ten a second are no rush, for any number of them
LOOK_SECONDS = 0.25
RENEW_SECONDS = 5.0
RECHECK_SECONDS = 60.0
DRAIN_SECONDS = 10.0
T = TypeVar("T")


def build(context: Context) -> Ingest:
    """The daemon of the topology's stage `ingest`."""
    return Ingest(context)


class Ingest:
    """See the module."""

    def __init__(
        self,
        context: Context,
        chance: Callable[[], float] = random.random,
        lease: timedelta = LEASE,
        lanes: Callable[[], Lanes] = Lanes.opened,
    ) -> None:
        self._context, self._chance, self._lanes = context, chance, lanes
        self._log = log.get("ingest")
        self._frontier = Frontier(context.engine, context.config.ingest, lease)
        self._polling: dict[str, asyncio.Task[None]] = {}
        self._fetching: dict[str, asyncio.Task[None]] = {}
        self._held: dict[str, str] = {}  # items that are ours until their end is durable, with their hosts
        self._held_up: str | None = None
        self._poll_places = Places(FEEDS_AT_ONCE, ASIDE, PATIENCE_SECONDS)
        self._item_places = Places(ITEMS_AT_ONCE, ASIDE, PATIENCE_SECONDS)

    def run(self, stop: Stop, *, once: bool = False) -> None:
        asyncio.run(self._run(stop, once))

    @staticmethod
    def _clock() -> float:
        return asyncio.get_running_loop().time()

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._context.now(), UTC)

    async def _run(self, stop: Stop, once: bool) -> None:
        config = self._context.config.ingest
        http = opened(config)
        lanes = self._lanes()
        gate = self._gate = HostGate(
            config.connections_per_host, config.host_gap, patience=QUEUE_SECONDS, chance=self._chance
        )
        manners = self._manners = Manners(
            http, gate, self._frontier, self._now, allow_private=config.allow_private_addresses
        )
        robots = Robots(self._context.engine, manners, self._now)
        self._poller = Poller(self._frontier, manners, lanes, config, now=self._now, chance=self._chance)
        self._fetcher = Fetcher(manners, robots, config, now=self._now)
        self._publisher = Publisher(
            self._context.stage, self._context.bus, self._frontier, self._context.pulse, self._now
        )
        self._pressure = Pressure(self._publisher, folders_of(self._context.config, self._context.engine))
        publishing = self._publishing = asyncio.create_task(self._publisher.run(self._ended))
        try:
            await self._until_it_works(lambda: self._sync(once), stop)
            async with self._websub(once):
                await self._work(stop, once)
            await self._drain()
        finally:
            publishing.cancel()
            await http.close()
            lanes.close()

    def _websub(self, once: bool) -> AbstractAsyncContextManager[None]:
        config = self._context.config.ingest
        if once or not config.websub_listen:
            return nullcontext()
        return subscribing(
            self._context.engine, self._manners, self._poller.delivered, config, now=self._now, chance=self._chance
        )

    async def _sync(self, once: bool) -> None:
        feeds = self._context.config.feeds
        spread = timedelta(0) if once else len(feeds) * FIRST_POLL_EVERY
        await asyncio.to_thread(self._frontier.sync, feeds, self._now(), spread)
        if not self._context.config.ingest.websub_listen:
            await asyncio.to_thread(Subscriptions(self._context.engine).forget)
        await self._manners.remember()

    async def _until_it_works(self, deed: Callable[[], Awaitable[T]], stop: Stop) -> T | None:
        """`deed`, tried again with back-off while the database is away; None when asked to stop meanwhile."""
        backoff, attempt = Backoff(), 0
        while not stop:
            try:
                done = await deed()
            except Retry as retry:
                attempt += 1
                self._context.pulse.trouble(retry.reason)
                self._log.warning("held", reason=retry.reason, attempt=attempt)
                await self._pause(backoff.seconds(attempt, hint=retry.after), stop)
            else:
                if attempt:
                    self._context.pulse.trouble(None)
                return done
        return None

    async def _pause(self, seconds: float, stop: Stop) -> None:
        """Wait, listening to the stop and showing signs of life."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while not stop and (left := until - loop.time()) > 0:
            self._context.pulse.beat()
            await asyncio.sleep(min(left, LOOK_SECONDS))

    async def _work(self, stop: Stop, once: bool) -> None:
        loop = asyncio.get_running_loop()
        renew_at, recheck_at = loop.time() + RENEW_SECONDS, loop.time()
        while not stop:
            self._context.pulse.beat()
            if self._publishing.done():
                self._publishing.result()  # its fault is ours: without it nothing that was fetched would ever end
            if loop.time() >= recheck_at:
                recheck_at = loop.time() + RECHECK_SECONDS
                await self._until_it_works(self._recheck, stop)
            idle = not self._polling and not self._held  # before looking: what ends meanwhile may have made work
            found = await self._until_it_works(self._take, stop)
            if loop.time() >= renew_at:
                renew_at = loop.time() + RENEW_SECONDS
                await self._until_it_works(self._renew, stop)
            if once and idle and not found and not self._gate.has_sent_away():
                return
            if not found:
                await asyncio.sleep(0.02 if once and not idle else LOOK_SECONDS)

    async def _take(self) -> int:
        """Lease what is due and begin with it; how much that was."""
        taken = 0
        if self._is_held_up():
            return 0
        for failing in (False, True):
            for feed in await self._due_feeds(failing):
                url = str(feed["url"])
                if url not in self._polling:
                    self._poll_places.enter(url, self._clock(), aside=failing)
                    self._polling[url] = asyncio.create_task(self._poll(feed))
                    taken += 1
        for item in await self._due_items():
            if item.id not in self._held:
                self._held[item.id] = item.host
                self._item_places.enter(item.id, self._clock())
                self._fetching[item.id] = asyncio.create_task(self._fetch(item))
                taken += 1
        return taken

    async def _due_feeds(self, failing: bool) -> list[Mapping[str, Any]]:
        free = self._poll_places.free_aside() if failing else self._poll_places.free(self._clock())
        if not free:
            return []
        return await asyncio.to_thread(self._frontier.due_feeds, self._now(), free, failing=failing)

    async def _due_items(self) -> list[DueItem]:
        free = self._item_places.free(self._clock())
        if free <= ITEMS_AT_ONCE // 8:  # few large looks cost less than many small ones
            return []
        return await asyncio.to_thread(self._frontier.due_items, self._now(), free, Counter(self._held.values()))

    def _is_held_up(self) -> bool:
        """Whether back-pressure forbids to take work; said once, when it begins and when it ends."""
        reason = self._pressure.reason()
        if reason != self._held_up:
            self._context.pulse.trouble(reason)
            self._log.warning("held" if reason else "goes_on", reason=reason)
        self._held_up = reason
        return reason is not None

    async def _poll(self, feed: Mapping[str, Any]) -> None:
        url = str(feed["url"])
        metrics.POLL_LATE.observe((self._now() - feed["due"]).total_seconds())
        try:
            await self._poller.poll(feed)
        except Retry as retry:
            self._log.warning("poll_not_written", feed=url, reason=retry.reason)
        finally:
            del self._polling[url]
            self._poll_places.leave(url)

    async def _fetch(self, item: DueItem) -> None:
        try:
            fate = await self._fated(item)
            self._item_places.back(item.id, self._clock())  # a page in memory is no wait for a host
            await self._publisher.put(item, fate)
        except Retry as retry:
            self._ended(item.id)
            self._log.warning("fetch_held", article=item.id, reason=retry.reason)
        except asyncio.CancelledError:
            self._ended(item.id)
            raise
        finally:
            del self._fetching[item.id]

    def _ended(self, item: str) -> None:
        self._held.pop(item, None)
        self._item_places.leave(item)

    async def _fated(self, item: DueItem) -> Fate:
        """What became of an item; a bug that it brings to light is its end and nobody else's."""
        try:
            return seen_again(item, await self._fetcher.fetch(item))
        except Retry:
            raise
        except Exception as bug:  # noqa: BLE001 - this is ingest's loop
            self._log.exception("fetch_bug", article=item.id, url=item.url)
            return Failed(f"{type(bug).__name__}: {bug}")

    async def _recheck(self) -> None:
        await asyncio.to_thread(make_due, self._context.engine, self._now())

    async def _renew(self) -> None:
        await asyncio.to_thread(self._frontier.renew, list(self._polling), list(self._held), self._now())

    async def _drain(self) -> None:
        """Finish what is under way, `DRAIN_SECONDS` at most; give back the rest."""
        tasks = [*self._polling.values(), *self._fetching.values()]
        if tasks:
            _done, late = await asyncio.wait(tasks, timeout=DRAIN_SECONDS)
            given_back = list(self._fetching)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            if late:
                await self._quietly(asyncio.to_thread(self._frontier.release, given_back))
        await self._quietly(asyncio.wait_for(self._publisher.settled(), DRAIN_SECONDS / 2))

    async def _quietly(self, deed: Awaitable[object]) -> None:
        """At the end nothing is lost by a deed that fails: leases run out by themselves.

        Unpublished items are due again.
        """
        try:
            await deed
        except (Retry, TimeoutError) as error:
            self._log.warning("not_drained", reason=str(error) or "time-out")
