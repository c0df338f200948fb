"""Looks once more, some hours later, at the pages that desks were told of: is what was told still there?

A feed says nothing of an article that it drops. Only what was told is looked at, once, so it costs a site next to
nothing; whatever comes of it but 404 or 410 changes nothing (edits are the feed's to show).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from detente import sql
from detente.messages import Entry
from detente.tables.frontier import FEEDS, ITEMS
from detente.tables.outbox import DELIVERIES
from detente.tables.rechecks import RECHECKS
from detente.tables.store import VERDICTS
from ingest.entries import source_of
from ingest.fetch import GONE, Again, Fate, Fetched, Still
from ingest.waiting import DueItem, Waiting, pack

AFTER = timedelta(hours=6)
WITHIN = timedelta(days=1)
AT_ONCE = 50


def make_due(engine: sa.Engine, now: datetime) -> int:
    """Pages that were told between a day and six hours ago are due for their one look; how many. Raises
    StoreUnavailable.
    """
    with sql.reading(engine) as connection:
        rows: list[Mapping[str, Any]] = [dict(row._mapping) for row in connection.execute(_told(now))]
    if not rows:
        return 0
    with sql.writing(engine) as connection:
        return sum(_look_again(connection, row, now) for row in rows)


def _told(now: datetime) -> sa.Select[Any]:
    told = sa.select(DELIVERIES.c.article).where(
        DELIVERIES.c.state == "delivered", DELIVERIES.c.ended.between(now - WITHIN, now - AFTER)
    )
    looked = sa.select(RECHECKS.c.article)
    return (
        sa.select(ITEMS.c.id, ITEMS.c.revision, VERDICTS.c.title, VERDICTS.c.published, *FEEDS.c)
        .join(FEEDS, FEEDS.c.url == ITEMS.c.feed)
        .join(VERDICTS, VERDICTS.c.id == ITEMS.c.id)
        .where(
            ITEMS.c.id.in_(told),
            ITEMS.c.id.not_in(looked),
            ITEMS.c.state == "published",
            ITEMS.c.ended <= now - AFTER,
            ITEMS.c.url != ITEMS.c.feed,  # an entry without a page has none that could go
        )
        .limit(AT_ONCE)
    )


def _look_again(connection: sa.Connection, row: Mapping[str, Any], now: datetime) -> bool:
    """Make an item due as the revision that it would be if it is gone; False where another poller was quicker."""
    looked = sql.upsert(connection, RECHECKS).values(article=row["id"], at=now)
    looked = looked.on_conflict_do_nothing(index_elements=["article"])
    if connection.execute(looked.returning(RECHECKS.c.article)).first() is None:
        return False
    waiting = Waiting(
        source=source_of(row),
        entry=Entry(title=row["title"]),
        published=row["published"],
        updated=None,
        published_raw=None,
        told=True,
    )
    connection.execute(
        sa.update(ITEMS)
        .where(ITEMS.c.id == row["id"], ITEMS.c.state == "published", ITEMS.c.revision == row["revision"])
        .values(
            state="due",
            due=now,
            attempts=0,
            revision=row["revision"] + 1,
            reason="told: is it still there?",
            entry=pack(waiting),
        )
    )
    return True


def seen_again(item: DueItem, fate: Fate) -> Fate:
    """What a look at a page that was told means: it is gone, it is to be looked at later, or nothing changes."""
    if not item.waiting.told:
        return fate
    gone = isinstance(fate, Fetched) and fate.page.status in GONE
    later = isinstance(fate, Again) and not fate.counts
    return fate if gone or later else Still()
