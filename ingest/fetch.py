"""One article page: may it be fetched, what came, and what that means for the item."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape

import msgspec
import zstandard

from detente.config import Ingest
from detente.http import HttpFault, Response
from detente.messages import Clocks, Page
from ingest.freshness import retry_after
from ingest.manners import Manners
from ingest.politeness import HostRests
from ingest.robots import Robots
from ingest.waiting import DueItem

AGAIN_SECONDS = (300.0, 1800.0, 7200.0, 21600.0)
PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
GONE = (404, 410)  # of an article that was published before: it was withdrawn
KEPT_HEADERS = ("content-type", "content-language", "last-modified", "date", "etag", "link")
ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"


class Fetched(msgspec.Struct, frozen=True):
    """The page is here."""

    page: Page


class Again(msgspec.Struct, frozen=True):
    """Try again after `seconds`. `host_too`: nothing else of the host before, either; `counts`: as an attempt."""

    seconds: float
    reason: str
    status: int | None = None
    host_too: bool = False
    counts: bool = True


class Failed(msgspec.Struct, frozen=True):
    """There will be no page."""

    reason: str
    status: int | None = None


class Still(msgspec.Struct, frozen=True):
    """The page was told before and is not gone: nothing is published."""


Fate = Fetched | Again | Failed | Still


class NotAllowed(Exception):
    """robots.txt stands against an address; `again`: seconds after which it is asked again, None where it is read."""

    def __init__(self, again: float | None) -> None:
        super().__init__("robots.txt does not allow it")
        self.again = again


class Fetcher:
    """Fetches pages politely. Raises StoreUnavailable (robots.txt is cached in the database)."""

    def __init__(self, manners: Manners, robots: Robots, config: Ingest, *, now: Callable[[], datetime]) -> None:
        self._manners, self._robots, self._config, self._now = manners, robots, config, now

    async def fetch(self, item: DueItem) -> Fate:
        """The item's page, or what to do instead."""
        if item.waiting.inline:
            return Fetched(inline_page(item, self._now()))
        try:
            answer = await self._manners.get(item.url, {"accept": ACCEPT}, before=self._ask_robots)
        except HttpFault as fault:
            return of_fault(fault, item.attempts)
        except NotAllowed as ruling:
            return of_ruling(ruling, item.attempts)
        except HostRests as rests:
            return Again(rests.seconds, str(rests), counts=False)
        if item.revision > 1 and answer.status in GONE:
            return Fetched(page_of(item, msgspec.structs.replace(answer, body=b""), self._now()))
        fate = of_answer(answer, item.attempts, self._now())
        if fate is None:
            return Fetched(page_of(item, answer, self._now()))
        if isinstance(fate, Again) and fate.host_too:
            await self._manners.hold(answer.final_url, fate.seconds)
        return fate

    async def _ask_robots(self, url: str) -> None:
        """Of the item's page, and of each that a redirect leads to. Raises NotAllowed, HostRests."""
        ruling = await self._robots.ruling(url) if self._config.respect_robots else None
        if ruling is not None and not ruling.allowed:
            raise NotAllowed(ruling.again)


def of_ruling(ruling: NotAllowed, attempts: int) -> Fate:
    """Never, or not before its host says whether."""
    if ruling.again is None:
        return Failed("robots.txt does not allow it")
    again = _again(attempts, "robots.txt cannot be read, so nothing is allowed", None)
    return (
        msgspec.structs.replace(again, seconds=max(ruling.again, again.seconds)) if isinstance(again, Again) else again
    )


def of_fault(fault: HttpFault, attempts: int) -> Fate:
    """What passes by itself is tried again over hours; what does not fails at once."""
    if fault.kind in ("dns", "connect", "timeout", "truncated", "protocol"):
        return _again(attempts, fault.reason, None)
    return Failed(fault.reason)


def of_answer(answer: Response, attempts: int, now: datetime) -> Again | Failed | None:
    """None where the answer is a page."""
    status = answer.status
    if status in (429, 503):
        asked = retry_after(answer.headers, now)
        again = _again(attempts, f"HTTP {status}", status)
        if isinstance(again, Again) and asked is not None:
            return Again(max(asked, 1.0), again.reason, status, host_too=True)
        return again
    if status >= 500 or status == 408:
        return _again(attempts, f"HTTP {status}", status)
    if status != 200:
        return Failed(f"HTTP {status}", status)
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower() or PAGES[0]
    if kind not in PAGES:
        return Failed(f"not a page but {kind[:80]}", status)
    return None if answer.body.strip() else Failed("the answer is empty", status)


def _again(attempts: int, reason: str, status: int | None) -> Again | Failed:
    if attempts >= len(AGAIN_SECONDS):
        return Failed(f"gave up after {attempts + 1} attempts: {reason}", status)
    return Again(AGAIN_SECONDS[attempts], reason, status)


def inline_page(item: DueItem, now: datetime) -> Page:
    """The page of an entry that has none of its own: what the feed holds of it."""
    entry = item.waiting.entry
    title = escape(entry.title or "")
    text = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{entry.content or entry.summary}"
    body = f"{text}</article></body></html>".encode(errors="replace")
    headers = {"content-type": "text/html; charset=utf-8"}
    return page_of(item, Response(item.url, item.url, 200, headers, body, (), 0.0), now)


def page_of(item: DueItem, answer: Response, now: datetime) -> Page:
    """The message that travels."""
    waiting = item.waiting
    return Page(
        id=item.id,
        url=item.url,
        final_url=answer.final_url,
        source=waiting.source,
        entry=waiting.entry,
        clocks=Clocks(
            first_seen=item.first_seen,
            fetched=now,
            published=waiting.published,
            updated=waiting.updated,
            published_raw=waiting.published_raw,
        ),
        status=answer.status,
        headers={name: value for name, value in answer.headers.items() if name in KEPT_HEADERS},
        body=zstandard.ZstdCompressor(level=3).compress(answer.body),
        body_bytes=len(answer.body),
        revision=item.revision,
        seed=item.seed,
        inline=waiting.inline,
    )
