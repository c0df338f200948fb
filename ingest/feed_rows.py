"""A feed of the configuration as a row of the frontier, and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from detente import sql
from detente.config import Feed
from detente.config.units import Duration
from detente.tables.frontier import FEEDS
from detente.urls import host_of

Row = sa.Row[Any]


def put_feed(connection: sa.Connection, feed: Feed, due: datetime, *, origin: str) -> None:
    """Make `feed` known, or its settings what they are now; what was learned of it stays."""
    put_feeds(connection, [(feed, due)], origin=origin)


def put_feeds(connection: sa.Connection, feeds: Sequence[tuple[Feed, datetime]], *, origin: str) -> None:
    """Make feeds known, those that are new due at their moments."""
    if not feeds:
        return
    rows = [{"url": feed.url, "state": "active", "due": due, **_settings(feed, origin)} for feed, due in feeds]
    insert = sql.upsert(connection, FEEDS)
    back = sa.case((FEEDS.c.state == "removed", "active"), else_=FEEDS.c.state)
    settings = {name: insert.excluded[name] for name in _settings(feeds[0][0], origin)}
    connection.execute(insert.on_conflict_do_update(index_elements=["url"], set_={**settings, "state": back}), rows)


def feed_of(row: Row) -> Feed:
    """A row as the configuration would have it."""
    return Feed(
        url=row.url,
        name=row.name,
        kind=row.kind,
        group=row.group_name,
        language=row.language,
        side=row.side,
        family=row.family,
        tier=row.tier,
        urgent=row.urgent,
        poll=None if row.fixed_poll is None else Duration(row.fixed_poll),
        selector=row.selector,
    )


def _settings(feed: Feed, origin: str) -> dict[str, Any]:
    return {
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
