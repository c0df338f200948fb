"""What an answer holds for its feed: nothing new, or what the parse ladder gives of its body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec
import xxhash

from detente import metrics
from detente.http import Response
from detente.pool import PoolFault
from ingest.archives import Archives
from ingest.entries import mean_gap
from ingest.formats.ladder import Climbed, Document, Known
from ingest.formats.parsed import ParsedFeed
from ingest.freshness import fresh_for
from ingest.lanes import Lanes
from ingest.outcome import Outcome, moved_to, refused

_packed = msgspec.msgpack.Encoder().encode
_unpacked = msgspec.msgpack.Decoder(Known).decode


class Reader:
    """Parses where a parser can be killed; the archives of a feed that is new are read with it."""

    def __init__(self, lanes: Lanes, archives: Archives, now: Callable[[], datetime]) -> None:
        self._lanes, self._archives, self._now = lanes, archives, now

    async def answer(self, feed: Mapping[str, Any], answer: Response) -> Outcome:
        """What `answer` means for `feed`, a row of the frontier."""
        no_feed = refused(feed, answer, self._now())
        if no_feed is not None:
            return no_feed
        is_304 = answer.status == 304
        so_far = Outcome(
            word="not_modified" if is_304 else "polled",
            status=answer.status,
            unchanged=is_304,
            fresh_for=fresh_for(answer.headers, self._now()),
            moved=moved_to(answer),
            values=_validators(feed, answer),
        )
        if is_304:
            return so_far
        digest = xxhash.xxh3_128_hexdigest(answer.body)
        so_far.values["body_hash"] = digest
        if digest == feed["body_hash"]:
            return msgspec.structs.replace(so_far, word="same_body", unchanged=True)
        return await self.parsed(feed, answer.body, answer.final_url, answer.headers.get("content-type"), so_far)

    async def parsed(
        self, feed: Mapping[str, Any], body: bytes, url: str, content_type: str | None, so_far: Outcome
    ) -> Outcome:
        """`so_far`, with what the ladder gives of `body`."""
        known = _unpacked(feed["known"]) if feed["known"] else None
        document = Document(body, url, content_type, feed["kind"], feed["selector"])
        climbed = await self._lanes.climb(document, known, is_slow=feed["failure_kind"] == "parse")
        if isinstance(climbed, PoolFault):
            return _unread("parser_killed", f"the parser {climbed.reason}", so_far)
        if climbed.feed.kind == "not_a_feed":
            return _unread("not_a_feed", f"not a feed: {climbed.feed.malformed}", so_far)
        metrics.ENTRIES_DROPPED.inc(climbed.feed.dropped)
        metrics.PARSES.labels(climbed.rung).inc()
        values = {**so_far.values, "known": _packed(climbed.known) if climbed.known else None}
        entries = climbed.feed.entries
        if climbed.rung == "full":
            values |= _learned(feed, climbed.feed, self._now())
            if feed["last_success"] is None:
                entries = (*entries, *await self._archives.entries(climbed.feed))
        added, removed = _page_change(climbed, known) if climbed.feed.kind == "page" else ([], [])
        return msgspec.structs.replace(so_far, values=values, entries=entries, added=added, removed=removed)


def _validators(feed: Mapping[str, Any], answer: Response) -> dict[str, Any]:
    """What to ask with next time: a 304 may bring new ones, any other answer leaves no old ones."""
    kept = feed if answer.status == 304 else {"etag": None, "last_modified": None}
    return {
        "etag": answer.headers.get("etag") or kept["etag"],
        "last_modified": answer.headers.get("last-modified") or kept["last_modified"],
    }


def _unread(word: str, error: str, so_far: Outcome) -> Outcome:
    return Outcome(word=word, error=error, failure="parse", status=so_far.status)


def _learned(feed: Mapping[str, Any], parsed: ParsedFeed, now: datetime) -> dict[str, Any]:
    """What only the whole of a feed says: whether it is well-formed, its hub, and, at first, its rhythm."""
    values = {"malformed": parsed.malformed, **_hub_of(feed, parsed)}
    return values | {"gap_seconds": mean_gap(parsed.entries, now)} if feed["gap_seconds"] is None else values


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
