"""The alert stage's handler: story updates become deliveries, each once. One `first` a story and destination, ever."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from detente import sql
from detente.bus import Record
from detente.config import Alert
from detente.messages import StoryUpdate, decode
from detente.tables.outbox import DELIVERIES, DESTINATIONS, LEDGER
from detente.worker import Decision, Done, one_by_one
from sinks.alert.payload import joined, payload
from sinks.alert.rules import Tell, Told, decide


class Outbox:
    """Reads the batch; `persist` decides and writes in one transaction. Handling an update twice adds nothing."""

    def __init__(self, engine: sa.Engine, alerts: Sequence[Alert], now: Callable[[], datetime]) -> None:
        self._engine, self._alerts, self._now = engine, alerts, now
        self._updates: list[StoryUpdate] = []

    def handle(self, records: Sequence[Record]) -> Sequence[Decision]:
        self.restart()
        return one_by_one(self._handle, records)

    def _handle(self, record: Record) -> Done:
        self._updates.append(decode(StoryUpdate, record.value))
        return Done("decided")

    def persist(self) -> None:
        if not self._updates or not self._alerts:
            return
        now = self._now()
        with sql.writing(self._engine) as connection:
            for update in self._updates:
                for alert in self._alerts:
                    _settle(connection, update, alert, now)

    def restart(self) -> None:
        self._updates = []

    def close(self) -> None:
        """Nothing is held."""


def _settle(connection: sa.Connection, update: StoryUpdate, alert: Alert, now: datetime) -> None:
    """Decide one update at one destination and write what follows."""
    told = connection.execute(
        sa.select(LEDGER.c.last_told).where(LEDGER.c.destination == alert.name, LEDGER.c.story == update.story)
    ).first()
    decision = decide(update, alert, Told(told.last_told) if told else None, now)
    if isinstance(decision, Tell):
        _tell(connection, update, alert, decision, now)
    elif update.article.seed:
        _remember(connection, update, alert, "", now)
    else:
        _count(connection, update, alert)


def _tell(connection: sa.Connection, update: StoryUpdate, alert: Alert, decision: Tell, now: datetime) -> None:
    first = decision.type == "detente.story.first"
    what = update.story if first else f"{update.article.id}.{update.article.revision}"
    identity = f"{'first' if first else 'more'}.{alert.name}.{what}"
    disabled = connection.execute(
        sa.select(DESTINATIONS.c.reason).where(DESTINATIONS.c.name == alert.name, DESTINATIONS.c.disabled.is_not(None))
    ).first()
    row = {
        "id": identity,
        "destination": alert.name,
        "story": update.story,
        "article": update.article.id,
        "type": decision.type,
        "state": "dropped" if disabled else "pending",
        "reason": f"the destination is disabled: {disabled.reason}" if disabled else None,
        "created": now,
        "due": decision.due,
        "payload": payload(update),
    }
    inserted = connection.execute(
        sql.upsert(connection, DELIVERIES).values(**row).on_conflict_do_nothing(index_elements=["id"])
    )
    if inserted.rowcount:
        _remember(connection, update, alert, identity, now)


def _remember(connection: sa.Connection, update: StoryUpdate, alert: Alert, delivery: str, now: datetime) -> None:
    """Into the ledger: from now on the story is known at the destination."""
    connection.execute(
        sql.upsert(connection, LEDGER)
        .values(destination=alert.name, story=update.story, first_delivery=delivery, last_told=now)
        .on_conflict_do_update(index_elements=["destination", "story"], set_={"last_told": now})
    )


def _count(connection: sa.Connection, update: StoryUpdate, alert: Alert) -> None:
    """Raise "also reported by" of what has not been sent yet: what was sent stays what it was."""
    if update.article.canary or not update.article.judgement.relevant:
        return
    waiting = connection.execute(
        sa.select(DELIVERIES.c.id, DELIVERIES.c.payload).where(
            DELIVERIES.c.destination == alert.name,
            DELIVERIES.c.story == update.story,
            DELIVERIES.c.state == "pending",
            DELIVERIES.c.attempts == 0,
        )
    ).all()
    for row in waiting:
        data: dict[str, Any] = joined(row.payload, update)
        if data is not row.payload:
            connection.execute(sa.update(DELIVERIES).where(DELIVERIES.c.id == row.id).values(payload=data))
