"""Delivers what the outbox holds: one worker a destination, so that a slow one keeps no other waiting, and never the
bus.

pending ─▶ sending ─▶ delivered | failed | pending again
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from detente import log, metrics, sql
from detente.config import Alert
from detente.errors import StoreUnavailable
from detente.stop import Stop
from detente.tables.outbox import DELIVERIES, DESTINATIONS
from sinks.alert.claim import Claimed, claim, is_due, rests
from sinks.alert.fate import Again, Delivered, Failed, Fate, circuit, fate
from sinks.alert.notify import Notifier
from sinks.alert.notify.notifier import Message
from sinks.alert.payload import collected, stamped
from sinks.alert.rules import DIGEST

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
        """One message, if one is due; whether there was. Raises StoreUnavailable."""
        rows = await asyncio.to_thread(self._claim)
        if not rows:
            return False
        now = self._now()
        self._next = now + timedelta(seconds=1 / self._alert.rate)
        told = [stamped(row["payload"], now) for row in rows]
        answer = await self._notifier.send(self._message(rows, told, now))
        end = fate(answer, rows[0]["attempts"], self._chance)
        await asyncio.to_thread(self._record, rows, told, end)
        return True

    def _message(self, rows: Sequence[Claimed], told: Sequence[dict[str, Any]], now: datetime) -> Message:
        first = rows[0]
        if first["digest"] is None:
            return Message(
                id=first["id"], type=first["type"], story=first["story"], created=first["created"], data=told[0]
            )
        data = collected([(row["type"], each) for row, each in zip(rows, told, strict=True)], now)
        return Message(id=first["digest"], type=DIGEST, story=self._alert.name, created=first["created"], data=data)

    def _claim(self) -> list[Claimed]:
        """Lease what is due, unless the destination rests or is disabled."""
        now = self._now()
        with sql.reading(self._engine) as connection:
            self._show_backlog(connection, now)
            waiting = sa.select(DELIVERIES.c.id).where(is_due(self._alert, now)).limit(1)
            if rests(connection, self._alert, now) or connection.execute(waiting).first() is None:
                return []
        with sql.writing(self._engine) as connection:
            return claim(connection, self._alert, now)

    def _show_backlog(self, connection: sa.Connection, now: datetime) -> None:
        waiting = sa.and_(DELIVERIES.c.destination == self._alert.name, DELIVERIES.c.state.in_(("pending", "sending")))
        count, oldest = connection.execute(
            sa.select(sa.func.count(), sa.func.min(sa.type_coerce(DELIVERIES.c.created, sa.Double))).where(waiting)
        ).one()
        metrics.DELIVERY_PENDING.labels(self._alert.name).set(count)
        metrics.DELIVERY_OLDEST.labels(self._alert.name).set(0 if oldest is None else now.timestamp() - oldest)

    def _record(self, rows: Sequence[Claimed], told: Sequence[dict[str, Any]], end: Fate) -> None:
        """Write the fate of an attempt, and what it means for the destination."""
        now = self._now()
        with sql.writing(self._engine) as connection:
            for row, data in zip(rows, told, strict=True):
                values = _values(end, data, now)
                connection.execute(sa.update(DELIVERIES).where(DELIVERIES.c.id == row["id"]).values(**values))
            if isinstance(end, Delivered):
                self._destination(connection, failures=0, not_before=None)
            elif isinstance(end, Again):
                self._rest(connection, end, now)
            elif end.disable:
                self._disable(connection, end, now)
        for row, data in zip(rows, told, strict=True):
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
            if row["type"] in NEWS and row["digest"] is None:
                metrics.ALERT_LATENCY.labels(self._alert.name).observe(data["latency_seconds"])
            self._log.info("told", **facts, attempts=row["attempts"], latency=data["latency_seconds"])
        elif isinstance(end, Again):
            self._log.warning("again", **facts, attempts=row["attempts"], reason=end.reason, seconds=round(end.seconds))
        else:
            self._log.error("not_delivered", **facts, reason=end.reason, disabled=end.disable)


def _values(end: Fate, data: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A delivery's row after an attempt."""
    if isinstance(end, Delivered):
        return {"state": "delivered", "ended": now, "leased_until": None, "reason": None, "payload": data}
    if isinstance(end, Again):
        due = now + timedelta(seconds=end.seconds)
        return {"state": "pending", "due": due, "leased_until": None, "reason": end.reason}
    return {"state": "failed", "ended": now, "leased_until": None, "reason": end.reason}
