"""Older entries of a feed that is new to us, from its archive documents or pages (RFC 5005), bounded."""

from __future__ import annotations

from detente import log, metrics
from detente.http import HttpFault
from detente.pool import PoolFault
from ingest.formats.ladder import Document
from ingest.formats.parsed import ParsedEntry, ParsedFeed
from ingest.lanes import Lanes
from ingest.manners import Manners
from ingest.politeness import HostRests

MOST_PAGES = 5
MOST_ENTRIES = 500


class Archives:
    """Reads them once, when a feed is subscribed to; what cannot be read ends it."""

    def __init__(self, manners: Manners, lanes: Lanes) -> None:
        self._manners, self._lanes = manners, lanes
        self._log = log.get("archives")

    async def entries(self, feed: ParsedFeed) -> list[ParsedEntry]:
        """Those of the archives of `feed`, newest archive first."""
        found: list[ParsedEntry] = []
        seen: set[str] = set()
        at: ParsedFeed | None = feed
        for _ in range(MOST_PAGES):
            url = None if at is None else at.links.get("prev-archive") or at.links.get("next")
            if url is None or url in seen or len(found) >= MOST_ENTRIES:
                break
            seen.add(url)
            at = await self._read(url)
            found += at.entries if at else ()
        metrics.ENTRIES_DROPPED.inc(max(0, len(found) - MOST_ENTRIES))
        return found[:MOST_ENTRIES]

    async def _read(self, url: str) -> ParsedFeed | None:
        try:
            answer = await self._manners.get(url)
        except (HttpFault, HostRests) as fault:
            self._log.info("archive_not_read", archive=url, reason=str(fault))
            return None
        if answer.status != 200:
            return None
        document = Document(answer.body, answer.final_url, answer.headers.get("content-type"))
        climbed = await self._lanes.climb(document, None)
        if isinstance(climbed, PoolFault) or climbed.feed.kind == "not_a_feed":
            return None
        return climbed.feed
