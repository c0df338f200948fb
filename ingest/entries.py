"""From a feed's entries to items: who is who, and what is known of when. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from detente.messages import Entry, Source
from detente.urls import article_id, canonical, host_of
from ingest.formats.dates import plausible
from ingest.formats.parsed import ParsedEntry
from ingest.waiting import NewItem, Waiting

SUMMARY = 5_000
CONTENT = 200_000


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
    """One item for each entry that leads to a page; two that lead to one page are one item."""
    found: dict[str, NewItem] = {}
    for entry in entries:
        item = item_of(entry, source, now)
        if item is not None:
            found.setdefault(item.id, item)
    return list(found.values())


def item_of(entry: ParsedEntry, source: Source, now: datetime) -> NewItem | None:
    """The item of one entry; None where it has no link that could be a page's."""
    if entry.url is None:
        return None
    try:
        url = canonical(entry.url)
        return NewItem(id=article_id(url), url=url, host=host_of(url), waiting=_waiting(entry, source, now))
    except ValueError:
        return None


def _waiting(entry: ParsedEntry, source: Source, now: datetime) -> Waiting:
    return Waiting(
        source=source,
        entry=Entry(
            guid=entry.guid,
            title=entry.title,
            summary=(entry.summary or "")[:SUMMARY] or None,
            author=entry.author,
            content=(entry.content or "")[:CONTENT] or None,
        ),
        published=plausible(entry.published, now),
        updated=plausible(entry.updated, now),
        published_raw=entry.published_raw,
    )


def mean_gap(entries: Sequence[ParsedEntry], now: datetime) -> float | None:
    """The mean seconds between the entries' dates: a first guess of a feed's rhythm; None with under three dates."""
    dates = sorted(moment for each in entries if (moment := plausible(each.published, now)))
    span = (dates[-1] - dates[0]).total_seconds() if len(dates) >= 3 else 0.0
    return span / (len(dates) - 1) if span else None
