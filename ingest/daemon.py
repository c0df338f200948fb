"""The ingest daemon: polls feeds that are due and fetches items that are due, each as fast as the hosts allow.

due feeds ─▶ Poller ─▶ frontier ─▶ due items ─▶ Fetcher ─▶ Publisher ─▶ detente.pages
hubs ─▶ websub ─┘
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import UTC, datetime, timedelta

from detente.daemon import Context
from detente.http import Http
from detente.stop import Stop
from ingest.client import opened
from ingest.fetch import Fetcher
from ingest.frontier import LEASE, Frontier
from ingest.intake import Intake
from ingest.lanes import Lanes
from ingest.manners import Manners
from ingest.patience import LOOK_SECONDS, Patience
from ingest.politeness import HostGate
from ingest.poll import Poller
from ingest.pressure import Pressure, folders_of
from ingest.publisher import Publisher
from ingest.recheck import make_due
from ingest.robots import Robots
from ingest.under_way.fetches import Fetches
from ingest.under_way.polls import Polls
from ingest.websub.subscriber import subscribing
from ingest.websub.subscriptions import Subscriptions

FIRST_POLL_EVERY = timedelta(seconds=0.1)  # of feeds that are new: ten a second are no rush, for any number of them
ONCE_LOOK_SECONDS = 0.02
RENEW_SECONDS = 5.0
RECHECK_SECONDS = 60.0
DRAIN_SECONDS = 10.0


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
        self._context, self._config = context, context.config.ingest
        self._chance, self._lanes = chance, lanes
        self._frontier = Frontier(context.engine, self._config, lease)

    def run(self, stop: Stop, *, once: bool = False) -> None:
        asyncio.run(self._run(stop, once))

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._context.now(), UTC)

    async def _run(self, stop: Stop, once: bool) -> None:
        http, lanes = opened(self._config), self._lanes()
        self._lay(http, lanes, stop)
        self._publishing = asyncio.create_task(self._publisher.run(self._fetches.ended))
        try:
            await self._patience.until_it_works(lambda: self._sync(once))
            async with self._websub(once):
                await self._work(stop, once)
            await self._drain()
        finally:
            self._publishing.cancel()
            await http.close()
            lanes.close()

    def _lay(self, http: Http, lanes: Lanes, stop: Stop) -> None:
        """Put together what the module draws."""
        context, config, now = self._context, self._config, self._now
        self._gate = HostGate(config.connections_per_host, config.host_gap, chance=self._chance)
        self._manners = Manners(http, self._gate, self._frontier, now, allow_private=config.allow_private_addresses)
        self._poller = Poller(self._frontier, self._manners, lanes, config, now=now, chance=self._chance)
        self._publisher = Publisher(context.stage, context.bus, self._frontier, context.pulse, now)
        fetcher = Fetcher(self._manners, Robots(context.engine, self._manners, now), config, now=now)
        self._polls, self._fetches = Polls(self._poller, now), Fetches(fetcher, self._publisher)
        pressure = Pressure(self._publisher, folders_of(context.config, context.engine))
        self._intake = Intake(self._frontier, self._polls, self._fetches, pressure, pulse=context.pulse, now=now)
        self._patience = Patience(context.pulse, stop)

    def _websub(self, once: bool) -> AbstractAsyncContextManager[None]:
        if once or not self._config.websub_listen:
            return nullcontext()
        engine, deliver = self._context.engine, self._poller.delivered
        return subscribing(engine, self._manners, deliver, self._config, now=self._now, chance=self._chance)

    async def _sync(self, once: bool) -> None:
        feeds = self._context.config.feeds
        spread = timedelta(0) if once else len(feeds) * FIRST_POLL_EVERY
        await asyncio.to_thread(self._frontier.sync, feeds, self._now(), spread)
        if not self._config.websub_listen:
            await asyncio.to_thread(Subscriptions(self._context.engine).forget)
        await self._manners.remember()

    async def _work(self, stop: Stop, once: bool) -> None:
        loop = asyncio.get_running_loop()
        renew_at, recheck_at = loop.time() + RENEW_SECONDS, loop.time()
        while not stop:
            self._context.pulse.beat()
            if self._publishing.done():
                self._publishing.result()  # its fault is ours: without it nothing that was fetched would ever end
            if loop.time() >= recheck_at:
                recheck_at = loop.time() + RECHECK_SECONDS
                await self._patience.until_it_works(self._recheck)
            idle = not self._polls and not self._fetches  # before looking: what ends meanwhile may have made work
            found = await self._patience.until_it_works(self._intake.take)
            if loop.time() >= renew_at:
                renew_at = loop.time() + RENEW_SECONDS
                await self._patience.until_it_works(self._renew)
            if once and idle and not found and not self._gate.has_sent_away():
                return
            if not found:
                await asyncio.sleep(ONCE_LOOK_SECONDS if once and not idle else LOOK_SECONDS)

    async def _recheck(self) -> None:
        await asyncio.to_thread(make_due, self._context.engine, self._now())

    async def _renew(self) -> None:
        await asyncio.to_thread(self._frontier.renew, self._polls.feeds(), self._fetches.held(), self._now())

    async def _drain(self) -> None:
        """Finish what is under way, `DRAIN_SECONDS` at most; give back the rest."""
        tasks = [*self._polls.tasks(), *self._fetches.tasks()]
        if tasks:
            _done, late = await asyncio.wait(tasks, timeout=DRAIN_SECONDS)
            given_back = self._fetches.unfetched()
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            if late:
                await self._patience.quietly(asyncio.to_thread(self._frontier.release, given_back))
        await self._patience.quietly(asyncio.wait_for(self._publisher.settled(), DRAIN_SECONDS / 2))
