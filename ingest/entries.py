"""From a feed's entries to items: which entry is which article, and what is known of when. Pure.

An entry's article is named by its link. Its guid tells that it is the same one when its link changes, as long as the
feed's guids deserve that: one that stands on several entries, or comes back on another article, does not.
"""

from __future__ import annotations

from base64 import b32encode
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
import xxhash

from detente.messages import Entry, Source
from detente.urls import article_id, canonical, host_of, server_of
from ingest.formats.dates import plausible
from ingest.formats.parsed import ParsedEntry
from ingest.waiting import NewItem, Waiting

LONGEST_URL = 2048  # of a page, as sitemaps have it (sitemaps.org): longer ones are no addresses but a trap
LONGEST_HOST = 253  # RFC 1035, 2.3.4
SHORT = 1_000  # characters of what is one line: title, author, guid, date
SUMMARY = 5_000
CONTENT = 200_000
BAD_GUIDS = 0.05  # of a feed's entries: from there on its links name them


def source_of(feed: Mapping[str, Any]) -> Source:
    """What a page says of where it comes from, of a row of the frontier."""
    return Source(
        feed=feed["url"],
        name=feed["name"],
        group=feed["group_name"],
        language=feed["language"],
        side=feed["side"],
        family=feed["family"],
        tier=feed["tier"],
        kind=feed["kind"],
    )


def items_of(entries: Sequence[ParsedEntry], source: Source, now: datetime) -> list[NewItem]:
    """One item for each entry; two that lead to one page are one. A guid that several entries have names none."""
    shared = shared_guids(entries)
    found: dict[str, NewItem] = {}
    for entry in entries:
        guid = None if entry.guid in shared else entry.guid
        item = item_of(entry, source, now, guid=guid)
        if item is not None:
            found.setdefault(item.id, item)
    return list(found.values())


def shared_guids(entries: Sequence[ParsedEntry]) -> set[str | None]:
    """Guids that stand on entries with different links, or, where they have none, different words."""
    links: dict[str, set[str | bytes]] = defaultdict(set)
    for entry in entries:
        if entry.guid:
            links[entry.guid].add(entry.url or _words(entry))
    return {guid for guid, found in links.items() if len(found) > 1}


def has_bad_guids(entries: Sequence[ParsedEntry], reused: int) -> bool:
    """Whether over 5 % of the entries have a guid that is shared, or (`reused`) was another article's."""
    counts = Counter(entry.guid for entry in entries)
    bad = sum(counts[guid] for guid in shared_guids(entries)) + reused
    return bad > 1 and bad > BAD_GUIDS * len(entries)


def item_of(entry: ParsedEntry, source: Source, now: datetime, *, guid: str | None = None) -> NewItem | None:
    """The item of one entry; None where it has neither a link that could be a page's nor a text of its own."""
    entry_hash = _words(entry)
    key = _hash(source.feed, guid) if guid else None
    waiting = _waiting(entry, source, now)
    url = _page_of(entry)
    if url is not None:
        return NewItem(
            id=article_id(url), url=url, host=server_of(url), guid_key=key, entry_hash=entry_hash, waiting=waiting
        )
    if not (entry.content or entry.summary):
        return None
    name = f"{source.feed}\0{guid or entry_hash.hex()}"
    return NewItem(
        id=b32encode(xxhash.xxh3_128_digest(name.encode(errors="replace"))).decode().rstrip("=").lower()[:20],
        url=source.feed,
        host=urlsplit(source.feed).netloc,
        guid_key=key,
        entry_hash=entry_hash,
        waiting=msgspec.structs.replace(waiting, inline=True),
    )


def _page_of(entry: ParsedEntry) -> str | None:
    """The canonical address of the entry's page; None where it names none that could be."""
    try:
        url = canonical(entry.url or "")
        return url if len(url) <= LONGEST_URL and len(host_of(url)) <= LONGEST_HOST else None
    except ValueError:
        return None


def _words(entry: ParsedEntry) -> bytes:
    return _hash(entry.title, entry.summary, entry.content)


def _hash(*parts: str | None) -> bytes:
    """Eight bytes of the words, however they are spaced."""
    return xxhash.xxh3_64_digest("\0".join(" ".join((part or "").split()) for part in parts).encode(errors="replace"))


def _waiting(entry: ParsedEntry, source: Source, now: datetime) -> Waiting:
    return Waiting(
        source=source,
        entry=Entry(
            guid=_short(entry.guid),
            title=_short(" ".join((entry.title or "").split())),
            summary=(entry.summary or "")[:SUMMARY] or None,
            author=_short(entry.author),
            content=(entry.content or "")[:CONTENT] or None,
        ),
        published=plausible(entry.published, now),
        updated=plausible(entry.updated, now),
        published_raw=_short(entry.published_raw),
    )


def _short(text: str | None) -> str | None:
    return (text or "")[:SHORT] or None


def mean_gap(entries: Sequence[ParsedEntry], now: datetime) -> float | None:
    """The mean seconds between the entries' dates: a first guess of a feed's rhythm; None with under three dates."""
    dates = sorted(moment for each in entries if (moment := plausible(each.published, now)))
    span = (dates[-1] - dates[0]).total_seconds() if len(dates) >= 3 else 0.0
    return span / (len(dates) - 1) if span else None
