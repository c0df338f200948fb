"""The frontier's deeds: what is due is leased to one poller, what was found is written in one transaction.

New items and their feed's validators become durable together (docs/decisions/0003): after a crash either the poll is
made again or its items are due. An item is marked published only after the bus acknowledged its page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from detente import sql
from detente.config import Feed, Ingest
from detente.tables.frontier import FEEDS, HOSTS, ITEMS
from ingest import findings
from ingest.due import chosen, free, is_due
from ingest.feed_rows import put_feeds
from ingest.revisions import KnownItem
from ingest.waiting import DueItem, NewItem, PollEnd, unpack

LEASE = timedelta(seconds=20)


class Frontier:
    """On either database. Every method is one transaction; raises StoreUnavailable."""

    def __init__(self, engine: sa.Engine, config: Ingest = Ingest(), lease: timedelta = LEASE) -> None:  # noqa: B008
        self._engine, self._config, self._lease = engine, config, lease

    def sync(self, feeds: Sequence[Feed], now: datetime, spread: timedelta) -> None:
        """Make the configured feeds known: new ones due within `spread` (in turn), those gone from the file removed."""
        step = spread / max(1, len(feeds))
        configured = {feed.url for feed in feeds}
        with sql.writing(self._engine) as connection:
            put_feeds(connection, [(feed, now + n * step) for n, feed in enumerate(feeds)], origin="config")
            known = connection.scalars(
                sa.select(FEEDS.c.url).where(FEEDS.c.origin == "config", FEEDS.c.state != "removed")
            )
            for urls in sql.chunks([url for url in known if url not in configured]):
                connection.execute(
                    sa.update(FEEDS).where(FEEDS.c.url.in_(urls)).values(state="removed", leased_until=None)
                )

    def due_feeds(self, now: datetime, limit: int, *, failing: bool = False) -> list[Mapping[str, Any]]:
        """Lease up to `limit` feeds whose poll is due, the longest waiting first: those that work, or the failing.

        The lease of a feed is also its shortest interval: whoever holds it may have asked for it when it dies.
        """
        lane = FEEDS.c.failures > 0 if failing else FEEDS.c.failures == 0
        due = sa.and_(FEEDS.c.state == "active", FEEDS.c.due <= now, free(FEEDS, now), lane)
        with sql.reading(self._engine) as connection:
            if connection.execute(sa.select(FEEDS.c.url).where(due).limit(1)).first() is None:
                return []
        shortest = sa.case((FEEDS.c.urgent, self._config.poll_urgent), else_=self._config.poll_min)
        until = (now + self._lease).timestamp() + sa.func.coalesce(FEEDS.c.fixed_poll, shortest)
        with sql.writing(self._engine) as connection:
            query = sa.select(FEEDS).where(due).order_by(FEEDS.c.due).limit(limit).with_for_update(skip_locked=True)
            rows: list[Mapping[str, Any]] = [dict(row._mapping) for row in connection.execute(query)]
            for urls in sql.chunks([row["url"] for row in rows]):
                connection.execute(sa.update(FEEDS).where(FEEDS.c.url.in_(urls)).values(leased_until=until))
            return rows

    def due_items(self, now: datetime, limit: int, busy: Mapping[str, int] | None = None) -> list[DueItem]:
        """Lease up to `limit` items whose fetch is due, the longest waiting first.

        At most `PER_HOST` of a host, with those that are under way (`busy`), so that none crowds out the others.
        """
        with sql.reading(self._engine) as connection:
            ids = chosen(connection, now, limit, Counter(busy or {}))
        if not ids:
            return []
        with sql.writing(self._engine) as connection:
            query = sa.select(ITEMS).where(ITEMS.c.id.in_(ids), is_due(now)).with_for_update(skip_locked=True)
            rows = connection.execute(query).all()
            for some in sql.chunks([row.id for row in rows]):
                until = now + self._lease
                connection.execute(sa.update(ITEMS).where(ITEMS.c.id.in_(some)).values(leased_until=until))
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
        until = now + self._lease
        with sql.writing(self._engine) as connection:
            for table, key, keys in ((FEEDS, FEEDS.c.url, feeds), (ITEMS, ITEMS.c.id, items)):
                for some in sql.chunks(keys):
                    short = sa.and_(key.in_(some), table.c.leased_until < until)
                    connection.execute(sa.update(table).where(short).values(leased_until=until))

    def release(self, items: Sequence[str]) -> None:
        """Give back items that were leased and not done. Feeds keep their lease: their hosts have been asked."""
        with sql.writing(self._engine) as connection:
            for some in sql.chunks(items):
                connection.execute(sa.update(ITEMS).where(ITEMS.c.id.in_(some)).values(leased_until=None))

    def known(self, items: Sequence[NewItem]) -> tuple[dict[str, KnownItem], dict[bytes, KnownItem]]:
        """What is known of `items`, by their ids and by their guids."""
        ids, guids = [item.id for item in items], [item.guid_key for item in items if item.guid_key is not None]
        by_id: dict[str, KnownItem] = {}
        by_guid: dict[bytes, KnownItem] = {}
        columns = [ITEMS.c[name] for name in ("id", "url", "feed", "state", "revision", "guid_key", "entry_hash")]
        with sql.reading(self._engine) as connection:
            for some in sql.chunks(ids):
                for row in connection.execute(sa.select(*columns).where(ITEMS.c.id.in_(some))):
                    by_id[row.id] = KnownItem(**row._mapping)
            for few in sql.chunks(guids):
                for row in connection.execute(sa.select(*columns).where(ITEMS.c.guid_key.in_(few))):
                    by_guid[row.guid_key] = KnownItem(**row._mapping)
        return by_id, by_guid

    def polled(self, ends: Sequence[PollEnd]) -> None:
        """The ends of polls: each feed's new state, its new items and revisions, all in one transaction."""
        with sql.writing(self._engine) as connection:
            findings.write(connection, ends)

    def hold(self, host: str, until: datetime) -> None:
        """Keep in mind, also over a restart, that `host` asked for no request before `until`."""
        with sql.writing(self._engine) as connection:
            connection.execute(
                sql.upsert(connection, HOSTS)
                .values(host=host, not_before=until)
                .on_conflict_do_update(index_elements=["host"], set_={"not_before": until})
            )

    def holds(self, now: datetime) -> dict[str, float]:
        """Seconds for which hosts asked to be left alone."""
        query = sa.select(HOSTS.c.host, HOSTS.c.not_before).where(HOSTS.c.not_before > now)
        with sql.reading(self._engine) as connection:
            return {row.host: (row.not_before - now).total_seconds() for row in connection.execute(query)}

    def ended(self, ends: Iterable[Mapping[str, Any]]) -> None:
        """Items that ended or go on later; each mapping has the item's id as `item` and new values of its row."""
        with sql.writing(self._engine) as connection:
            for end in ends:
                values = {key: value for key, value in end.items() if key != "item"}
                connection.execute(
                    sa.update(ITEMS).where(ITEMS.c.id == end["item"]).values(leased_until=None, **values)
                )
