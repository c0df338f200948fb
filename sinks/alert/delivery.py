"""Delivers what the outbox holds: one worker a destination, so that a slow one keeps no other waiting, and never the
bus.

pending ─▶ sending ─▶ delivered | failed | pending again
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from detente import log, metrics, sql
from detente.config import Alert
from detente.errors import StoreUnavailable
from detente.stop import Stop
from detente.tables.outbox import DELIVERIES, DESTINATIONS
from sinks.alert.fate import Again, Answer, Delivered, Failed, Fate, circuit, fate
from sinks.alert.notify import Notifier
from sinks.alert.notify.notifier import Message
from sinks.alert.payload import stamped

LEASE = timedelta(seconds=15)
LOOK_SECONDS = 0.2
NEWS = ("detente.story.first", "detente.story.update")  # what is told as soon as it is seen


class Worker:
    """Delivers to one destination, `alert.rate` at most, in the order in which alerts are due."""

    def __init__(
        self,
        engine: sa.Engine,
        alert: Alert,
        notifier: Notifier,
        *,
        now: Callable[[], datetime],
        chance: Callable[[], float],
    ) -> None:
        self._engine, self._alert, self._notifier = engine, alert, notifier
        self._now, self._chance = now, chance
        self._next = now()
        self._log = log.get("delivery")

    async def run(self, stop: Stop, *, once: bool = False) -> None:
        """Deliver until `stop`; with `once` until nothing is due."""
        while not stop:
            try:
                worked = self._now() >= self._next and await self.step()
            except StoreUnavailable as down:
                self._log.warning("held", destination=self._alert.name, reason=down.reason)
                worked = False
            if not worked:
                if once and self._now() >= self._next:
                    return
                await asyncio.sleep(LOOK_SECONDS)

    async def step(self) -> bool:
        """One delivery, if one is due; whether there was. Raises StoreUnavailable."""
        row = await asyncio.to_thread(self._claim)
        if row is None:
            return False
        now = self._now()
        self._next = now + timedelta(seconds=1 / self._alert.rate)
        message = Message(
            id=row["id"],
            type=row["type"],
            story=row["story"],
            created=row["created"],
            data=stamped(row["payload"], now),
        )
        answer = await self._notifier.send(message)
        end = fate(answer, row["attempts"], self._chance)
        await asyncio.to_thread(self._record, row, message.data, answer, end)
        return True

    def _claim(self) -> dict[str, Any] | None:
        """Lease the delivery that has been due longest, unless the destination rests or is disabled."""
        now = self._now()
        free = sa.or_(
            DELIVERIES.c.state == "pending",
            sa.and_(DELIVERIES.c.state == "sending", DELIVERIES.c.leased_until < now),
        )
        mine = sa.and_(DELIVERIES.c.destination == self._alert.name, free, DELIVERIES.c.due <= now)
        with sql.reading(self._engine) as connection:
            self._show_backlog(connection, now)
            rests = connection.scalar(
                sa.select(DESTINATIONS.c.name).where(
                    DESTINATIONS.c.name == self._alert.name,
                    sa.or_(DESTINATIONS.c.not_before > now, DESTINATIONS.c.disabled.is_not(None)),
                )
            )
            if rests or connection.execute(sa.select(DELIVERIES.c.id).where(mine).limit(1)).first() is None:
                return None
        with sql.writing(self._engine) as connection:
            query = sa.select(DELIVERIES).where(mine).order_by(DELIVERIES.c.due, DELIVERIES.c.id).limit(1)
            row = connection.execute(query.with_for_update(skip_locked=True)).first()
            if row is None:
                return None
            claimed = dict(row._mapping)
            claimed["attempts"] += 1
            connection.execute(
                sa.update(DELIVERIES)
                .where(DELIVERIES.c.id == row.id)
                .values(state="sending", leased_until=now + LEASE, attempts=claimed["attempts"])
            )
            return claimed

    def _show_backlog(self, connection: sa.Connection, now: datetime) -> None:
        waiting = sa.and_(DELIVERIES.c.destination == self._alert.name, DELIVERIES.c.state.in_(("pending", "sending")))
        count, oldest = connection.execute(
            sa.select(sa.func.count(), sa.func.min(sa.type_coerce(DELIVERIES.c.created, sa.Double))).where(waiting)
        ).one()
        metrics.DELIVERY_PENDING.labels(self._alert.name).set(count)
        metrics.DELIVERY_OLDEST.labels(self._alert.name).set(0 if oldest is None else now.timestamp() - oldest)

    def _record(self, row: dict[str, Any], data: dict[str, Any], answer: Answer, end: Fate) -> None:
        """Write the fate of an attempt, and what it means for the destination."""
        now = self._now()
        with sql.writing(self._engine) as connection:
            this = sa.update(DELIVERIES).where(DELIVERIES.c.id == row["id"])
            if isinstance(end, Delivered):
                connection.execute(
                    this.values(state="delivered", ended=now, leased_until=None, reason=None, payload=data)
                )
                self._destination(connection, failures=0, not_before=None)
            elif isinstance(end, Again):
                due = now + timedelta(seconds=end.seconds)
                connection.execute(this.values(state="pending", due=due, leased_until=None, reason=end.reason))
                self._rest(connection, end, now)
            else:
                connection.execute(this.values(state="failed", ended=now, leased_until=None, reason=end.reason))
                if end.disable:
                    self._disable(connection, end, now)
        self._count(row, data, end)

    def _rest(self, connection: sa.Connection, end: Again, now: datetime) -> None:
        failures = 1 + (
            connection.scalar(sa.select(DESTINATIONS.c.failures).where(DESTINATIONS.c.name == self._alert.name)) or 0
        )
        seconds = max(end.hold, circuit(failures))
        until = now + timedelta(seconds=seconds) if seconds else None
        self._destination(connection, failures=failures, not_before=until)

    def _disable(self, connection: sa.Connection, end: Failed, now: datetime) -> None:
        self._destination(connection, disabled=now, reason=end.reason)
        connection.execute(
            sa.update(DELIVERIES)
            .where(DELIVERIES.c.destination == self._alert.name, DELIVERIES.c.state == "pending")
            .values(state="dropped", ended=now, reason=f"the destination is disabled: {end.reason}")
        )

    def _destination(self, connection: sa.Connection, **values: object) -> None:
        connection.execute(
            sql.upsert(connection, DESTINATIONS)
            .values(name=self._alert.name, **values)
            .on_conflict_do_update(index_elements=["name"], set_=values)
        )

    def _count(self, row: dict[str, Any], data: dict[str, Any], end: Fate) -> None:
        outcome = "delivered" if isinstance(end, Delivered) else "again" if isinstance(end, Again) else "failed"
        metrics.DELIVERY_ATTEMPTS.labels(self._alert.name, outcome).inc()
        facts = {
            "destination": self._alert.name,
            "delivery": row["id"],
            "article": row["article"],
            "story": row["story"],
        }
        if isinstance(end, Delivered):
            if row["type"] in NEWS:
                metrics.ALERT_LATENCY.labels(self._alert.name).observe(data["latency_seconds"])
            self._log.info("told", **facts, attempts=row["attempts"], latency=data["latency_seconds"])
        elif isinstance(end, Again):
            self._log.warning("again", **facts, attempts=row["attempts"], reason=end.reason, seconds=round(end.seconds))
        else:
            self._log.error("not_delivered", **facts, reason=end.reason, disabled=end.disable)
