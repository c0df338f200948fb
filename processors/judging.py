"""What `check` and `judge` do: one object a text, as the contracts promise it."""

from __future__ import annotations

import asyncio
import re
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from detente import __version__
from detente.config import Config
from detente.errors import DetenteError, UsageError
from detente.health import iso
from detente.pool import Pool, PoolFault, result_of
from processors.extraction.head import moment
from processors.reading.article import ArticleReader, Input, Read, prepare, read_here

SECONDS = 30.0
AHEAD = 64
MARKUP = re.compile(r"^\s*(?:<!doctype html|<html|<\?xml|<(?:head|body|article|div|p)\b)", re.I)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of `judge`."""

    id: str | int | None = None
    title: str | None = None
    text: str | None = None
    html: str | None = None
    url: str | None = None
    lang: str | None = None
    published: str | None = None
    source: str | None = None


def check_one(what: str, config: Config, *, full: bool) -> bytes:
    """The object of one page or text. Raises UsageError, DetenteError."""
    reader = ArticleReader(config.profile)
    if what.startswith(("http://", "https://")):
        body, url, content_type = _fetch(what, config)
        return encoded(what, url, reader.read(Input(html=body, content_type=content_type), full=full))
    try:
        body = sys.stdin.buffer.read() if what == "-" else Path(what).read_bytes()
    except OSError as error:
        raise UsageError(f"{what}: {error.strerror}") from error
    return encoded(what, None, reader.read(_input_of(body), full=full))


def _input_of(body: bytes) -> Input:
    """HTML where it looks like it; else text, whose first line is its title where a blank line follows."""
    from processors.extraction import charset

    text = charset.decode(body)
    if MARKUP.match(text):
        return Input(html=body)
    if body[:5] == b"%PDF-" or b"\0" in body[:1000]:
        raise UsageError("this is binary data, neither text nor HTML")
    first, _, rest = text.lstrip().partition("\n")
    if rest.strip() and rest.startswith(("\n", "\r\n")) and len(first) < 300:
        return Input(title=first.strip(), text=rest.strip())
    return Input(text=text.strip())


def _fetch(url: str, config: Config) -> tuple[bytes, str, str | None]:
    from detente.http import Http, HttpFault, Limits

    async def get() -> tuple[bytes, str, str | None]:
        http = Http(f"Detente/{__version__}", Limits(config.ingest.deadline, config.ingest.max_body))
        try:
            answer = await http.get(url, allow_private=config.ingest.allow_private_addresses)
        except HttpFault as fault:
            raise DetenteError(f"{url}: {fault.reason}") from fault
        finally:
            await http.close()
        if answer.status != 200:
            raise DetenteError(f"{url}: HTTP {answer.status}")
        return answer.body, answer.final_url, answer.headers.get("content-type")

    return asyncio.run(get())


def encoded(identity: str, url: str | None, read: Read) -> bytes:
    """The object that users script against."""
    judgement = msgspec.to_builtins(read.judgement)
    whole: dict[str, Any] = {
        "id": identity,
        "url": url,
        "title": read.title,
        "text": read.text,
        "language": read.language,
        "published": iso(read.published.timestamp()) if read.published else None,
        "author": read.author,
        **judgement,
    }
    return msgspec.json.encode(whole)


def judge_lines(stream: BinaryIO, out: BinaryIO, config: Config, *, full: bool) -> int:
    """One object a line in the order of the input, with flat memory; how many lines were broken."""
    pool = Pool(config.process.workers, prepare, (config.profile,))
    failed = 0
    try:
        for done in _in_order(stream, pool, full):
            failed += done[1]
            out.write(done[0] + b"\n")
        out.flush()
    finally:
        pool.close()
    return failed


def _in_order(lines: Iterable[bytes], pool: Pool, full: bool) -> Iterator[tuple[bytes, bool]]:
    """(object, whether it is an error) of each line; at most `AHEAD` are under way."""
    waiting: deque[tuple[Line, Future[Read]] | bytes] = deque()
    for raw in lines:
        if not raw.strip():
            continue
        waiting.append(_begin(raw, pool, full))
        if len(waiting) >= AHEAD:
            yield _finish(waiting.popleft())
    while waiting:
        yield _finish(waiting.popleft())


def _begin(raw: bytes, pool: Pool, full: bool) -> tuple[Line, Future[Read]] | bytes:
    """The line under way, or the object of its error."""
    try:
        line = msgspec.json.decode(raw, type=Line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return failure(_id_of(raw), f"no valid line: {error}")
    if line.text is None and line.html is None:
        return failure(line.id, "neither text nor html")
    return line, pool.submit(read_here, _given(line), full, seconds=SECONDS)


def _given(line: Line) -> Input:
    markup = None if line.html is None else line.html.encode(errors="replace")
    return Input(
        html=markup,
        text=line.text,
        title=line.title,
        lang=line.lang,
        published=moment(line.published),
        content_type="text/html; charset=utf-8" if markup else None,
    )


def _finish(done: tuple[Line, Future[Read]] | bytes) -> tuple[bytes, bool]:
    if isinstance(done, bytes):
        return done, True
    line, future = done
    read = result_of(future)
    if isinstance(read, PoolFault):
        return failure(line.id, f"reading it {read.reason}"), True
    return encoded("" if line.id is None else str(line.id), line.url, read), False


def failure(identity: object, reason: str) -> bytes:
    """The object of a line that could not be used."""
    return msgspec.json.encode({"id": identity, "error": reason})


def _id_of(raw: bytes) -> object:
    """The id of a line that is JSON but not as it should be; None where even that fails."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return found.get("id") if isinstance(found, dict) else None
