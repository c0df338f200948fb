"""One poll of one feed.

conditional GET ─▶ 304 / same body ─▶ nothing new
              └─▶ the parse ladder (in a process that can be killed) ─▶ new items, revisions ─▶ frontier
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from detente import log, metrics
from detente.config import Ingest
from detente.errors import Retry
from detente.http import HttpFault
from ingest.archives import Archives
from ingest.entries import has_bad_guids, items_of, source_of
from ingest.formats.parsed import ParsedEntry
from ingest.frontier import Frontier
from ingest.lanes import Lanes
from ingest.ledger import Ledger
from ingest.manners import Manners
from ingest.outcome import Outcome, validators, values_after
from ingest.politeness import HostRests
from ingest.reading import Reader
from ingest.revisions import Sorted, sort_out
from ingest.waiting import Found, PollEnd

ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


class Poller:
    """Polls feeds that the frontier leased to us. Raises StoreUnavailable."""

    def __init__(
        self,
        frontier: Frontier,
        manners: Manners,
        lanes: Lanes,
        config: Ingest,
        *,
        now: Callable[[], datetime],
        chance: Callable[[], float],
    ) -> None:
        self._frontier, self._manners, self._config = frontier, manners, config
        self._reader, self._ledger = Reader(lanes, Archives(manners, lanes), now), Ledger(frontier)
        self._now, self._chance = now, chance
        self._log = log.get("poll")

    async def poll(self, feed: Mapping[str, Any]) -> int:
        """Poll `feed` (a frontier row) and write what came of it; how many items are new.

        A bug that one feed brings to light is a failure of that feed.
        """
        try:
            return await self._write(feed, await self._outcome(feed))
        except Retry:
            raise
        except HostRests as rests:
            await self._postpone(feed, rests)
            return 0
        except Exception as bug:  # noqa: BLE001 - this is ingest's loop
            self._log.exception("poll_bug", feed=feed["url"])
            return await self._write(feed, Outcome(word="bug", error=f"{type(bug).__name__}: {bug}", failure="other"))

    async def delivered(self, feed: Mapping[str, Any], body: bytes, content_type: str | None) -> int:
        """Take a body that a WebSub hub sent for `feed`; its backup polls go on as they are due."""
        url = feed["moved_to"] or feed["url"]
        outcome = await self._reader.parsed(feed, body, url, content_type, Outcome(word="pushed"))
        metrics.POLLS.labels(outcome.word).inc()
        if outcome.failure is not None:
            self._log.warning("push_not_read", feed=feed["url"], reason=outcome.error)
            return 0
        now = self._now()
        found = await self._sorted(feed, outcome.entries, now)
        # a hub sends a part of the feed: what is known of the whole stays as the last poll left it
        values = {"last_new_item": now} if found.new else {}
        what = Found(new=found.new, revised=found.revised)
        await self._ledger.write(PollEnd(url=feed["url"], values=values, found=what, seed=False, now=now))
        self._log.info("pushed", feed=feed["url"], new=len(found.new), revised=len(found.revised))
        return len(found.new)

    async def _postpone(self, feed: Mapping[str, Any], rests: HostRests) -> None:
        """The feed was not asked, so that it has neither failed nor succeeded."""
        metrics.POLLS.labels("postponed").inc()
        self._log.info("poll_postponed", feed=feed["url"], reason=str(rests))
        now = self._now()
        values = {"leased_until": None, "due": now + timedelta(seconds=rests.seconds), "poll_reason": str(rests)}
        await self._ledger.write(PollEnd(url=feed["url"], values=values, found=Found(), seed=False, now=now))

    async def _write(self, feed: Mapping[str, Any], outcome: Outcome) -> int:
        now = self._now()
        found = await self._sorted(feed, outcome.entries, now)
        by_link = feed["by_link"] or has_bad_guids(outcome.entries, found.reused)
        values = values_after(
            feed, outcome, len(found.new), now=now, config=self._config, chance=self._chance, floor=_floor(feed, now)
        )
        seed = feed["last_success"] is None and self._config.first_poll == "seed"
        what = Found(new=found.new, revised=found.revised, added=outcome.added, removed=outcome.removed)
        await self._ledger.write(
            PollEnd(url=feed["url"], values=values | {"by_link": by_link}, found=what, seed=seed, now=now)
        )
        self._report(feed, outcome, found, values)
        return len(found.new)

    async def _sorted(self, feed: Mapping[str, Any], entries: Sequence[ParsedEntry], now: datetime) -> Sorted:
        items = items_of(entries, source_of(feed), now)
        if not items:
            return Sorted([], [])
        by_id, by_guid = await asyncio.to_thread(self._frontier.known, items)
        return sort_out(items, feed["url"], by_id, by_guid, by_link=feed["by_link"])

    def _report(self, feed: Mapping[str, Any], outcome: Outcome, found: Sorted, values: Mapping[str, Any]) -> None:
        metrics.POLLS.labels(outcome.word).inc()
        metrics.ENTRIES_MUTED.inc(found.muted)
        facts = {"feed": feed["url"], "outcome": outcome.word, "new": len(found.new), "status": outcome.status}
        if found.revised:
            facts["revised"] = len(found.revised)
        if outcome.error:
            self._log.warning("poll_failed", **facts, reason=outcome.error, next=values["poll_reason"])
        else:
            self._log.info("polled", **facts, malformed=values.get("malformed"))
        if values.get("state") == "gone":
            self._log.warning("feed_gone", feed=feed["url"], reason="410 twice, a day apart: it is not polled any more")
        if values.get("moved_to"):
            self._log.warning("feed_moved", feed=feed["url"], to=values["moved_to"])

    async def _outcome(self, feed: Mapping[str, Any]) -> Outcome:
        url = feed["moved_to"] or feed["url"]
        try:
            answer = await self._manners.get(url, {"accept": ACCEPT, **validators(feed, self._now())})
        except HttpFault as fault:
            kind = fault.kind if fault.kind in ("dns", "timeout") else "other"
            return Outcome(word="unreachable", error=fault.reason, failure=kind)
        outcome = await self._reader.answer(feed, answer)
        if outcome.retry_after is not None:
            await self._manners.hold(answer.final_url, outcome.retry_after)
        return outcome


def _floor(feed: Mapping[str, Any], now: datetime) -> float | None:
    """While a hub pushes, polls are only a backup."""
    return 3600.0 if feed["hub_until"] is not None and feed["hub_until"] > now else None
