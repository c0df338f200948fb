"""httpcore's pool on our own network backend, as a transport of httpx."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from functools import cache

import httpcore
import httpx

from detente.http.network import GuardedBackend, Resolver

IDLE = 4  # connections that a pool keeps for the next request


class Transport(httpx.AsyncBaseTransport):
    """Through public names only.

    Used without httpx's client, which keeps cookies whatever it is given and reads every redirect's target itself.
    """

    def __init__(self, connections: int, resolver: Resolver) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=_tls(),
            max_connections=connections,
            max_keepalive_connections=IDLE,
            keepalive_expiry=15.0,
            network_backend=GuardedBackend(resolver),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


@cache
def _tls() -> ssl.SSLContext:
    """One for the process: to read the authorities takes a quarter of a second."""
    return httpx.create_ssl_context(trust_env=False)


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._answer.aclose()
