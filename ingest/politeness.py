"""One host's turn: at most so many connections, a gap between two requests, and what it asked for with Retry-After."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from detente.http import HttpFault
from ingest.counted import counted

MANY_HOSTS = 20_000
OPEN_AFTER = 5  # failures of a host in a row
REST_SECONDS = 60.0
LONGEST_REST = 3600.0
UNREACHABLE = ("dns", "connect", "timeout", "tls")
QUEUE_SECONDS = 10.0  # seconds that a request waits here for its turn; the frontier waits better
JITTER = 0.25  # of the gap, on top of it


class HostRests(Exception):
    """Nothing is asked of the host for `seconds`; `str()` says why."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Host:
    """What is known of one host; times are on the gate's clock."""

    def __init__(self, connections: int) -> None:
        self.free = asyncio.Semaphore(connections)
        self.next_start = 0.0
        self.turned_away = 0.0  # when the last of those who were sent away may come back
        self.users = 0
        self.failures = 0
        self.rests_until = 0.0
        self.asked_until = 0.0


class HostGate:
    """Lets requests through in each host's own time, so that a slow host keeps nobody else waiting.

    `patience`: who would have to wait longer for a turn is sent away, each to come back at a time of their own.
    """

    def __init__(
        self,
        connections: int,
        gap: float,
        *,
        patience: float = QUEUE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._connections, self._gap, self._patience = connections, gap, patience
        self._clock, self._chance = clock, chance
        self._hosts: dict[str, Host] = {}
        self._all_back = 0.0

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at `host`; the connection counts as taken while the block runs.

        Raises HostRests where the host asked for that, does not answer (a block that raises HttpFault has failed), or
        has too many waiting already.
        """
        state = self._hosts.setdefault(host, Host(self._connections))
        self._check_queue(host, state)
        state.users += 1
        try:
            async with state.free:
                self._check_rest(host, state)
                await self._gap_kept(state)
                self._check_rest(host, state)  # it may have asked for a rest while this one waited
                try:
                    yield
                except HttpFault as fault:
                    self._failed(state, fault)
                    raise
                state.failures = 0
        finally:
            state.users -= 1
            self._forget()

    def hold_off(self, host: str, seconds: float) -> None:
        """No request to `host` begins before `seconds` are over."""
        state = self._hosts.setdefault(host, Host(self._connections))
        state.asked_until = max(state.asked_until, self._clock() + seconds)

    def has_sent_away(self) -> bool:
        """Whether somebody is still to come back for a turn."""
        return self._clock() < self._all_back

    def _check_queue(self, host: str, state: Host) -> None:
        now = self._clock()
        waiting = max(state.next_start - now, state.users * self._gap)
        if waiting > self._patience:
            state.turned_away = max(state.turned_away, now + waiting) + self._gap
            self._all_back = max(self._all_back, state.turned_away)
            raise HostRests(f"{host} has {counted(state.users, 'request')} waiting", state.turned_away - now)

    def _check_rest(self, host: str, state: Host) -> None:
        now = self._clock()
        if (left := state.asked_until - now) > 0:
            raise HostRests(f"{host} asked to be left alone for {left:.0f} s more", left)
        if (left := state.rests_until - now) > 0:
            raise HostRests(f"{host} does not answer; it is left alone for {left:.0f} s", left)

    async def _gap_kept(self, state: Host) -> None:
        now = self._clock()
        start = max(now, state.next_start)
        state.next_start = start + self._gap * (1 + JITTER * self._chance())
        if start > now:
            await asyncio.sleep(start - now)

    def _failed(self, state: Host, fault: HttpFault) -> None:
        """A host that cannot be reached rests longer each time; any answer ends that, also one that breaks off."""
        if fault.answered or fault.kind not in UNREACHABLE:
            return
        state.failures += 1
        if state.failures >= OPEN_AFTER:
            rest = min(REST_SECONDS * 2.0 ** (state.failures - OPEN_AFTER), LONGEST_REST)
            state.rests_until = self._clock() + rest

    def _forget(self) -> None:
        if len(self._hosts) > MANY_HOSTS:
            now = self._clock()
            idle = [
                host
                for host, state in self._hosts.items()
                if not state.users and max(state.next_start, state.rests_until, state.asked_until) <= now
            ]
            for host in idle:
                del self._hosts[host]
