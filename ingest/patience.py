"""What the daemon does while the database is away: it tries again, listens to the stop and shows signs of life."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from detente import log
from detente.errors import Retry
from detente.pulse import Pulse
from detente.retry import Backoff
from detente.stop import Stop

LOOK_SECONDS = 0.25
T = TypeVar("T")


class Patience:
    """Ends with `stop`."""

    def __init__(self, pulse: Pulse, stop: Stop) -> None:
        self._pulse, self._stop = pulse, stop
        self._log = log.get("ingest")

    async def until_it_works(self, deed: Callable[[], Awaitable[T]]) -> T | None:
        """`deed`, tried again with back-off while it raises Retry; None when asked to stop meanwhile."""
        backoff, attempt = Backoff(), 0
        while not self._stop:
            try:
                done = await deed()
            except Retry as retry:
                attempt += 1
                self._pulse.trouble(retry.reason)
                self._log.warning("held", reason=retry.reason, attempt=attempt)
                await self._pause(backoff.seconds(attempt, hint=retry.after))
            else:
                if attempt:
                    self._pulse.trouble(None)
                return done
        return None

    async def _pause(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while not self._stop and (left := until - loop.time()) > 0:
            self._pulse.beat()
            await asyncio.sleep(min(left, LOOK_SECONDS))

    async def quietly(self, deed: Awaitable[object]) -> None:
        """At the end nothing is lost by a deed that fails: leases run out by themselves.

        Unpublished items are due again.
        """
        try:
            await deed
        except (Retry, TimeoutError) as error:
            self._log.warning("not_drained", reason=str(error) or "time-out")
