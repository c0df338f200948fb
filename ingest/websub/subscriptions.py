"""Subscriptions as the frontier's rows remember them: several pollers share them, and a restart forgets none.

`hub_mode` is what the hub was asked last, `hub_due` when to ask again, `hub_until` the end of what it granted.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from detente import sql
from detente.tables.frontier import FEEDS
from ingest.websub.rules import RENEW_AT

ASK_AGAIN = timedelta(hours=1)  # a hub that has not come back to verify by then is asked again
AT_ONCE = 50
NOTHING = {"hub_mode": None, "hub_path": None, "hub_secret": None, "hub_until": None, "hub_due": None}


class Subscription(msgspec.Struct, frozen=True):
    """What to ask which hub, and where it shall come back to: a path that nobody can guess."""

    feed: str
    mode: str  # subscribe | unsubscribe
    hub: str
    topic: str
    path: str
    secret: str


class Subscriptions:
    """On either database. Every method is one transaction; raises StoreUnavailable."""

    def __init__(self, engine: sa.Engine, token: Callable[[], str] = secrets.token_urlsafe) -> None:
        self._engine, self._token = engine, token

    def due(self, now: datetime) -> list[Subscription]:
        """What is to be asked now, and will not be again before `ASK_AGAIN`: by another poller neither."""
        wanted = sa.and_(FEEDS.c.state == "active", sa.or_(FEEDS.c.hub_due.is_(None), FEEDS.c.hub_due <= now))
        unwanted = sa.and_(
            FEEDS.c.state != "active",
            FEEDS.c.hub_until > now,
            sa.or_(FEEDS.c.hub_mode == "subscribe", FEEDS.c.hub_due <= now),
        )
        query = sa.select(FEEDS).where(FEEDS.c.hub.is_not(None), sa.or_(wanted, unwanted)).limit(AT_ONCE)
        with sql.reading(self._engine) as connection:
            if connection.execute(query.limit(1)).first() is None:
                return []
        with sql.writing(self._engine) as connection:
            rows = connection.execute(query.with_for_update(skip_locked=True)).all()
            return [self._claimed(connection, row, now) for row in rows]

    def _claimed(self, connection: sa.Connection, row: sa.Row[Any], now: datetime) -> Subscription:
        found = Subscription(
            feed=row.url,
            mode="subscribe" if row.state == "active" else "unsubscribe",
            hub=row.hub,
            topic=row.hub_topic,
            path=row.hub_path if row.hub_secret else self._token(),
            secret=row.hub_secret or self._token(),
        )
        asked = {"hub_mode": found.mode, "hub_path": found.path, "hub_secret": found.secret}
        _change(connection, row.url, asked | {"hub_due": now + ASK_AGAIN})
        return found

    def at(self, path: str) -> Mapping[str, Any] | None:
        """The feed whose subscription calls back at `path`; None where there is none."""
        with sql.reading(self._engine) as connection:
            row = connection.execute(sa.select(FEEDS).where(FEEDS.c.hub_path == path)).first()
        return None if row is None or row.hub_secret is None else dict(row._mapping)

    def granted(self, feed: str, now: datetime, seconds: float) -> None:
        """The hub has verified that we subscribe."""
        until, renewal = now + timedelta(seconds=seconds), now + timedelta(seconds=seconds * RENEW_AT)
        self._write(feed, {"hub_until": until, "hub_due": renewal})

    def refused(self, feed: str, again: datetime) -> None:
        """There is no subscription; the hub may be asked `again` then."""
        self._write(feed, {"hub_until": None, "hub_due": again})

    def later(self, feed: str, again: datetime) -> None:
        """The hub could not be asked; what it granted before still holds."""
        self._write(feed, {"hub_due": again})

    def ended(self, feed: str) -> None:
        """The hub has verified that we do not subscribe any more."""
        self._write(feed, NOTHING)

    def forget(self) -> None:
        """Without a listener nothing can be delivered: feeds are polled as if there were no hubs."""
        with sql.writing(self._engine) as connection:
            connection.execute(sa.update(FEEDS).where(FEEDS.c.hub_secret.is_not(None)).values(**NOTHING))

    def _write(self, feed: str, values: Mapping[str, Any]) -> None:
        with sql.writing(self._engine) as connection:
            _change(connection, feed, values)


def _change(connection: sa.Connection, feed: str, values: Mapping[str, Any]) -> None:
    connection.execute(sa.update(FEEDS).where(FEEDS.c.url == feed).values(**values))
