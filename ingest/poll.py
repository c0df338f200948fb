"""One poll of one feed.

conditional GET ─▶ 304 / same body ─▶ nothing new
              └─▶ the parse ladder (in a process that can be killed) ─▶ new items, revisions ─▶ frontier
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
import xxhash

from detente import log, metrics
from detente.config import Ingest
from detente.errors import Retry
from detente.http import HttpFault, Response
from detente.pool import PoolFault
from ingest.archives import Archives
from ingest.entries import has_bad_guids, items_of, mean_gap, source_of
from ingest.formats.ladder import Climbed, Document, Known
from ingest.formats.parsed import ParsedEntry, ParsedFeed
from ingest.freshness import fresh_for
from ingest.frontier import Frontier
from ingest.lanes import Lanes
from ingest.ledger import Ledger
from ingest.manners import Manners
from ingest.outcome import Outcome, moved_to, refused, validators, values_after
from ingest.politeness import HostRests
from ingest.revisions import Sorted, sort_out
from ingest.waiting import Found, PollEnd

ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_packed = msgspec.msgpack.Encoder().encode
_unpacked = msgspec.msgpack.Decoder(Known).decode


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
        self._frontier, self._manners, self._lanes, self._config = frontier, manners, lanes, config
        self._archives, self._ledger = Archives(manners, lanes), Ledger(frontier)
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
        outcome = await self._parsed(feed, body, url, content_type, Outcome(word="pushed"))
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
        return await self._read(feed, answer)

    async def _read(self, feed: Mapping[str, Any], answer: Response) -> Outcome:
        no_feed = refused(answer, self._now())
        if no_feed is not None:
            if no_feed.retry_after is not None:
                await self._manners.hold(answer.final_url, no_feed.retry_after)
            return no_feed
        fresh = fresh_for(answer.headers, self._now())
        is_304 = answer.status == 304
        values = {
            name: answer.headers.get(header) or (feed[name] if is_304 else None)
            for name, header in (("etag", "etag"), ("last_modified", "last-modified"))
        }
        moved = moved_to(answer)
        if is_304:
            return Outcome(word="not_modified", status=304, unchanged=True, fresh_for=fresh, moved=moved, values=values)
        digest = xxhash.xxh3_128_hexdigest(answer.body)
        so_far = Outcome(
            word="polled",
            status=answer.status,
            fresh_for=fresh,
            moved=moved,
            values={**values, "body_hash": digest},
        )
        if digest == feed["body_hash"]:
            return msgspec.structs.replace(so_far, word="same_body", unchanged=True)
        return await self._parsed(feed, answer.body, answer.final_url, answer.headers.get("content-type"), so_far)

    async def _parsed(
        self, feed: Mapping[str, Any], body: bytes, url: str, content_type: str | None, so_far: Outcome
    ) -> Outcome:
        """`so_far`, with what the ladder gives of `body`."""
        known = _unpacked(feed["known"]) if feed["known"] else None
        document = Document(body, url, content_type, feed["kind"], feed["selector"])
        climbed = await self._lanes.climb(document, known, is_slow=feed["failure_kind"] == "parse")
        if isinstance(climbed, PoolFault):
            return Outcome(
                word="parser_killed", error=f"the parser {climbed.reason}", failure="parse", status=so_far.status
            )
        parsed = climbed.feed
        if parsed.kind == "not_a_feed":
            return Outcome(
                word="not_a_feed", error=f"not a feed: {parsed.malformed}", failure="parse", status=so_far.status
            )
        metrics.ENTRIES_DROPPED.inc(parsed.dropped)
        metrics.PARSES.labels(climbed.rung).inc()
        now = self._now()
        values = {**so_far.values, "known": _packed(climbed.known) if climbed.known else None}
        entries = parsed.entries
        if climbed.rung == "full":
            values |= {"malformed": parsed.malformed, **_hub_of(feed, parsed)}
            if feed["gap_seconds"] is None:
                values["gap_seconds"] = mean_gap(entries, now)
            if feed["last_success"] is None:
                entries = (*entries, *await self._archives.entries(parsed))
        added, removed = _page_change(climbed, known) if parsed.kind == "page" else ([], [])
        return msgspec.structs.replace(so_far, values=values, entries=entries, added=added, removed=removed)


def _floor(feed: Mapping[str, Any], now: datetime) -> float | None:
    """While a hub pushes, polls are only a backup."""
    return 3600.0 if feed["hub_until"] is not None and feed["hub_until"] > now else None


def _hub_of(feed: Mapping[str, Any], parsed: ParsedFeed) -> dict[str, Any]:
    """Where the feed offers to be pushed (WebSub, section 4); a subscription to another hub is no longer ours."""
    hub, topic = parsed.links.get("hub"), parsed.links.get("self") or feed["moved_to"] or feed["url"]
    if hub == feed["hub"] and (hub is None or topic == feed["hub_topic"]):
        return {}
    return {"hub": hub, "hub_topic": topic if hub else None, "hub_until": None, "hub_due": None, "hub_secret": None}


def _page_change(
    climbed: Climbed, known: Known | None
) -> tuple[list[dict[str, str | None]], list[dict[str, str | None]]]:
    """Links that a watched page has more and fewer than last time."""
    if known is None:
        return [], []
    now = {entry.url or "": entry.title for entry in climbed.feed.entries}
    before = set(known.links)
    added: list[dict[str, str | None]] = [{"url": u, "title": title} for u, title in now.items() if u not in before]
    removed: list[dict[str, str | None]] = [{"url": u, "title": None} for u in known.links if u not in now]
    return added, removed
