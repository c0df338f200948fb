"""One poll of one feed.

conditional GET ─▶ 304 / same body ─▶ nothing new
              └─▶ parse (in a process that can be killed) ─▶ new items ─▶ frontier
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
import xxhash

from detente import log, metrics
from detente.config import Ingest
from detente.http import Http, HttpFault, Response
from detente.pool import Pool, PoolFault, result_of
from detente.urls import host_of
from ingest import schedule
from ingest.entries import items_of, mean_gap, source_of
from ingest.formats.parse import parse
from ingest.formats.parsed import ParsedFeed
from ingest.freshness import fresh_for, retry_after
from ingest.frontier import Frontier
from ingest.politeness import HostGate
from ingest.waiting import NewItem

PARSE_SECONDS = 5.0
DAY = timedelta(days=1)
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a poll went. `word` is counted; `failure` is a kind of `schedule.WEIGHTS`, None for success."""

    word: str
    error: str | None = None
    failure: str | None = None
    status: int | None = None
    retry_after: float | None = None
    fresh_for: float | None = None
    values: dict[str, Any] = {}
    items: list[NewItem] = []


class Poller:
    """Polls feeds that the frontier leased to us. Raises StoreUnavailable."""

    def __init__(
        self,
        frontier: Frontier,
        http: Http,
        gate: HostGate,
        pool: Pool,
        config: Ingest,
        *,
        now: Callable[[], datetime],
        chance: Callable[[], float],
    ) -> None:
        self._frontier, self._http, self._gate, self._pool, self._config = frontier, http, gate, pool, config
        self._now, self._chance = now, chance
        self._log = log.get("poll")

    async def poll(self, feed: Mapping[str, Any]) -> int:
        """Poll `feed` (a frontier row) and write what came of it; how many items are new."""
        outcome = await self._outcome(feed)
        now = self._now()
        unknown = await asyncio.to_thread(self._frontier.unknown, [item.id for item in outcome.items])
        new = [item for item in outcome.items if item.id in unknown]
        first = feed["last_success"] is None
        values = values_after(feed, outcome, len(new), now=now, config=self._config, chance=self._chance)
        seed = first and self._config.first_poll == "seed"
        await asyncio.to_thread(self._frontier.polled, feed["url"], values, new, seed=seed, now=now)
        metrics.POLLS.labels(outcome.word).inc()
        facts = {"feed": feed["url"], "outcome": outcome.word, "new": len(new), "status": outcome.status}
        if outcome.error:
            self._log.warning("poll_failed", **facts, reason=outcome.error, next=values["poll_reason"])
        else:
            self._log.info("polled", **facts, malformed=values.get("malformed"))
        return len(new)

    async def _outcome(self, feed: Mapping[str, Any]) -> Outcome:
        headers = {"accept": ACCEPT}
        if feed["etag"]:
            headers["if-none-match"] = feed["etag"]
        if feed["last_modified"]:
            headers["if-modified-since"] = feed["last_modified"]
        try:
            async with self._gate.turn(host_of(feed["url"])):
                answer = await self._http.get(feed["url"], headers, allow_private=self._config.allow_private_addresses)
        except HttpFault as fault:
            kind = fault.kind if fault.kind in ("dns", "timeout") else "other"
            return Outcome(word="unreachable", error=fault.reason, failure=kind)
        return await self._read(feed, answer)

    async def _read(self, feed: Mapping[str, Any], answer: Response) -> Outcome:
        refused = _refused(answer, self._now())
        if refused is not None:
            if refused.retry_after is not None:
                self._gate.hold_off(host_of(feed["url"]), refused.retry_after)
            return refused
        fresh = fresh_for(answer.headers, self._now())
        values = {
            "etag": answer.headers.get("etag") or (feed["etag"] if answer.status == 304 else None),
            "last_modified": answer.headers.get("last-modified")
            or (feed["last_modified"] if answer.status == 304 else None),
        }
        if answer.status == 304:
            return Outcome(word="not_modified", status=304, fresh_for=fresh, values=values)
        digest = xxhash.xxh3_128_hexdigest(answer.body)
        if digest == feed["body_hash"]:
            return Outcome(word="same_body", status=answer.status, fresh_for=fresh, values=values)
        future = self._pool.submit(
            parse, answer.body, answer.final_url, answer.headers.get("content-type"), seconds=PARSE_SECONDS
        )
        parsed = await asyncio.to_thread(result_of, future)
        return self._judged(feed, answer, parsed, fresh, {**values, "body_hash": digest})

    def _judged(
        self,
        feed: Mapping[str, Any],
        answer: Response,
        parsed: ParsedFeed | PoolFault,
        fresh: float | None,
        values: dict[str, Any],
    ) -> Outcome:
        if isinstance(parsed, PoolFault):
            return Outcome(
                word="parser_killed", error=f"the parser {parsed.reason}", failure="parse", status=answer.status
            )
        if parsed.kind == "not_a_feed":
            return Outcome(
                word="not_a_feed", error=f"not a feed: {parsed.malformed}", failure="parse", status=answer.status
            )
        metrics.ENTRIES_DROPPED.inc(parsed.dropped)
        now = self._now()
        values |= {"malformed": parsed.malformed}
        if feed["gap_seconds"] is None:
            values["gap_seconds"] = mean_gap(parsed.entries, now)
        return Outcome(
            word="polled",
            status=answer.status,
            fresh_for=fresh,
            values=values,
            items=items_of(parsed.entries, source_of(feed), now),
        )


def _refused(answer: Response, now: datetime) -> Outcome | None:
    """The outcome of an answer that is neither a feed nor a 304."""
    status = answer.status
    if status in (200, 203, 226, 304):
        return None
    wait = retry_after(answer.headers, now) if status in (429, 503) else None
    kind = "server" if status >= 500 or status == 429 else "client"
    return Outcome(word="refused", error=f"HTTP {status}", failure=kind, status=status, retry_after=wait)


def values_after(
    feed: Mapping[str, Any],
    outcome: Outcome,
    new: int,
    *,
    now: datetime,
    config: Ingest,
    chance: Callable[[], float],
) -> dict[str, Any]:
    """The feed's row after a poll: pure but for `chance`. A failure keeps validators, hash and the last good state."""
    failed = outcome.failure is not None
    failures = feed["failures"] + 1 if failed else 0
    weight = feed["failure_weight"] + schedule.WEIGHTS[outcome.failure] if outcome.failure else 0.0
    gap = outcome.values.get("gap_seconds", feed["gap_seconds"])
    if not failed and feed["last_new_item"] is not None:
        gap = schedule.learned_gap(gap, (now - feed["last_new_item"]).total_seconds(), new)
    rhythm = schedule.Rhythm(
        poll_min=config.poll_min,
        poll_urgent=config.poll_urgent,
        poll_max=config.poll_max,
        fixed=feed["fixed_poll"],
        urgent=feed["urgent"],
        gap=gap,
        failures=failures,
        failure_weight=weight,
    )
    following = schedule.next_poll(rhythm, fresh_for=outcome.fresh_for, retry_after=outcome.retry_after, chance=chance)
    values = {
        **outcome.values,
        "polls": feed["polls"] + 1,
        "last_poll": now,
        "last_status": outcome.status,
        "last_error": outcome.error,
        "failures": failures,
        "failure_weight": weight,
        "gap_seconds": gap,
        "due": now + timedelta(seconds=following.seconds),
        "poll_reason": following.reason,
    }
    if not failed:
        values |= {"last_success": now, "gone_since": None}
    if new:
        values["last_new_item"] = now
    return values | _gone(feed, outcome, now)


def _gone(feed: Mapping[str, Any], outcome: Outcome, now: datetime) -> dict[str, Any]:
    """410 twice, a day apart: the feed is gone."""
    if outcome.status != 410:
        return {}
    if feed["gone_since"] is None:
        return {"gone_since": now}
    return {"state": "gone"} if now - feed["gone_since"] >= DAY else {}
