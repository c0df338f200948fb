"""One host's turn: at most so many connections, a gap between two requests, and what it asked for with Retry-After."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from detente.http import HttpFault

MANY_HOSTS = 20_000
OPEN_AFTER = 5  # failures of a host in a row
REST_SECONDS = 60.0
LONGEST_REST = 3600.0
UNREACHABLE = ("dns", "connect", "timeout", "tls")


class HostRests(Exception):
    """The host has failed so often in a row that nothing is asked of it now."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} does not answer; it is left alone for {seconds:.0f} s")
        self.seconds = seconds


class Host:
    """What is known of one host; times are on the gate's clock."""

    def __init__(self, connections: int) -> None:
        self.free = asyncio.Semaphore(connections)
        self.next_start = 0.0
        self.users = 0
        self.failures = 0
        self.rests_until = 0.0


class HostGate:
    """Lets requests through in each host's own time, so that a slow host keeps nobody else waiting."""

    def __init__(self, connections: int, gap: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._connections, self._gap, self._clock = connections, gap, clock
        self._hosts: dict[str, Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at `host`; the connection counts as taken while the block runs.

        Raises HostRests after too many failures in a row (a block that raises HttpFault has failed).
        """
        state = self._hosts.setdefault(host, Host(self._connections))
        state.users += 1
        try:
            async with state.free:
                if (rest := state.rests_until - self._clock()) > 0:
                    raise HostRests(host, rest)
                now = self._clock()
                start = max(now, state.next_start)
                state.next_start = start + self._gap
                if start > now:
                    await asyncio.sleep(start - now)
                try:
                    yield
                except HttpFault as fault:
                    self._failed(state, fault)
                    raise
                state.failures = 0
        finally:
            state.users -= 1
            self._forget()

    def _failed(self, state: Host, fault: HttpFault) -> None:
        """A host that cannot be reached rests longer each time; any answer ends that."""
        if fault.kind not in UNREACHABLE:
            return
        state.failures += 1
        if state.failures >= OPEN_AFTER:
            rest = min(REST_SECONDS * 2.0 ** (state.failures - OPEN_AFTER), LONGEST_REST)
            state.rests_until = self._clock() + rest

    def hold_off(self, host: str, seconds: float) -> None:
        """No request to `host` begins before `seconds` are over."""
        state = self._hosts.setdefault(host, Host(self._connections))
        state.next_start = max(state.next_start, self._clock() + seconds)

    def wait_of(self, host: str) -> float:
        """Seconds until the next request to `host` may begin."""
        state = self._hosts.get(host)
        return 0.0 if state is None else max(0.0, state.next_start - self._clock())

    def _forget(self) -> None:
        if len(self._hosts) > MANY_HOSTS:
            now = self._clock()
            idle = [
                host
                for host, state in self._hosts.items()
                if not state.users and max(state.next_start, state.rests_until) <= now
            ]
            for host in idle:
                del self._hosts[host]
