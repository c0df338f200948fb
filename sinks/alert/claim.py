"""What a destination is sent next, leased to one worker: a delivery, or all that go into one digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from detente import sql
from detente.config import Alert
from detente.tables.outbox import DELIVERIES, DESTINATIONS

LEASE = timedelta(seconds=15)
MOST_IN_A_DIGEST = 20
Claimed = dict[str, Any]


def is_due(alert: Alert, now: datetime) -> sa.ColumnElement[bool]:
    """Deliveries of the destination that wait for nothing any more; who leased one and died has lost it."""
    free = sa.or_(
        DELIVERIES.c.state == "pending",
        sa.and_(DELIVERIES.c.state == "sending", DELIVERIES.c.leased_until < now),
    )
    return sa.and_(DELIVERIES.c.destination == alert.name, free, DELIVERIES.c.due <= now)


def rests(connection: sa.Connection, alert: Alert, now: datetime) -> bool:
    """Whether nothing goes to the destination now."""
    resting = sa.or_(DESTINATIONS.c.not_before > now, DESTINATIONS.c.disabled.is_not(None))
    query = sa.select(DESTINATIONS.c.name).where(DESTINATIONS.c.name == alert.name, resting)
    return connection.execute(query).first() is not None


def claim(connection: sa.Connection, alert: Alert, now: datetime) -> list[Claimed]:
    """Lease what has been due longest; with `digest` what is told with it, the same deliveries on every attempt."""
    if alert.digest is not None:
        _alone(connection, alert)
    query = sa.select(DELIVERIES).where(is_due(alert, now)).order_by(DELIVERIES.c.due, DELIVERIES.c.id)
    query = query.with_for_update(skip_locked=True)
    first = connection.execute(query.limit(1)).first()
    if first is None:
        return []
    if alert.digest is None:
        return _lease(connection, [first], now)
    together = query.where(DELIVERIES.c.digest == first.digest) if first.digest else query.where(_uncollected())
    rows = connection.execute(together.limit(MOST_IN_A_DIGEST)).all()
    return _lease(connection, rows, now, first.digest or f"digest.{first.id}")


def _uncollected() -> sa.ColumnElement[bool]:
    return DELIVERIES.c.digest.is_(None)


def _alone(connection: sa.Connection, alert: Alert) -> None:
    """Keep other workers of the destination from taking the rest of the same digest: its row is locked."""
    statement = sql.upsert(connection, DESTINATIONS).values(name=alert.name)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"name": alert.name}))


def _lease(
    connection: sa.Connection, rows: Sequence[sa.Row[Any]], now: datetime, digest: str | None = None
) -> list[Claimed]:
    claimed = [{**row._mapping, "attempts": row.attempts + 1, "digest": digest} for row in rows]
    connection.execute(
        sa.update(DELIVERIES)
        .where(DELIVERIES.c.id.in_([row.id for row in rows]))
        .values(state="sending", leased_until=now + LEASE, attempts=DELIVERIES.c.attempts + 1, digest=digest)
    )
    return claimed
