"""What people do to the feeds of the frontier: put in, take out, pause, resume, poll now. Each a transaction.

A poller sees it when it next looks for what is due; a poll under way ends as it would have.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from detente import sql
from detente.config import Feed
from detente.errors import DetenteError
from detente.tables.frontier import FEEDS
from ingest.addresses import key_of
from ingest.feed_rows import Row, put_feed
from ingest.groups import is_in


class Put(msgspec.Struct, frozen=True):
    """How many feeds were new, and how many were known and are now as they were given."""

    added: int
    updated: int


def rows(engine: sa.Engine, group: str | None = None) -> list[Row]:
    """The feeds that are not removed, by address; of `group` and the groups in it, where it is given."""
    query = sa.select(FEEDS).where(FEEDS.c.state != "removed").order_by(FEEDS.c.url)
    with sql.reading(engine) as connection:
        found = connection.execute(query).all()
    return [row for row in found if group is None or is_in(row.group_name, group)]


def chosen(engine: sa.Engine, url: str | None, group: str | None) -> list[Row]:
    """The feed at `url`, however it is written, or those of `group`; DetenteError where there is none."""
    found = rows(engine, group)
    if url is not None:
        key = _key(url)
        found = [row for row in found if _key(row.url) == key]
    if not found:
        raise DetenteError(f"no feed {url}" if url is not None else f"no feeds in a group {group!r}")
    return found


def put(engine: sa.Engine, feeds: Sequence[Feed], now: datetime) -> Put:
    """Make feeds known, due now; one that is there already, also under another spelling, gets these settings."""
    with sql.writing(engine) as connection:
        known = {_key(row.url): row for row in connection.execute(sa.select(FEEDS.c.url, FEEDS.c.state))}
        updated = 0
        for feed in feeds:
            there = known.get(_key(feed.url))
            updated += there is not None and there.state != "removed"
            named = feed if there is None else msgspec.structs.replace(feed, url=there.url)
            put_feed(connection, named, now, origin="added")
    return Put(len(feeds) - updated, updated)


def remove(engine: sa.Engine, urls: Sequence[str]) -> None:
    _set(engine, urls, state="removed", leased_until=None)


def pause(engine: sa.Engine, urls: Sequence[str]) -> None:
    _set(engine, urls, state="paused")


def resume(engine: sa.Engine, urls: Sequence[str], now: datetime) -> None:
    """Poll again from now on; that it failed before, or was gone, no longer counts."""
    _set(engine, urls, state="active", due=now, failures=0, failure_weight=0.0, gone_since=None)


def poll_now(engine: sa.Engine, urls: Sequence[str], now: datetime) -> None:
    """Due at once; what a host asked for with Retry-After still holds."""
    _set(engine, urls, due=now)


def _set(engine: sa.Engine, urls: Sequence[str], **values: Any) -> None:
    with sql.writing(engine) as connection:
        for some in sql.chunks(urls):
            connection.execute(sa.update(FEEDS).where(FEEDS.c.url.in_(some)).values(**values))


def _key(url: str) -> str:
    try:
        return key_of(url)
    except ValueError:
        return url
