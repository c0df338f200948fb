"""robots.txt for article pages (RFC 9309): 4xx allows, 5xx and silence disallow until asked again, cached for a day."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import msgspec
import sqlalchemy as sa
from protego import Protego

from detente import sql
from detente.http import HttpFault
from detente.tables.frontier import HOSTS
from ingest.freshness import retry_after
from ingest.manners import Manners

AGENT = "Detente"
READ_BYTES = 500 << 10
KEEP = timedelta(hours=24)
ASK_AGAIN = timedelta(minutes=30)
MANY = 20_000


class Rules(msgspec.Struct):
    """What a host allows, and until when that holds."""

    until: datetime
    verdict: str
    text: str = ""
    parsed: Protego | None = None

    def allow(self, url: str) -> bool:
        if self.verdict != "rules":
            return self.verdict == "allow"
        if self.parsed is None:
            self.parsed = Protego.parse(self.text)
        return bool(self.parsed.can_fetch(url, AGENT))


class Ruling(msgspec.Struct, frozen=True):
    """`again`: seconds after which to ask again, where it is only for now that `url` is not allowed."""

    allowed: bool
    again: float | None = None


class Robots:
    """Asks each host once a day; concurrent questions about one host share the answer."""

    def __init__(self, engine: sa.Engine, manners: Manners, now: Callable[[], datetime]) -> None:
        self._engine, self._manners, self._now = engine, manners, now
        self._known: dict[str, Rules] = {}
        self._asking: dict[str, asyncio.Task[Rules]] = {}

    async def ruling(self, url: str) -> Ruling:
        """Whether `url` may be fetched: yes, no, or not now because the host does not say. Raises HostRests."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        rules = self._known.get(origin)
        if rules is None or rules.until <= self._now():
            task = self._asking.get(origin) or asyncio.ensure_future(self._learn(origin))
            self._asking[origin] = task
            try:
                rules = await asyncio.shield(task)
            finally:
                self._asking.pop(origin, None)
        if rules.verdict == "disallow":
            return Ruling(False, again=max(1.0, (rules.until - self._now()).total_seconds()))
        return Ruling(rules.allow(url))

    async def _learn(self, origin: str) -> Rules:
        rules = await asyncio.to_thread(self._stored, origin)
        if rules is None:
            rules = await self._ask(origin)
            await asyncio.to_thread(self._store, origin, rules)
        if len(self._known) > MANY:
            self._known.clear()
        self._known[origin] = rules
        return rules

    async def _ask(self, origin: str) -> Rules:
        now = self._now()
        try:
            answer = await self._manners.get(f"{origin}/robots.txt", head=READ_BYTES + 1)
        except HttpFault as fault:
            # redirects that lead nowhere: unavailable (2.3.1.2); no answer: unreachable (2.3.1.4)
            return Rules(now + KEEP, "allow") if fault.kind == "redirect" else Rules(now + ASK_AGAIN, "disallow")
        wait = retry_after(answer.headers, now) if answer.status in (429, 503) else None
        if wait:
            await self._manners.hold(origin, wait)
            return Rules(now + timedelta(seconds=wait), "disallow")
        if answer.status >= 500:
            return Rules(now + ASK_AGAIN, "disallow")
        if answer.status != 200:
            return Rules(now + KEEP, "allow")
        return Rules(now + KEEP, "rules", _text(answer.body))

    def _stored(self, origin: str) -> Rules | None:
        with sql.reading(self._engine) as connection:
            row = connection.execute(sa.select(HOSTS).where(HOSTS.c.host == origin)).first()
        if row is None or row.robots_until is None or row.robots_until <= self._now():
            return None
        return Rules(row.robots_until, row.robots_status, row.robots or "")

    def _store(self, origin: str, rules: Rules) -> None:
        values = {"robots": rules.text, "robots_status": rules.verdict, "robots_until": rules.until}
        with sql.writing(self._engine) as connection:
            connection.execute(
                sql.upsert(connection, HOSTS)
                .values(host=origin, **values)
                .on_conflict_do_update(index_elements=["host"], set_=values)
            )


def _text(body: bytes) -> str:
    """The first 500 KiB (2.5), whole lines only: half a rule may forbid more than the whole one."""
    read = body if len(body) <= READ_BYTES else body[: body[:READ_BYTES].rfind(b"\n") + 1]
    return read.decode(errors="replace").replace("\0", "")
