"""The client: GET with redirects followed by hand, POST without."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from urllib.parse import urljoin, urlsplit
from zlib import crc32

import httpcore
import httpx
import msgspec

from detente.http import body
from detente.http.fault import HttpFault
from detente.http.network import EXCHANGE, Exchange, Resolver, SystemResolver, left
from detente.http.translation import FAULTS, translated
from detente.http.transport import Transport

REDIRECTS = (301, 302, 303, 307, 308)
MAX_HOPS = 5
POOLS = 64  # httpcore looks at every connection of a pool, for each of them again, with each request: small pools
HEADER_LINE = 8192  # a longer header is left out: half a validator is none
Turn = Callable[[str], AbstractAsyncContextManager[None]]
LATIN = "latin-1"  # one character a byte, both ways (RFC 9110, 5.5)


class Limits(msgspec.Struct, frozen=True):
    """Seconds for a whole exchange, bytes of a decoded body, connections of the process."""

    deadline: float = 30.0
    max_body: int = 15 << 20
    connections: int = 256


class Hop(msgspec.Struct, frozen=True):
    """A redirect that was followed: from where, with which status."""

    url: str
    status: int


class Response(msgspec.Struct, frozen=True):
    """An answer, whatever its status. Header names are lower case, values have a character a byte.

    `body` is decoded from its content-encoding only.
    """

    url: str
    final_url: str
    status: int
    headers: dict[str, str]
    body: bytes
    hops: tuple[Hop, ...]
    seconds: float


class Http:
    """One for a process, used from one event loop. Keeps no cookie, sends no referrer.

    Reads no proxy from the environment.
    """

    def __init__(self, user_agent: str, limits: Limits = Limits(), *, resolver: Resolver | None = None) -> None:  # noqa: B008
        self._limits, self._agent = limits, user_agent
        self._resolver = resolver or SystemResolver()
        self._transports: dict[tuple[bool, int], Transport] = {}
        self._free = asyncio.Semaphore(limits.connections)

    async def get(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        allow_private: bool = False,
        deadline: float | None = None,
        head: int | None = None,
        turn: Turn = lambda _url: nullcontext(),
    ) -> Response:
        """The answer at the end of at most five redirects; with `head` only the first bytes of its body, however long
        it is. Raises HttpFault, and what `turn` raises.

        Each request, also one that follows a redirect, has a `turn` at its address; the wait for it is not of the
        deadline.
        """
        began, hops = time.monotonic(), list[Hop]()
        at = url
        while True:
            waits = time.monotonic()
            async with turn(at):
                began += time.monotonic() - waits
                exchange = Exchange(began + (deadline or self._limits.deadline), allow_private)
                async with self._send("GET", at, headers or {}, b"", exchange) as answer:
                    target = _redirect(at, answer)
                    if target is None:
                        content = await self._body(answer, head)
                        seconds = time.monotonic() - began
                        return Response(url, at, answer.status_code, _named(answer), content, tuple(hops), seconds)
                    hops.append(Hop(at, answer.status_code))
            if len(hops) > MAX_HOPS:
                raise HttpFault("redirect", f"more than {MAX_HOPS} redirects")
            if target in [hop.url for hop in hops]:
                raise HttpFault("redirect", f"redirects in a loop at {target}")
            at = target

    async def post(
        self,
        url: str,
        content: bytes,
        headers: Mapping[str, str] | None = None,
        *,
        allow_private: bool = False,
        deadline: float | None = None,
    ) -> Response:
        """The answer to `content`; a redirect is an answer like another. Raises HttpFault."""
        began = time.monotonic()
        until = began + (deadline or self._limits.deadline)
        async with self._send("POST", url, headers or {}, content, Exchange(until, allow_private)) as answer:
            content = await self._body(answer)
            return Response(url, url, answer.status_code, _named(answer), content, (), time.monotonic() - began)

    async def _body(self, answer: httpx.Response, head: int | None = None) -> bytes:
        encoding = answer.headers.get("content-encoding", "").strip().lower()
        if head is None:
            return await body.read(answer.aiter_raw(), encoding, self._limits.max_body)
        return await body.read_head(answer.aiter_raw(), encoding, head)

    @asynccontextmanager
    async def _send(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes, exchange: Exchange
    ) -> AsyncIterator[httpx.Response]:
        """An answer whose body is unread; closed, and its connection with it, at the end of the block."""
        token = EXCHANGE.set(exchange)
        try:
            async with self._connection():
                try:
                    request = httpx.Request(method, _checked(url), headers=self._headers(headers), content=content)
                    answer = await self._transport(request.url, exchange).handle_async_request(request)
                except Exception as error:
                    raise translated(error) from error
                try:
                    yield answer
                except HttpFault as fault:
                    fault.answered = True
                    raise
                except FAULTS as error:
                    raise translated(error, answered=True) from error
                finally:
                    await answer.aclose()
        finally:
            EXCHANGE.reset(token)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[None]:
        """One of the process's connections while the block runs; HttpFault where none is free in time."""
        try:
            acquired = self._free.acquire()
            await (asyncio.wait_for(acquired, left()) if self._free.locked() else acquired)
        except (TimeoutError, httpcore.TimeoutException) as error:
            raise HttpFault("timeout", "no connection was free in time") from error
        try:
            yield
        finally:
            self._free.release()

    def _headers(self, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
        """As bytes, so that a validator goes back as it came."""
        named = {"user-agent": self._agent, "accept": "*/*", "accept-encoding": "gzip, deflate", **headers}
        return [(name.encode(LATIN), value.encode(LATIN)) for name, value in named.items()]

    def _transport(self, url: httpx.URL, exchange: Exchange) -> Transport:
        """The pool of the host. Connections to private addresses have pools of their own.

        So only who may dial them can reuse them.
        """
        key = exchange.allow_private, crc32(url.raw_host) % POOLS
        if key not in self._transports:
            self._transports[key] = Transport(self._limits.connections, self._resolver)
        return self._transports[key]

    async def close(self) -> None:
        for transport in self._transports.values():
            await transport.aclose()
        self._transports.clear()


def _checked(url: str) -> httpx.URL:
    parsed = httpx.URL(url)
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise HttpFault("url", f"{url[:200]!r} is no http(s) address")
    return parsed


def _named(answer: httpx.Response) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in ((name.decode(LATIN).lower(), value.decode(LATIN)) for name, value in answer.headers.raw):
        whole = f"{found[name]}, {value}" if name in found else value
        if len(whole) <= HEADER_LINE:
            found[name] = whole
    return found


def _redirect(at: str, answer: httpx.Response) -> str | None:
    """Where the answer points to; None where it is none. HttpFault where it points nowhere."""
    if answer.status_code not in REDIRECTS:
        return None
    location = _text(next((value for name, value in answer.headers.raw if name.lower() == b"location"), b""))
    if not location:
        raise HttpFault("redirect", f"{answer.status_code} without a Location")
    try:
        target = urljoin(at, location).partition("#")[0]
        if urlsplit(target).scheme not in ("http", "https"):
            raise HttpFault("redirect", f"redirects to {target[:100]!r}, which is no http(s) address")
    except ValueError as error:
        raise HttpFault("redirect", f"redirects to {location[:100]!r}, which is no address") from error
    return target


def _text(location: bytes) -> str:
    """Not ASCII as it should be, but as servers send it."""
    try:
        return location.decode().strip()
    except UnicodeDecodeError:
        return location.decode(LATIN).strip()
