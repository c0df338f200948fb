"""The quiet live summary of `detente run`: a few figures from the database and the bus, read again every second."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from detente import sql
from detente.bus import Bus
from detente.tables.frontier import FEEDS, ITEMS
from detente.tables.ops import STAGE_STATUS
from detente.tables.outbox import DELIVERIES
from detente.tables.store import VERDICTS
from detente.topology import STAGES, Stage


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What the pipeline has done so far; `unreachable` is the last error where no feed was ever reached."""

    feeds: int
    feeds_failing: int
    feeds_unpolled: int
    items: int
    items_waiting: int
    pages: int
    relevant: int
    told: int
    untold: int
    lag: int
    restarts: int
    unreachable: str | None

    @property
    def idle(self) -> bool:
        """Whether everything that is known of has come to its end."""
        return self.items > 0 and not (self.items_waiting or self.lag or self.untold)


def summarise(engine: sa.Engine, bus: Bus, stages: Sequence[Stage] = STAGES) -> Summary:
    """The figures now; `lag` is that of `stages`. Raises StoreUnavailable, BusUnavailable."""
    lag = sum(
        each.end - max(each.committed or 0, each.begin)
        for stage in stages
        if stage.reads
        for each in bus.facts(stage.group, stage.reads)
    )
    with sql.reading(engine) as connection:

        def count(table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
            return connection.scalar(sa.select(sa.func.count()).select_from(table).where(*where)) or 0

        active = FEEDS.c.state == "active"
        feeds, failing = count(FEEDS, active), count(FEEDS, active, FEEDS.c.failures > 0)
        reached = count(FEEDS, FEEDS.c.last_success.is_not(None))
        error = connection.scalar(sa.select(FEEDS.c.last_error).where(FEEDS.c.last_error.is_not(None)).limit(1))
        return Summary(
            feeds=feeds,
            feeds_failing=failing,
            feeds_unpolled=count(FEEDS, active, FEEDS.c.polls == 0),
            items=count(ITEMS),
            items_waiting=count(ITEMS, ITEMS.c.state == "due"),
            pages=count(VERDICTS),
            relevant=count(VERDICTS, VERDICTS.c.outcome == "relevant"),
            told=count(DELIVERIES, DELIVERIES.c.state == "delivered"),
            untold=count(DELIVERIES, DELIVERIES.c.state.in_(("pending", "sending"))),
            lag=lag,
            restarts=connection.scalar(sa.select(sa.func.coalesce(sa.func.sum(STAGE_STATUS.c.restarts), 0))) or 0,
            unreachable=error if feeds and failing == feeds and not reached else None,
        )
