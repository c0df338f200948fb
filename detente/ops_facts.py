"""Gathers from bus and database what the rules of `health` and `lag` judge."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from detente import lag, sql
from detente.bus import Bus
from detente.health import DeliveryHealth, FeedHealth, Health, StageHealth, is_silent, iso, judge
from detente.tables.ops import PROGRESS, STAGE_STATUS
from detente.tables.outbox import DELIVERIES, DESTINATIONS
from detente.topology import STAGES, TOPICS, Stage

SEEN_SECONDS = 30.0


def read_lag(bus: Bus, engine: sa.Engine, bus_name: str, now: float, stages: Sequence[Stage] = STAGES) -> lag.Lag:
    """The lag of every group of `stages`. Raises BusUnavailable, StoreUnavailable."""
    facts = [each for stage in stages if stage.reads for each in bus.facts(stage.group, stage.reads)]
    with sql.reading(engine) as connection:
        moved = {
            (row.group_name, row.topic, row.partition): lag.Progress(moved=row.moved.timestamp(), highest=row.highest)
            for row in connection.execute(sa.select(PROGRESS))
        }
        loops = {
            f"detente.{row.stage}": now - row.latest
            for row in connection.execute(
                sa.select(
                    STAGE_STATUS.c.stage,
                    sa.func.max(sa.type_coerce(STAGE_STATUS.c.last_loop, sa.Double)).label("latest"),
                )
                .where(STAGE_STATUS.c.state == "running")
                .group_by(STAGE_STATUS.c.stage)
            )
            if row.latest is not None
        }
    keeps = {topic.name: topic.keep.total_seconds() for topic in TOPICS}
    return lag.report(facts, moved, loops, keeps, bus=bus_name, now=now)


def read_health(bus: Bus, engine: sa.Engine, now: float | None = None, stages: Sequence[Stage] = STAGES) -> Health:
    """The health of the whole as the daemons reported it. Raises BusUnavailable, StoreUnavailable."""
    now = time.time() if now is None else now
    with sql.reading(engine) as connection:
        found = _stages(connection, stages, now)
        feeds = _feeds(connection, now)
        deliveries = _deliveries(connection, now)
    dead = {stage.name: sum(end - begin for _, begin, end in bus.partitions(stage.dead)) for stage in stages}
    return judge(found, feeds, dead, deliveries)


def _stages(connection: sa.Connection, stages: Sequence[Stage], now: float) -> list[StageHealth]:
    rows = list(connection.execute(sa.select(STAGE_STATUS).order_by(STAGE_STATUS.c.seen.desc())))
    found: list[StageHealth] = []
    for stage in stages:
        mine = [row for row in rows if row.stage == stage.name]
        living = [row for row in mine if row.state != "stopped" and now - row.seen.timestamp() < SEEN_SECONDS]
        found += [_stage_health(stage.name, row, row.state) for row in living]
        if not living:
            found.append(_stage_health(stage.name, mine[0] if mine else None, "stopped"))
    return found


def _stage_health(name: str, row: sa.Row[tuple[object, ...]] | None, state: str) -> StageHealth:
    if row is None:
        return StageHealth(name=name, state="stopped", pid=None, last_loop=None)
    last_loop: datetime | None = row.last_loop
    return StageHealth(
        name=name,
        state="restarting" if state == "restarting" else "running" if state == "running" else "stopped",
        pid=row.pid,
        last_loop=iso(last_loop.timestamp() if last_loop else None),
        restarts=row.restarts,
        last_error=row.last_error,
        uses=row.uses,
    )


def _feeds(connection: sa.Connection, now: float) -> FeedHealth:
    from detente.tables.frontier import FEEDS

    columns = FEEDS.c.failures, FEEDS.c.gap_seconds, FEEDS.c.last_new_item
    rows = connection.execute(sa.select(*columns).where(FEEDS.c.state == "active")).all()
    failing = sum(row.failures > 0 for row in rows)
    silent = sum(
        is_silent(row.gap_seconds, row.last_new_item.timestamp() if row.last_new_item else None, now) for row in rows
    )
    return FeedHealth(total=len(rows), up=len(rows) - failing, failing=failing, silent=silent)


def _deliveries(connection: sa.Connection, now: float) -> DeliveryHealth:
    waiting = DELIVERIES.c.state.in_(("pending", "sending"))
    count, oldest = connection.execute(
        sa.select(sa.func.count(), sa.func.min(sa.type_coerce(DELIVERIES.c.created, sa.Double))).where(waiting)
    ).one()
    yesterday = datetime.fromtimestamp(now, UTC) - timedelta(days=1)
    failed = sa.select(sa.func.count()).where(DELIVERIES.c.state == "failed", DELIVERIES.c.ended > yesterday)
    disabled = sa.select(DESTINATIONS.c.name).where(DESTINATIONS.c.disabled.is_not(None)).order_by(DESTINATIONS.c.name)
    return DeliveryHealth(
        pending=count,
        oldest_pending_seconds=None if oldest is None else round(now - oldest, 1),
        failed=connection.scalar(failed) or 0,
        disabled=list(connection.scalars(disabled)),
    )
