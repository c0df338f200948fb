"""The database's schema: brought to today's by Alembic, or checked."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from detente import sql
from detente.errors import UsageError

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 7_301_944_118  # any constant: serialises concurrent upgrades on PostgreSQL


def upgrade(engine: sa.Engine) -> tuple[str | None, str]:
    """Bring the schema to today's: the revision before and after. Safe to call from several processes at once."""
    with sql.writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        before = current(connection)
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return before, head()


def current(connection: sa.Connection) -> str | None:
    """The revision that the database is at; None for one that is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The revision that this release needs."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config).get_current_head() or ""


def ensure(engine: sa.Engine) -> None:
    """Today's schema or an error: an embedded database is upgraded, a server's is the operator's to upgrade."""
    with sql.reading(engine) as connection:
        found = current(connection)
    if found == head():
        return
    if engine.dialect.name == "sqlite":
        upgrade(engine)
        return
    raise UsageError(
        f"the database's schema is {found or 'empty'}, this release needs {head()}: run `detente db upgrade`"
    )
