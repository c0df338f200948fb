"""Takes work from the frontier, as much as there is room for and back-pressure allows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from detente import log
from detente.pulse import Pulse
from ingest.frontier import Frontier
from ingest.pressure import Pressure
from ingest.under_way import fetches
from ingest.under_way.fetches import Fetches
from ingest.under_way.polls import Polls
from ingest.waiting import DueItem

WORTH_A_LOOK = fetches.AT_ONCE // 8  # few large looks cost less than many small ones


class Intake:
    """Leases what is due and begins with it."""

    def __init__(
        self,
        frontier: Frontier,
        polls: Polls,
        fetches: Fetches,
        pressure: Pressure,
        *,
        pulse: Pulse,
        now: Callable[[], datetime],
    ) -> None:
        self._frontier, self._polls, self._fetches = frontier, polls, fetches
        self._pressure, self._pulse, self._now = pressure, pulse, now
        self._held_up: str | None = None
        self._log = log.get("ingest")

    async def take(self) -> int:
        """Begin with what is due; how much that was. Raises StoreUnavailable."""
        if self._is_held_up():
            return 0
        taken = 0
        for failing in (False, True):
            for feed in await self._due_feeds(failing):
                taken += self._polls.begin(feed, failing=failing)
        for item in await self._due_items():
            taken += self._fetches.begin(item)
        return taken

    async def _due_feeds(self, failing: bool) -> list[Mapping[str, Any]]:
        room = self._polls.room(failing=failing)
        if not room:
            return []
        return await asyncio.to_thread(self._frontier.due_feeds, self._now(), room, failing=failing)

    async def _due_items(self) -> list[DueItem]:
        room = self._fetches.room()
        if room <= WORTH_A_LOOK:
            return []
        return await asyncio.to_thread(self._frontier.due_items, self._now(), room, self._fetches.hosts())

    def _is_held_up(self) -> bool:
        """Whether back-pressure forbids to take work; said once, when it begins and when it ends."""
        reason = self._pressure.reason()
        if reason != self._held_up:
            self._pulse.trouble(reason)
            self._log.warning("held" if reason else "goes_on", reason=reason)
        self._held_up = reason
        return reason is not None
