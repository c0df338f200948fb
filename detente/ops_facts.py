"""Gathers from bus and database what the rules of `health` and `lag` judge."""

from __future__ import annotations

import time
from datetime import datetime

import sqlalchemy as sa

from detente import lag, sql
from detente.bus import Bus
from detente.health import DeliveryHealth, FeedHealth, Health, StageHealth, iso, judge
from detente.tables.ops import PROGRESS, STAGE_STATUS
from detente.tables.outbox import DELIVERIES
from detente.topology import STAGES, TOPICS

SEEN_SECONDS = 30.0


def read_lag(bus: Bus, engine: sa.Engine, bus_name: str, now: float) -> lag.Lag:
    """The lag of every group of the topology. Raises BusUnavailable, StoreUnavailable."""
    facts = [each for stage in STAGES if stage.reads for each in bus.facts(stage.group, stage.reads)]
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


def read_health(bus: Bus, engine: sa.Engine, now: float | None = None) -> Health:
    """The health of the whole as the daemons reported it. Raises BusUnavailable, StoreUnavailable."""
    now = time.time() if now is None else now
    with sql.reading(engine) as connection:
        stages = _stages(connection, now)
        feeds = _feeds(connection)
        deliveries = _deliveries(connection, now)
    dead = {stage.name: sum(end - begin for _, begin, end in bus.partitions(stage.dead)) for stage in STAGES}
    return judge(stages, feeds, dead, deliveries)


def _stages(connection: sa.Connection, now: float) -> list[StageHealth]:
    rows = list(connection.execute(sa.select(STAGE_STATUS).order_by(STAGE_STATUS.c.seen.desc())))
    found: list[StageHealth] = []
    for stage in STAGES:
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


def _feeds(connection: sa.Connection) -> FeedHealth:
    from detente.tables.frontier import FEEDS

    active = FEEDS.c.state != "removed"
    total = connection.scalar(sa.select(sa.func.count()).select_from(FEEDS).where(active)) or 0
    failing = connection.scalar(sa.select(sa.func.count()).select_from(FEEDS).where(active, FEEDS.c.failures > 0)) or 0
    return FeedHealth(total=total, up=total - failing, failing=failing)


def _deliveries(connection: sa.Connection, now: float) -> DeliveryHealth:
    waiting = DELIVERIES.c.state.in_(("pending", "sending"))
    count, oldest = connection.execute(
        sa.select(sa.func.count(), sa.func.min(sa.type_coerce(DELIVERIES.c.created, sa.Double))).where(waiting)
    ).one()
    return DeliveryHealth(pending=count, oldest_pending_seconds=None if oldest is None else round(now - oldest, 1))
