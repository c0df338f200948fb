"""What a command gets as `ctx.obj`: the configuration, the database and the bus, each opened when first asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import sqlalchemy as sa
import typer

from detente import schema, sql
from detente.bus import Bus
from detente.config import Config, find, load


@dataclass
class State:
    """`path` is what `--config` gave; what cannot be opened is a UsageError or DetenteError of one line."""

    path: Path | None = None
    debug: bool = False
    _opened: list[Bus] = field(default_factory=list)

    @cached_property
    def file(self) -> Path | None:
        """The configuration file in use; None where the defaults alone are."""
        return find(self.path)

    @cached_property
    def config(self) -> Config:
        return load(self.file)

    @cached_property
    def database(self) -> sa.Engine:
        """The database as configured, whatever its schema is."""
        password = self.config.store_password
        return sql.connect(self.config.store, password.reveal() if password else None)

    def engine(self) -> sa.Engine:
        """The database with today's schema: an embedded one is brought there, a server's must be there (`detente db
        upgrade`).
        """
        schema.ensure(self.database)
        return self.database

    def bus(self) -> Bus:
        """The bus as configured; closed when the command ends."""
        from detente.buses import open_bus

        bus = open_bus(self.config)
        self._opened.append(bus)
        return bus

    def close(self) -> None:
        for bus in self._opened:
            bus.close()
        if "database" in self.__dict__:
            self.database.dispose()


def state_of(ctx: typer.Context) -> State:
    """The state of a running command."""
    state = ctx.find_object(State)
    assert state is not None
    return state
