"""The alert stage's handler: story updates become deliveries, each once. One `first` a story and destination, ever.

Of verdicts only those count that say that a page is gone: who was told of it hears of that too (decision 0011).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from detente import sql
from detente.bus import Record
from detente.config import Alert
from detente.errors import Skip
from detente.messages import StoryUpdate, Verdict, decode
from detente.tables.outbox import DELIVERIES, LEDGER
from detente.topology import VERDICTS
from detente.worker import Decision, Done, one_by_one
from sinks.alert.payload import joined, payload
from sinks.alert.queue import Delivery, queue
from sinks.alert.rules import Count, Tell, Told, decide
from sinks.alert.withdrawal import is_withdrawn, remember, withdraw


class Outbox:
    """Reads the batch; `persist` decides and writes in one transaction. Handling an update twice adds nothing."""

    def __init__(self, engine: sa.Engine, alerts: Sequence[Alert], now: Callable[[], datetime]) -> None:
        self._engine, self._alerts, self._now = engine, alerts, now
        self._updates: list[StoryUpdate] = []
        self._withdrawn: list[Verdict] = []

    def handle(self, records: Sequence[Record]) -> Sequence[Decision]:
        self.restart()
        return one_by_one(self._handle, records)

    def _handle(self, record: Record) -> Done:
        if record.topic != VERDICTS.name:
            self._updates.append(decode(StoryUpdate, record.value))
            return Done("decided")
        verdict = decode(Verdict, record.value)
        if verdict.outcome != "withdrawn":
            raise Skip("the page is there")
        self._withdrawn.append(verdict)
        return Done("withdrawn")

    def persist(self) -> None:
        if not (self._updates or self._withdrawn) or not self._alerts:
            return
        now = self._now()
        with sql.writing(self._engine) as connection:
            for update in self._updates:
                gone = is_withdrawn(connection, update.article)
                for alert in self._alerts:
                    _settle(connection, update, alert, now, gone=gone)
            for verdict in self._withdrawn:
                remember(connection, verdict)
                for alert in self._alerts:
                    withdraw(connection, verdict, alert, now)

    def restart(self) -> None:
        self._updates, self._withdrawn = [], []

    def close(self) -> None:
        """Nothing is held."""


def _settle(connection: sa.Connection, update: StoryUpdate, alert: Alert, now: datetime, *, gone: bool) -> None:
    """Decide one update at one destination and write what follows."""
    told = _told(connection, update, alert)
    decision = Count("withdrawn by now") if gone else decide(update, alert, told, now)
    if isinstance(decision, Tell):
        _tell(connection, update, alert, decision, now)
    elif update.article.seed:
        _remember(connection, update, alert, "", now)
    else:
        _count(connection, update, alert)


def _told(connection: sa.Connection, update: StoryUpdate, alert: Alert) -> Told | None:
    """What the ledger and the deliveries know of the story at the destination."""
    row = connection.execute(
        sa.select(LEDGER.c.last_told).where(LEDGER.c.destination == alert.name, LEDGER.c.story == update.story)
    ).first()
    if row is None:
        return None
    deliveries = connection.execute(
        sa.select(DELIVERIES.c.article, DELIVERIES.c.state, DELIVERIES.c.attempts).where(
            DELIVERIES.c.destination == alert.name, DELIVERIES.c.story == update.story
        )
    ).all()
    waiting = {each.article for each in deliveries if each.state == "pending" and each.attempts == 0}
    sent = {each.article for each in deliveries if each.state in ("pending", "sending", "delivered")} - waiting
    return Told(row.last_told, frozenset(sent), frozenset(waiting))


def _tell(connection: sa.Connection, update: StoryUpdate, alert: Alert, decision: Tell, now: datetime) -> None:
    first = decision.type == "detente.story.first"
    what = update.story if first else f"{update.article.id}.{update.article.revision}"
    delivery = Delivery(
        id=f"{'first' if first else 'more'}.{alert.name}.{what}",
        destination=alert.name,
        story=update.story,
        article=update.article.id,
        type=decision.type,
        due=decision.due,
        payload=payload(update),
    )
    if queue(connection, delivery, now):
        _remember(connection, update, alert, delivery.id, decision.due)


def _remember(connection: sa.Connection, update: StoryUpdate, alert: Alert, delivery: str, told: datetime) -> None:
    """Into the ledger: from now on the story is known at the destination."""
    connection.execute(
        sql.upsert(connection, LEDGER)
        .values(destination=alert.name, story=update.story, first_delivery=delivery, last_told=told)
        .on_conflict_do_update(index_elements=["destination", "story"], set_={"last_told": told})
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
