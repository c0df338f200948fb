"""A delivery enters the outbox once: its id says what it tells whom, so that handling a record twice adds nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from detente import sql
from detente.tables.outbox import DELIVERIES, DESTINATIONS
from sinks.alert.rules import Type


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be told, to whom, and not before when."""

    id: str
    destination: str
    story: str
    article: str
    type: Type
    due: datetime
    payload: dict[str, Any]


def queue(connection: sa.Connection, delivery: Delivery, now: datetime) -> bool:
    """Take it in; False where it was in already. For a disabled destination it has come to its end at once."""
    disabled = connection.execute(
        sa.select(DESTINATIONS.c.reason).where(
            DESTINATIONS.c.name == delivery.destination, DESTINATIONS.c.disabled.is_not(None)
        )
    ).first()
    row = {
        **msgspec.structs.asdict(delivery),
        "state": "dropped" if disabled else "pending",
        "reason": f"the destination is disabled: {disabled.reason}" if disabled else None,
        "created": now,
    }
    statement = sql.upsert(connection, DELIVERIES).values(**row).on_conflict_do_nothing(index_elements=["id"])
    return connection.execute(statement.returning(DELIVERIES.c.id)).first() is not None
