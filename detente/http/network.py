"""How connections are made: resolve, check every address, dial one that was checked, and let no read outlive the
exchange.

What an exchange allows travels in a context variable, because httpcore gives its backend only a host and a port.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any

import httpcore
import msgspec

from detente.http.fault import HttpFault
from detente.http.guard import refusal

Resolver = Callable[[str, int], Awaitable[list[str]]]
DNS_THREADS = 64
CONNECT_SECONDS = 10.0


class Exchange(msgspec.Struct, frozen=True):
    """What the exchange at hand allows; `deadline` is on time.monotonic's clock."""

    deadline: float
    allow_private: bool


EXCHANGE: ContextVar[Exchange] = ContextVar("exchange")


def left(most: float | None = None) -> float:
    """Seconds until the exchange's deadline, `most` at most. Raises httpcore.ReadTimeout when there are none."""
    seconds = EXCHANGE.get().deadline - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout("deadline")
    return seconds if most is None else min(seconds, most)


class SystemResolver:
    """getaddrinfo on threads of its own: names that answered before have theirs, so that no number of slow ones keeps a
    healthy one waiting.
    """

    def __init__(self) -> None:
        self._threads = {
            is_known: ThreadPoolExecutor(DNS_THREADS, thread_name_prefix="dns") for is_known in (False, True)
        }
        self._known: set[str] = set()

    async def __call__(self, host: str, port: int) -> list[str]:
        loop = asyncio.get_running_loop()
        threads = self._threads[host in self._known]
        self._known.discard(host)  # until it has answered again
        found = await loop.run_in_executor(threads, _getaddrinfo, host, port)
        self._known.add(host)
        return list(dict.fromkeys(str(each[4][0]) for each in found))


def _getaddrinfo(host: str, port: int) -> list[Any]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """The address that is checked is the address that is dialled."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self._resolve(host, port)
        if not EXCHANGE.get().allow_private:
            for address in addresses:
                if why := refusal(address):
                    where = host if host == str(address) else f"{host} is {address}"
                    raise HttpFault("refused_address", f"{where}: {why} addresses are not dialled")
        fault: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses[:4]:
            try:
                stream = await self._inner.connect_tcp(
                    address, port, timeout=left(CONNECT_SECONDS), socket_options=socket_options
                )
                return DeadlineStream(stream)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
        raise fault

    async def _resolve(self, host: str, port: int) -> list[str]:
        try:
            addresses = await asyncio.wait_for(self._resolver(host, port), left(CONNECT_SECONDS))
        except TimeoutError as error:
            raise HttpFault("dns", f"{host}: the name server does not answer") from error
        except (OSError, UnicodeError) as error:
            raise HttpFault("dns", f"{host}: {getattr(error, 'strerror', None) or error}") from error
        if not addresses:
            raise HttpFault("dns", f"{host} has no address")
        return addresses

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class DeadlineStream(httpcore.AsyncNetworkStream):
    """A connection whose reads and writes end with the exchange that makes them."""

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._inner.read(max_bytes, left(timeout))

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._inner.write(buffer, left(timeout))

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return DeadlineStream(await self._inner.start_tls(ssl_context, server_hostname, left(CONNECT_SECONDS)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
