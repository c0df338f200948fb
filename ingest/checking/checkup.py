"""Many sources checked at once, each host in its own time, each document where its parser can be killed.

address ─▶ GET ─┐
file ───────────┴─▶ reading (a killable process) ─▶ Checked
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import msgspec

from detente.config import Ingest
from detente.config.keys import SourceKind
from detente.http import Http, HttpFault, Limits, Response
from detente.pool import Pool, PoolFault, result_of
from detente.urls import host_of
from ingest.checking.advice import advice_on_answer, advice_on_fault
from ingest.checking.checked import Checked, checked, failed
from ingest.checking.reading import read
from ingest.client import user_agent
from ingest.formats.parse import load_parser
from ingest.lanes import MEMORY_BYTES, PARSE_SECONDS
from ingest.politeness import HostGate, HostRests
from ingest.poll import ACCEPT

PARSERS = 2
AT_ONCE = 64
NOWHERE = "http://localhost/"  # what links of a file are resolved against, where somebody must be named


class Subject(msgspec.Struct, frozen=True):
    """What to check: an address or a file, and what the configuration says of it."""

    where: str
    kind: SourceKind = "auto"
    selector: str | None = None


async def check_all(
    subjects: Sequence[Subject], config: Ingest, *, items: bool, passed: Callable[[], None] = lambda: None
) -> AsyncIterator[Checked]:
    """Each subject in turn; `passed` is called whenever one of them is through, in any order."""
    checkup = Checkup(config, items=items)

    async def checked(subject: Subject) -> Checked:
        try:
            return await checkup.of(subject)
        finally:
            passed()

    try:
        tasks = [asyncio.create_task(checked(each)) for each in subjects]
        for task in tasks:
            yield await task
    finally:
        await checkup.close()


class Checkup:
    """See the module."""

    def __init__(self, config: Ingest, *, items: bool) -> None:
        self._config, self._items = config, items
        self._http = Http(user_agent(config.contact), Limits(config.deadline, config.max_body, AT_ONCE))
        self._gate = HostGate(config.connections_per_host, config.host_gap)
        self._pool = Pool(PARSERS, load_parser, memory=MEMORY_BYTES)
        self._places, self._parsers = asyncio.Semaphore(AT_ONCE), asyncio.Semaphore(PARSERS)

    async def of(self, subject: Subject) -> Checked:
        async with self._places:
            is_address = subject.where.startswith(("http://", "https://"))
            return await (self._address(subject) if is_address else self._file(subject))

    async def _file(self, subject: Subject) -> Checked:
        began = time.monotonic()
        try:
            with Path(subject.where).open("rb") as file:
                body = file.read(self._config.max_body + 1)
        except OSError as error:
            return failed(subject.where, None, error.strerror or str(error), time.monotonic() - began)
        if len(body) > self._config.max_body:
            return failed(subject.where, None, f"over {self._config.max_body}", time.monotonic() - began)
        return await self._read(subject, None, body)

    async def _address(self, subject: Subject) -> Checked:
        url = subject.where
        began = time.monotonic()
        try:
            async with self._gate.turn(host_of(url)):
                began = time.monotonic()
                private = self._config.allow_private_addresses
                answer = await self._http.get(url, {"accept": ACCEPT}, allow_private=private)
        except HttpFault as fault:
            return failed(url, None, fault.reason, time.monotonic() - began, list(advice_on_fault(url, fault)))
        except (HostRests, ValueError) as error:
            return failed(url, None, str(error), time.monotonic() - began)
        if answer.status != 200:
            return failed(url, answer, f"HTTP {answer.status}", answer.seconds, list(advice_on_answer(answer)))
        return await self._read(subject, answer, answer.body)

    async def _read(self, subject: Subject, answer: Response | None, body: bytes) -> Checked:
        base = answer.final_url if answer else NOWHERE
        content_type = answer.headers.get("content-type") if answer else None
        async with self._parsers:
            began = time.monotonic()
            arguments = (body, base, content_type, subject.kind, subject.selector)
            future = self._pool.submit(read, *arguments, seconds=PARSE_SECONDS)
            found = await asyncio.to_thread(result_of, future, PARSE_SECONDS)
        if isinstance(found, PoolFault):
            return failed(subject.where, answer, f"the parser {found.reason}", time.monotonic() - began)
        return checked(subject.where, answer, found, as_page=subject.kind == "page", items=self._items)

    async def close(self) -> None:
        self._pool.close()
        await self._http.close()
