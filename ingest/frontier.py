"""The frontier's deeds: what is due is leased to one poller, what was found is written in one transaction.

New items and their feed's validators become durable together (docs/decisions/0003): after a crash either the poll is
made again or its items are due. An item is marked published only after the bus acknowledged its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from detente import sql
from detente.config import Feed
from detente.tables.frontier import FEEDS, ITEMS
from detente.urls import host_of
from ingest.waiting import DueItem, NewItem, pack, unpack

LEASE = timedelta(seconds=20)
PER_HOST = 8
CHUNK = 500


class Frontier:
    """On either database. Every method is one transaction; raises StoreUnavailable."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def sync(self, feeds: Sequence[Feed], now: datetime, spread: timedelta) -> None:
        """Make the configured feeds known: new ones due within `spread` (in turn), those gone from the file removed."""
        step = spread / max(1, len(feeds))
        with sql.writing(self._engine) as connection:
            for n, feed in enumerate(feeds):
                put_feed(connection, feed, now + n * step, origin="config")
            gone = FEEDS.c.url.not_in([feed.url for feed in feeds])
            connection.execute(
                sa.update(FEEDS).where(FEEDS.c.origin == "config", gone).values(state="removed", leased_until=None)
            )

    def due_feeds(self, now: datetime, limit: int) -> list[Mapping[str, Any]]:
        """Lease up to `limit` feeds whose poll is due, the longest waiting first."""
        free = sa.or_(FEEDS.c.leased_until.is_(None), FEEDS.c.leased_until < now)
        due = sa.and_(FEEDS.c.state == "active", FEEDS.c.due <= now, free)
        with sql.reading(self._engine) as connection:
            if connection.execute(sa.select(FEEDS.c.url).where(due).limit(1)).first() is None:
                return []
        with sql.writing(self._engine) as connection:
            query = sa.select(FEEDS).where(due).order_by(FEEDS.c.due).limit(limit).with_for_update(skip_locked=True)
            rows: list[Mapping[str, Any]] = [dict(row._mapping) for row in connection.execute(query)]
            _lease(connection, FEEDS, FEEDS.c.url, [row["url"] for row in rows], now)
            return rows

    def due_items(self, now: datetime, limit: int) -> list[DueItem]:
        """Lease up to `limit` items whose fetch is due.

        At most `PER_HOST` of a host so that none crowds out the others.
        """
        free = sa.or_(ITEMS.c.leased_until.is_(None), ITEMS.c.leased_until < now)
        due = sa.and_(ITEMS.c.state == "due", ITEMS.c.due <= now, free)
        with sql.reading(self._engine) as connection:
            place = sa.func.row_number().over(partition_by=ITEMS.c.host, order_by=(ITEMS.c.due, ITEMS.c.id))
            ranked = sa.select(ITEMS.c.id, place.label("place")).where(due).subquery()
            ids = list(
                connection.scalars(
                    sa.select(ranked.c.id).where(ranked.c.place <= PER_HOST).order_by(ranked.c.place).limit(limit)
                )
            )
        if not ids:
            return []
        with sql.writing(self._engine) as connection:
            query = sa.select(ITEMS).where(ITEMS.c.id.in_(ids), due).with_for_update(skip_locked=True)
            rows = connection.execute(query).all()
            _lease(connection, ITEMS, ITEMS.c.id, [row.id for row in rows], now)
        return [
            DueItem(
                id=row.id,
                url=row.url,
                host=row.host,
                attempts=row.attempts,
                seed=row.seed,
                revision=row.revision,
                first_seen=row.first_seen,
                waiting=unpack(row.entry),
            )
            for row in rows
        ]

    def renew(self, feeds: Sequence[str], items: Sequence[str], now: datetime) -> None:
        """Keep the leases of what is under way."""
        with sql.writing(self._engine) as connection:
            _lease(connection, FEEDS, FEEDS.c.url, feeds, now)
            _lease(connection, ITEMS, ITEMS.c.id, items, now)

    def release(self, feeds: Sequence[str], items: Sequence[str]) -> None:
        """Give back what was leased and not done."""
        with sql.writing(self._engine) as connection:
            _lease(connection, FEEDS, FEEDS.c.url, feeds, None)
            _lease(connection, ITEMS, ITEMS.c.id, items, None)

    def unknown(self, ids: Sequence[str]) -> set[str]:
        """Those of `ids` that no item has."""
        known: set[str] = set()
        with sql.reading(self._engine) as connection:
            for at in range(0, len(ids), CHUNK):
                known |= set(connection.scalars(sa.select(ITEMS.c.id).where(ITEMS.c.id.in_(ids[at : at + CHUNK]))))
        return set(ids) - known

    def polled(
        self, url: str, values: Mapping[str, Any], items: Sequence[NewItem], *, seed: bool, now: datetime
    ) -> None:
        """The end of a poll: the feed's new state and its new items, in one transaction."""
        rows = [
            {
                "id": item.id,
                "url": item.url,
                "feed": url,
                "host": item.host,
                "state": "due",
                "due": now,
                "seed": seed,
                "first_seen": now,
                "entry": pack(item.waiting),
            }
            for item in items
        ]
        with sql.writing(self._engine) as connection:
            for at in range(0, len(rows), CHUNK):
                connection.execute(
                    sql.upsert(connection, ITEMS).on_conflict_do_nothing(index_elements=["id"]), rows[at : at + CHUNK]
                )
            connection.execute(sa.update(FEEDS).where(FEEDS.c.url == url).values(leased_until=None, **values))

    def ended(self, ends: Iterable[Mapping[str, Any]]) -> None:
        """Items that ended or go on later; each mapping has the item's id as `item` and new values of its row."""
        with sql.writing(self._engine) as connection:
            for end in ends:
                values = {key: value for key, value in end.items() if key != "item"}
                connection.execute(
                    sa.update(ITEMS).where(ITEMS.c.id == end["item"]).values(leased_until=None, **values)
                )

    def waiting(self) -> bool:
        """Whether an item waits for a fetch that is due or leased."""
        with sql.reading(self._engine) as connection:
            return connection.execute(sa.select(ITEMS.c.id).where(ITEMS.c.state == "due").limit(1)).first() is not None


def put_feed(connection: sa.Connection, feed: Feed, due: datetime, *, origin: str) -> None:
    """Make `feed` known, or its settings what they are now; what was learned of it stays."""
    settings = {
        "name": feed.name or host_of(feed.url),
        "kind": feed.kind,
        "group_name": feed.group,
        "language": feed.language,
        "side": feed.side,
        "family": feed.family,
        "tier": feed.tier,
        "urgent": feed.urgent,
        "fixed_poll": feed.poll,
        "selector": feed.selector,
        "origin": origin,
    }
    back = sa.case((FEEDS.c.state == "removed", "active"), else_=FEEDS.c.state)
    connection.execute(
        sql.upsert(connection, FEEDS)
        .values(url=feed.url, state="active", due=due, **settings)
        .on_conflict_do_update(index_elements=["url"], set_={**settings, "state": back})
    )


def _lease(
    connection: sa.Connection, table: sa.Table, key: sa.Column[str], keys: Sequence[str], now: datetime | None
) -> None:
    until = None if now is None else now + LEASE
    for at in range(0, len(keys), CHUNK):
        connection.execute(sa.update(table).where(key.in_(keys[at : at + CHUNK])).values(leased_until=until))
