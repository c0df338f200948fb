"""One host's turn: at most so many connections, a gap between two requests, and what it asked for with Retry-After."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

MANY_HOSTS = 20_000


class Host:
    """What is known of one host; times are on the gate's clock."""

    def __init__(self, connections: int) -> None:
        self.free = asyncio.Semaphore(connections)
        self.next_start = 0.0
        self.users = 0


class HostGate:
    """Lets requests through in each host's own time, so that a slow host keeps nobody else waiting."""

    def __init__(self, connections: int, gap: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._connections, self._gap, self._clock = connections, gap, clock
        self._hosts: dict[str, Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at `host`; the connection counts as taken while the block runs."""
        state = self._hosts.setdefault(host, Host(self._connections))
        state.users += 1
        try:
            async with state.free:
                now = self._clock()
                start = max(now, state.next_start)
                state.next_start = start + self._gap
                if start > now:
                    await asyncio.sleep(start - now)
                yield
        finally:
            state.users -= 1
            self._forget()

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
            idle = [host for host, state in self._hosts.items() if not state.users and state.next_start <= now]
            for host in idle:
                del self._hosts[host]
