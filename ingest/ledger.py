"""Writes the ends of polls: those that come while a write is under way go together into the next, with one commit."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from detente.errors import Retry
from ingest.frontier import Frontier
from ingest.waiting import PollEnd


class Ledger:
    """Used from one event loop."""

    def __init__(self, frontier: Frontier) -> None:
        self._frontier = frontier
        self._waiting: list[tuple[PollEnd, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, end: PollEnd) -> None:
        """Return when `end` is durable. Raises StoreUnavailable, or what is wrong with `end` alone."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((end, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        await done

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            await self._together(batch)
        self._writing = None

    async def _together(self, batch: Sequence[tuple[PollEnd, asyncio.Future[None]]]) -> None:
        try:
            await asyncio.to_thread(self._frontier.polled, [end for end, _done in batch])
        except Exception as error:  # noqa: BLE001 - it is raised where the end came from
            if len(batch) > 1 and not isinstance(error, Retry):
                for each in batch:  # so that it stays with the one that it belongs to
                    await self._together([each])
                return
            for _end, done in batch:
                if not done.done():
                    done.set_exception(error)
        else:
            for _end, done in batch:
                if not done.done():
                    done.set_result(None)
