"""What polls found, as rows of the frontier: items, revisions, the change of a watched page, the feed itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from detente import sql
from detente.tables.frontier import FEEDS, ITEMS, PAGE_CHANGES
from ingest.waiting import NewItem, PollEnd, pack


def write(connection: sa.Connection, ends: Sequence[PollEnd]) -> None:
    """All that `ends` leave behind; an item that is there already stays as it is."""
    new = sql.upsert(connection, ITEMS).on_conflict_do_nothing(index_elements=["id"])
    for rows in sql.chunks([_new_row(item, end) for end in ends for item in end.found.new]):
        connection.execute(new, rows)
    for end in ends:
        for item, revision in end.found.revised:
            _revise(connection, item, revision, end.now)
        _note_page_change(connection, end)
        if end.values:
            connection.execute(sa.update(FEEDS).where(FEEDS.c.url == end.url).values(**end.values))


def _new_row(item: NewItem, end: PollEnd) -> dict[str, Any]:
    return {
        "id": item.id,
        "url": item.url,
        "feed": end.url,
        "host": item.host,
        "state": "due",
        "due": end.now,
        "seed": end.seed,
        "first_seen": end.now,
        "guid_key": item.guid_key,
        "entry_hash": item.entry_hash,
        "entry": pack(item.waiting),
    }


def _revise(connection: sa.Connection, item: NewItem, revision: int, now: datetime) -> None:
    connection.execute(
        sa.update(ITEMS)
        .where(ITEMS.c.id == item.id, ITEMS.c.revision < revision)
        .values(
            state="due",
            due=now,
            attempts=0,
            revision=revision,
            url=item.url,
            host=item.host,
            entry_hash=item.entry_hash,
            entry=pack(item.waiting),
            ended=None,
        )
    )


def _note_page_change(connection: sa.Connection, end: PollEnd) -> None:
    if end.found.added or end.found.removed:
        change = {"added": end.found.added, "removed": end.found.removed}
        connection.execute(
            sql.upsert(connection, PAGE_CHANGES)
            .values(feed=end.url, at=end.now, **change)
            .on_conflict_do_update(index_elements=["feed", "at"], set_=change)
        )
