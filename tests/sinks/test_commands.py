"""`detente alert enable`, as an operator meets it."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from typer.testing import CliRunner

from detente import schema, sql
from detente.cli import app
from detente.cli.init import literal
from detente.tables.outbox import DELIVERIES
from sinks.alert.fate import Answer
from tests.sinks.test_outbox import Clock, Scripted, deliver, feed
from tests.sinks.writing import update


def test_a_disabled_destination_is_told_again_once_it_is_enabled(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/d.db"
    (tmp_path / "detente.toml").write_text(f"store = {literal(store)}\n")
    engine, clock, to = sql.connect(store), Clock(), Scripted(Answer(410))
    schema.upgrade(engine)
    feed(engine, update(), clock=clock)
    deliver(engine, to, clock)

    def enable(name: str) -> int:
        words = ["--config", str(tmp_path / "detente.toml"), "alert", "enable", name]
        return CliRunner().invoke(app(), words).exit_code

    assert (enable("other"), enable("desk"), enable("desk")) == (1, 0, 1)
    feed(engine, update("b", story="s2"), clock=clock)
    deliver(engine, to, clock)
    with sql.reading(engine) as connection:
        states = connection.scalars(sa.select(DELIVERIES.c.state).order_by(DELIVERIES.c.id)).all()
    assert states == ["failed", "delivered"]
    engine.dispose()
