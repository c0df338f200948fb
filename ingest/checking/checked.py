"""What is found of one source: the object that `feeds check --json` writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from detente.http import Response
from detente.messages import Source
from ingest.checking.advice import advice_on_answer, advice_on_feed, problems_of
from ingest.checking.reading import Read
from ingest.entries import item_of
from ingest.formats.dates import plausible
from ingest.formats.parsed import Kind, ParsedEntry


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """One object of `feeds check`; `items` is empty without `--items`. `seconds` is its own time, without waiting."""

    url: str
    final_url: str | None = None
    status: int | None = None
    kind: Kind = "not_a_feed"
    ok: bool = False
    entries: int = 0
    newest: str | None = None
    seconds: float
    problems: list[str]
    advice: list[str] = []
    items: list[dict[str, Any]] = []


def failed(url: str, answer: Response | None, problem: str, seconds: float, advice: Sequence[str] = ()) -> Checked:
    """A source of which nothing could be read."""
    return Checked(
        url=url,
        final_url=answer.final_url if answer else None,
        status=answer.status if answer else None,
        seconds=round(seconds, 3),
        problems=[problem],
        advice=list(advice),
    )


def checked(url: str, answer: Response | None, read: Read, *, as_page: bool, items: bool) -> Checked:
    """A source that was read, be it a feed or not; `as_page`: its links were wanted, not a feed."""
    now, parsed = datetime.now(UTC), read.feed
    as_is = answer is None and parsed.kind != "page"  # nobody knows the address of a file
    newest = max((moment for each in parsed.entries if (moment := plausible(each.published, now))), default=None)
    return Checked(
        url=url,
        final_url=answer.final_url if answer else None,
        status=answer.status if answer else None,
        kind=parsed.kind,
        ok=parsed.kind != "not_a_feed",
        entries=len(parsed.entries) + parsed.dropped,
        newest=_iso(newest),
        seconds=round(read.seconds + (answer.seconds if answer else 0.0), 3),
        problems=problems_of(parsed),
        advice=[
            *(advice_on_answer(answer) if answer else ()),
            *advice_on_feed(read, newest, now, as_page=as_page),
        ],
        items=[_item(each, url, now, as_is=as_is) for each in parsed.entries] if items else [],
    )


def _item(entry: ParsedEntry, feed: str, now: datetime, *, as_is: bool) -> dict[str, Any]:
    """An entry; `as_is`: with its link as it stands in the document."""
    item = item_of(entry, Source(feed=feed, name=""), now, guid=entry.guid)
    return {
        "id": item.id if item else (entry.guid or entry.title or ""),
        "guid": entry.guid,
        "url": entry.link if as_is else entry.url,
        "title": entry.title,
        "published": _iso(plausible(entry.published, now)),
        "published_raw": entry.published_raw,
        "updated": _iso(plausible(entry.updated, now)),
        "summary": entry.summary,
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")
