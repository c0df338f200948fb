"""The ingest daemon: polls feeds that are due and fetches items that are due, each as fast as the hosts allow.

due feeds ─▶ Poller ─▶ frontier ─▶ due items ─▶ Fetcher ─▶ Publisher ─▶ detente.pages
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from detente import __version__, log
from detente.daemon import Context
from detente.errors import Retry
from detente.http import Http, Limits
from detente.pool import Pool
from detente.retry import Backoff
from detente.stop import Stop
from ingest.fetch import Failed, Fate, Fetcher
from ingest.formats.parse import load_parser
from ingest.frontier import Frontier
from ingest.politeness import HostGate
from ingest.poll import Lanes, Poller
from ingest.publisher import Publisher
from ingest.recheck import make_due, seen_again
from ingest.robots import Robots
from ingest.waiting import DueItem

FEEDS_AT_ONCE = 256  # of those that work, and as many of those that fail: the dead do not hold up the living
ITEMS_AT_ONCE = 400
CONNECTIONS = 640
LOOK_SECONDS = 0.25
RENEW_SECONDS = 5.0
RECHECK_SECONDS = 60.0
DRAIN_SECONDS = 10.0
T = TypeVar("T")


def build(context: Context) -> Ingest:
    """The daemon of the topology's stage `ingest`."""
    return Ingest(context)


def user_agent(contact: str) -> str:
    """Who asks, and how to reach whoever runs it."""
    return f"Detente/{__version__} (+{contact})" if contact else f"Detente/{__version__}"


class Ingest:
    """See the module."""

    def __init__(self, context: Context, chance: Callable[[], float] = random.random) -> None:
        self._context, self._chance = context, chance
        self._log = log.get("ingest")
        self._frontier = Frontier(context.engine)
        self._polling: dict[str, asyncio.Task[None]] = {}
        self._lane: dict[str, bool] = {}
        self._fetching: dict[str, asyncio.Task[None]] = {}
        self._held: set[str] = set()

    def run(self, stop: Stop, *, once: bool = False) -> None:
        asyncio.run(self._run(stop, once))

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._context.now(), UTC)

    async def _run(self, stop: Stop, once: bool) -> None:
        config = self._context.config.ingest
        http = Http(
            user_agent(config.contact),
            Limits(deadline=config.deadline, max_body=config.max_body, connections=CONNECTIONS),
        )
        lanes = Lanes(Pool(1, load_parser), Pool(1, load_parser))
        gate = self._gate = HostGate(config.connections_per_host, config.host_gap)
        robots = Robots(self._context.engine, http, gate, self._now, allow_private=config.allow_private_addresses)
        self._poller = Poller(self._frontier, http, gate, lanes, config, now=self._now, chance=self._chance)
        self._fetcher = Fetcher(http, gate, robots, config, now=self._now)
        self._publisher = Publisher(
            self._context.stage, self._context.bus, self._frontier, self._context.pulse, self._now
        )
        publishing = asyncio.create_task(self._publisher.run(self._held.discard))
        try:
            await self._until_it_works(self._sync, stop)
            await self._work(stop, once)
            await self._drain()
        finally:
            publishing.cancel()
            await http.close()
            lanes.close()

    async def _sync(self) -> None:
        feeds = self._context.config.feeds
        spread = timedelta(seconds=min(60.0, 0.02 * len(feeds)))
        await asyncio.to_thread(self._frontier.sync, feeds, self._now(), spread)
        for host, seconds in (await asyncio.to_thread(self._frontier.holds, self._now())).items():
            self._gate.hold_off(host, seconds)

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
            if loop.time() >= recheck_at:
                recheck_at = loop.time() + RECHECK_SECONDS
                await self._until_it_works(self._recheck, stop)
            idle = not self._polling and not self._held  # before looking: what ends meanwhile may have made work
            found = await self._until_it_works(self._take, stop)
            if loop.time() >= renew_at:
                renew_at = loop.time() + RENEW_SECONDS
                await self._until_it_works(self._renew, stop)
            if once and idle and not found:
                return
            if not found:
                await asyncio.sleep(LOOK_SECONDS if not (once and self._held) else 0.05)

    async def _take(self) -> int:
        """Lease what is due and begin with it; how much that was."""
        now, taken = self._now(), 0
        for failing in (False, True):
            free = FEEDS_AT_ONCE - sum(lane == failing for lane in self._lane.values())
            if free > 0:
                for feed in await asyncio.to_thread(self._frontier.due_feeds, now, free, failing=failing):
                    self._lane[feed["url"]] = failing
                    self._polling[feed["url"]] = asyncio.create_task(self._poll(feed))
                    taken += 1
        if (free := ITEMS_AT_ONCE - len(self._held)) > ITEMS_AT_ONCE // 8:
            for item in await asyncio.to_thread(self._frontier.due_items, now, free):
                if item.id not in self._held:
                    self._held.add(item.id)
                    self._fetching[item.id] = asyncio.create_task(self._fetch(item))
                    taken += 1
        return taken

    async def _poll(self, feed: Mapping[str, Any]) -> None:
        url = str(feed["url"])
        try:
            await self._poller.poll(feed)
        except Retry as retry:
            self._log.warning("poll_not_written", feed=url, reason=retry.reason)
        finally:
            del self._polling[url], self._lane[url]

    async def _fetch(self, item: DueItem) -> None:
        try:
            await self._publisher.put(item, await self._fated(item))
        except Retry as retry:
            self._held.discard(item.id)
            self._log.warning("fetch_held", article=item.id, reason=retry.reason)
        except asyncio.CancelledError:
            self._held.discard(item.id)
            raise
        finally:
            del self._fetching[item.id]

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
            given_back = list(self._polling), list(self._fetching)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            if late:
                await self._quietly(asyncio.to_thread(self._frontier.release, *given_back))
        await self._quietly(asyncio.wait_for(self._publisher.settled(), DRAIN_SECONDS / 2))

    async def _quietly(self, deed: Awaitable[object]) -> None:
        """At the end nothing is lost by a deed that fails: leases run out by themselves.

        Unpublished items are due again.
        """
        try:
            await deed
        except (Retry, TimeoutError) as error:
            self._log.warning("not_drained", reason=str(error) or "time-out")
