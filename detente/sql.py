"""The database: SQLAlchemy Core on SQLite or PostgreSQL, its faults in our words.

A write on SQLite begins IMMEDIATE, so two processes wait for each other (busy_timeout) and never deadlock on an
upgrade of a read lock.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from detente.errors import StoreUnavailable, UsageError

BUSY_MS = 30_000
T = TypeVar("T")


def connect(url: str, password: str | None = None) -> sa.Engine:
    """An engine for `sqlite:///path` or `postgresql://user@host/db`; UsageError for another or a broken URL."""
    try:
        parsed = sa.make_url(url)
    except SQLAlchemyError as error:
        raise UsageError(f"store: {url!r} is no database URL") from error
    if parsed.drivername == "sqlite":
        return _sqlite(parsed)
    if parsed.drivername in ("postgresql", "postgresql+psycopg"):
        parsed = parsed.set(drivername="postgresql+psycopg", password=password or parsed.password)
        return sa.create_engine(parsed, pool_pre_ping=True, pool_size=5, connect_args={"connect_timeout": 10})
    raise UsageError(f"store: {parsed.drivername!r} is not supported (sqlite:///file or postgresql://user@host/db)")


def _sqlite(url: sa.URL) -> sa.Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False})

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    def begin(connection: sa.Connection) -> None:
        read_only = connection.get_execution_options().get("read_only", False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    sa.event.listen(engine, "connect", prepare)
    sa.event.listen(engine, "begin", begin)
    return engine


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that is durable when the block ends without an error; StoreUnavailable when the database cannot."""
    with _translated(), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A consistent read that takes no write lock; StoreUnavailable when the database cannot."""
    with _translated(), engine.connect().execution_options(read_only=True) as connection, connection.begin():
        yield connection


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, sa.exc.InterfaceError) as error:
        raise StoreUnavailable(f"database: {_first_line(error)}") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise StoreUnavailable(f"database: {_first_line(error)}") from error
        raise


def _first_line(error: DBAPIError) -> str:
    return (str(error.orig).strip() or type(error.orig).__name__).splitlines()[0]


def upsert(engine: sa.Engine | sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """`INSERT` of this database that also has `on_conflict_do_update` and `on_conflict_do_nothing`."""
    return postgresql.insert(table) if engine.dialect.name == "postgresql" else sqlite.insert(table)


def chunks(rows: Sequence[T], size: int = 500) -> Iterator[Sequence[T]]:
    """`rows`, so many at a time as one statement takes parameters for."""
    return (rows[at : at + size] for at in range(0, len(rows), size))
