"""The callback's HTTP server: one request a connection, under a deadline and caps, in the daemon's own event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

import h11
import msgspec

from detente.errors import UsageError

HEAD_BYTES = 16 << 10
CONNECTIONS = 64
READ_BYTES = 64 << 10


class Head(msgspec.Struct, frozen=True):
    """A request without its body; header names are lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


class Answer(msgspec.Struct, frozen=True):
    status: int
    body: bytes = b""


Respond = Callable[[Head, Callable[[], Awaitable[bytes]]], Awaitable[Answer]]


class TooLarge(Exception):
    """The body is over the cap."""


class Listener:
    """Serves `respond` while open. What is not HTTP, too long or too slow is cut off and harms nobody else."""

    def __init__(self, respond: Respond, *, max_body: int, deadline: float) -> None:
        self._respond, self._max_body, self._deadline = respond, max_body, deadline
        self._open: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def open(self, listen: str) -> None:
        """Listen on "host:port"; UsageError where that cannot be had."""
        host, _, port = listen.rpartition(":")
        try:
            self._server = await asyncio.start_server(self._accept, host.strip("[]") or "127.0.0.1", int(port))
        except (OSError, ValueError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise UsageError(f"ingest.websub_listen: cannot listen on {listen}: {reason}") from error

    async def close(self) -> None:
        """Take no more, and let what was begun come to its end, within its deadline."""
        if self._server is not None:
            self._server.close()
            await asyncio.gather(*self._open, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            async with asyncio.timeout(self._deadline):
                if len(self._open) <= CONNECTIONS:
                    await _Exchange(reader, writer, self._max_body).run(self._respond)
        except (TimeoutError, OSError, h11.ProtocolError):
            return  # the peer's fault, and it is gone
        finally:
            self._open.discard(task)
            writer.close()


class _Exchange:
    """One request and its answer."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, max_body: int) -> None:
        self._reader, self._writer, self._max_body = reader, writer, max_body
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_BYTES)

    async def run(self, respond: Respond) -> None:
        try:
            request = await self._event()
            if not isinstance(request, h11.Request):
                return
            answer = await respond(_head(request), self._body)
        except h11.RemoteProtocolError as error:
            answer = Answer(error.error_status_hint)
        except TooLarge:
            answer = Answer(413)
        except ValueError:
            answer = Answer(400)
        await self._send(answer)

    async def _event(self) -> object:
        while True:
            event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return event
            if self._http.they_are_waiting_for_100_continue:
                await self._write(h11.InformationalResponse(status_code=100, headers=[]))
            self._http.receive_data(await self._reader.read(READ_BYTES))

    async def _body(self) -> bytes:
        body = bytearray()
        while isinstance(event := await self._event(), h11.Data):
            body += event.data
            if len(body) > self._max_body:
                raise TooLarge
        return bytes(body)

    async def _send(self, answer: Answer) -> None:
        if self._http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return
        headers = [("content-length", str(len(answer.body))), ("content-type", "text/plain"), ("connection", "close")]
        reason = HTTPStatus(answer.status).phrase.encode()
        await self._write(h11.Response(status_code=answer.status, headers=headers, reason=reason))
        await self._write(h11.Data(data=answer.body))
        await self._write(h11.EndOfMessage())
        with suppress(OSError):
            self._writer.write_eof()

    async def _write(self, event: h11.Event) -> None:
        self._writer.write(self._http.send(event) or b"")
        await self._writer.drain()


def _head(request: h11.Request) -> Head:
    parts = urlsplit(request.target.decode("ascii", "replace"))
    return Head(
        method=request.method.decode("ascii"),
        path=parts.path,
        query=dict(parse_qsl(parts.query, max_num_fields=50)),
        headers={name.decode("ascii"): value.decode("latin-1") for name, value in request.headers},
    )
