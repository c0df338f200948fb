"""Where feeds are parsed: in processes that are killed at a CPU and memory limit, the slow ones apart from the rest."""

from __future__ import annotations

import asyncio
from collections import deque

import msgspec

from detente.pool import Broken, Pool, PoolFault, TooSlow, result_of
from ingest.formats.ladder import Climbed, Document, Known, climb
from ingest.formats.parse import load_parser

QUICK_SECONDS = 1.0
PARSE_SECONDS = 5.0
MEMORY_BYTES = 512 << 20
SLOW_FEEDS = 1000


class Lanes(msgspec.Struct, frozen=True):
    """Every feed is tried in the quick lane; one that is killed there is parsed again in the slow lane, and from then
    on begins in it. So a feed that keeps a parser busy until it is killed keeps only its like waiting.
    """

    quick: Pool
    slow: Pool
    were_slow: deque[str] = msgspec.field(default_factory=lambda: deque(maxlen=SLOW_FEEDS))

    @classmethod
    def opened(cls) -> Lanes:
        quick, slow = (Pool(1, load_parser, memory=MEMORY_BYTES) for _ in range(2))
        return cls(quick, slow)

    async def climb(self, document: Document, known: Known | None, *, is_slow: bool = False) -> Climbed | PoolFault:
        """What the parse ladder gives of `document`, or why it gave nothing. `is_slow`: it failed last time."""
        if not is_slow and document.url not in self.were_slow:
            climbed = await self._climb(self.quick, document, known, QUICK_SECONDS)
            if not isinstance(climbed, TooSlow):
                return climbed
            self.were_slow.append(document.url)
        return await self._climb(self.slow, document, known, PARSE_SECONDS)

    async def _climb(self, pool: Pool, document: Document, known: Known | None, seconds: float) -> Climbed | PoolFault:
        climbed = await self._tried(pool, document, known, seconds)
        return await self._tried(pool, document, known, seconds) if isinstance(climbed, Broken) else climbed

    async def _tried(self, pool: Pool, document: Document, known: Known | None, seconds: float) -> Climbed | PoolFault:
        future = pool.submit(climb, document, known, seconds=seconds)
        done = asyncio.wrap_future(future)
        await asyncio.wait([done])  # no thread: many may wait, and others need the threads
        if not done.cancelled():
            done.exception()  # is asked for, so that asyncio does not report it as lost
        return result_of(future, seconds)

    def close(self) -> None:
        self.quick.close()
        self.slow.close()
