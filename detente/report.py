"""Writes a daemon's sign of life and its groups' progress to the database, for `detente health` and `detente lag`."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from detente import log, sql
from detente.errors import StoreUnavailable
from detente.pulse import Pulse
from detente.tables.ops import PROGRESS, STAGE_STATUS

EVERY_SECONDS = 2.0
FORGET = timedelta(days=1)


@contextmanager
def reporting(engine: sa.Engine, pulse: Pulse, instance: str) -> Iterator[None]:
    """Report while the block runs, and that it stopped at the end. A database that is down is no fault of the stage."""
    done = threading.Event()

    def work() -> None:
        while True:
            last = done.is_set()
            try:
                write(engine, pulse, instance, "stopped" if last else "running", datetime.now(UTC))
            except StoreUnavailable as down:
                log.get("report").warning("not_reported", reason=down.reason)
            if last:
                return
            done.wait(EVERY_SECONDS)

    thread = threading.Thread(target=work, name="report", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(5)


def write(engine: sa.Engine, pulse: Pulse, instance: str, state: str, now: datetime) -> None:
    """One report, in one transaction; rows of instances unseen for a day are forgotten."""
    last_loop = None if pulse.last_loop is None else datetime.fromtimestamp(pulse.last_loop, UTC)
    values = {
        "pid": os.getpid(),
        "state": state,
        "seen": now,
        "last_loop": last_loop,
        "last_error": pulse.last_error,
        "uses": pulse.uses,
    }
    with sql.writing(engine) as connection:
        connection.execute(
            sql.upsert(connection, STAGE_STATUS)
            .values(stage=pulse.stage, instance=instance, restarts=0, **values)
            .on_conflict_do_update(index_elements=["stage", "instance"], set_=values)
        )
        connection.execute(
            sa.delete(STAGE_STATUS).where(STAGE_STATUS.c.stage == pulse.stage, STAGE_STATUS.c.seen < now - FORGET)
        )
        _write_progress(connection, pulse, now)


def _write_progress(connection: sa.Connection, pulse: Pulse, now: datetime) -> None:
    for (group, where), position in list(pulse.committed.items()):
        insert = sql.upsert(connection, PROGRESS).values(
            group_name=group,
            topic=where.topic,
            partition=where.partition,
            committed=position,
            highest=position,
            moved=now,
        )
        highest = sa.case(
            (PROGRESS.c.highest > insert.excluded.highest, PROGRESS.c.highest), else_=insert.excluded.highest
        )
        connection.execute(
            insert.on_conflict_do_update(
                index_elements=["group_name", "topic", "partition"],
                set_={"committed": insert.excluded.committed, "highest": highest, "moved": insert.excluded.moved},
                where=PROGRESS.c.committed != insert.excluded.committed,
            )
        )
