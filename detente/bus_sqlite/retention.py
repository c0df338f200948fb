"""Retention of the embedded bus: the oldest records of a partition go first, by age, then by bytes."""

from __future__ import annotations

import sqlite3

from detente.bus_sqlite import file

CHUNK = 1000  # rows a transaction, so that writers do not wait long


def retain(connection: sqlite3.Connection, now: float) -> int:
    """Drop what is too old or too much; how many records went. An offset is never used again."""
    dropped = 0
    with file.translated():
        partitions = connection.execute(
            "SELECT p.id, t.keep_seconds, t.keep_bytes / (SELECT count(*) FROM partition q WHERE q.topic = t.name)"
            " FROM partition p JOIN topic t ON t.name = p.topic"
        ).fetchall()
    for identity, keep_seconds, keep_bytes in partitions:
        while went := _drop(connection, identity, now - keep_seconds, keep_bytes):
            dropped += went
    return dropped


def _drop(connection: sqlite3.Connection, identity: int, before: float, keep_bytes: int) -> int:
    """Drop up to `CHUNK` records from the front of one partition."""
    low, high = identity << file.SHIFT, (identity + 1) << file.SHIFT
    oldest = "SELECT at FROM record WHERE id >= ? AND id < ? ORDER BY id LIMIT 1"
    with file.translated():
        first = connection.execute(oldest, (low, high)).fetchone()
        size = connection.execute("SELECT bytes FROM partition WHERE id = ?", (identity,)).fetchone()[0]
    if first is None or (first[0] >= before and size <= keep_bytes):
        return 0
    with file.writing(connection):
        size = connection.execute("SELECT bytes FROM partition WHERE id = ?", (identity,)).fetchone()[0]
        last, count, freed = None, 0, 0
        rows = connection.execute(
            "SELECT id, at, length(value) FROM record WHERE id >= ? AND id < ? ORDER BY id LIMIT ?", (low, high, CHUNK)
        )
        for row, at, length in rows:
            if at >= before and size - freed <= keep_bytes:
                break
            last, count, freed = row, count + 1, freed + length
        if last is None:
            return 0
        connection.execute("DELETE FROM record WHERE id >= ? AND id <= ?", (low, last))
        connection.execute(
            "UPDATE partition SET first = ?, bytes = bytes - ? WHERE id = ?", (last - low + 1, freed, identity)
        )
    return count
