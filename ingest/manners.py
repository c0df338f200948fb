"""How ingest asks: in each host's turn, and never before a host that asked for time wants to be asked again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from detente.http import Http, HttpFault, Response
from detente.urls import server_of
from ingest.frontier import Frontier
from ingest.politeness import HostGate


class Manners:
    """Every request of ingest goes through here. What hosts asked for is kept over a restart."""

    def __init__(
        self, http: Http, gate: HostGate, frontier: Frontier, now: Callable[[], datetime], *, allow_private: bool
    ) -> None:
        self._http, self._gate, self._frontier, self._now = http, gate, frontier, now
        self._allow_private = allow_private

    async def get(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        head: int | None = None,
        before: Callable[[str], Awaitable[None]] | None = None,
    ) -> Response:
        """The answer, or only the `head` of its body. Raises HttpFault, HostRests, and what `before` raises.

        A redirect is followed in the turn of the host that it leads to; `before` each request its address is shown.
        """

        @asynccontextmanager
        async def turn(at: str) -> AsyncIterator[None]:
            host = _host_of(at)
            if before is not None:
                await before(at)
            async with self._gate.turn(host):
                yield

        return await self._http.get(url, headers, allow_private=self._allow_private, head=head, turn=turn)

    async def post(self, url: str, content: bytes, headers: Mapping[str, str]) -> Response:
        """The answer to `content`; a redirect is an answer. Raises HttpFault, HostRests."""
        async with self._gate.turn(_host_of(url)):
            return await self._http.post(url, content, headers, allow_private=self._allow_private)

    async def hold(self, url: str, seconds: float) -> None:
        """Ask nothing of the host of `url` for so long, whatever is wanted of it. Raises StoreUnavailable."""
        host = server_of(url)
        self._gate.hold_off(host, seconds)
        await asyncio.to_thread(self._frontier.hold, host, self._now() + timedelta(seconds=seconds))

    async def remember(self) -> None:
        """What hosts asked for before a restart. Raises StoreUnavailable."""
        for host, seconds in (await asyncio.to_thread(self._frontier.holds, self._now())).items():
            self._gate.hold_off(host, seconds)


def _host_of(url: str) -> str:
    try:
        return server_of(url)
    except ValueError as error:
        raise HttpFault("url", str(error)) from error
