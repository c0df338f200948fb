"""The bus's file: its tables, its connections, its faults in our words.

A record's row id is `partition id << 40 | offset`, so one partition is one range of the table's own tree and reading
it needs no index. synchronous is FULL: an acknowledged record survives a power cut, which NORMAL in WAL mode does not
promise (docs/decisions/0002).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.errors import BusUnavailable, UsageError

SHIFT = 40
BUSY_MS = 30_000
SCHEMA = """
CREATE TABLE IF NOT EXISTS topic (name TEXT PRIMARY KEY, keep_seconds REAL NOT NULL, keep_bytes INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS partition (
    id INTEGER PRIMARY KEY, topic TEXT NOT NULL REFERENCES topic, number INTEGER NOT NULL,
    first INTEGER NOT NULL DEFAULT 0, next INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
    UNIQUE (topic, number));
CREATE TABLE IF NOT EXISTS record (
    id INTEGER PRIMARY KEY, at REAL NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, headers BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS position (
    grp TEXT NOT NULL, partition INTEGER NOT NULL, committed INTEGER NOT NULL, PRIMARY KEY (grp, partition)) WITHOUT
    ROWID;
CREATE TABLE IF NOT EXISTS member (
    grp TEXT NOT NULL, id TEXT NOT NULL, topics TEXT NOT NULL, seen REAL NOT NULL, PRIMARY KEY (grp, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS claim (
    grp TEXT NOT NULL, partition INTEGER NOT NULL, member TEXT NOT NULL, PRIMARY KEY (grp, partition)) WITHOUT ROWID;
"""


def connect(path: Path) -> sqlite3.Connection:
    """A connection for one thread; UsageError where `path` cannot be a bus.

    BusUnavailable where it does not answer now.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute("PRAGMA page_size = 16384")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        return connection
    except OSError as error:
        raise UsageError(f"bus: {path}: {error.strerror}") from error
    except sqlite3.OperationalError as error:
        if "unable to open" in str(error):
            raise UsageError(f"bus: {path}: {error}") from error
        raise BusUnavailable(f"bus: {error}") from error
    except sqlite3.DatabaseError as error:
        raise UsageError(f"bus: {path}: {error}") from error


def create(connection: sqlite3.Connection) -> None:
    """Make the tables where they are missing."""
    with translated():
        connection.executescript(SCHEMA)


@contextmanager
def translated() -> Iterator[None]:
    """Locked, full and broken files in our words."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise BusUnavailable(f"bus: {error}") from error


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that is durable when the block ends without an error."""
    with translated():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            connection.rollback()
            raise
        try:
            connection.execute("COMMIT")
        except sqlite3.DatabaseError:
            connection.rollback()
            raise
