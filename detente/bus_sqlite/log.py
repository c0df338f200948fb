"""`SqliteBus`: publish, read, facts and topics of the embedded bus."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from zlib import crc32

from detente import topology
from detente.bus import Outgoing, PartitionFacts, Record
from detente.bus_sqlite import file, retention
from detente.bus_sqlite.group import LEASE_SECONDS, SqliteSubscription
from detente.bus_sqlite.rows import RANGE, headers_out, record_of
from detente.errors import Halt, RecordTooLarge, UsageError
from detente.topology import Topic

MAX_VALUE_BYTES = 64 << 20
RETAIN_EVERY_SECONDS = 60.0


class SqliteBus:
    """The embedded bus in the file at `path`. Every method may be called from any thread.

    Each has a connection of its own.
    """

    def __init__(
        self, path: Path, now: Callable[[], float] = time.time, max_value_bytes: int = MAX_VALUE_BYTES
    ) -> None:
        self._path, self._now, self._max = path, now, max_value_bytes
        self._own = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._retained = now()
        file.create(self._connection())

    @property
    def max_value_bytes(self) -> int:
        return self._max

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = file.connect(self._path)
            self._opened.append(connection)
        return connection

    def publish(self, records: Sequence[Outgoing], timeout: float = 30.0) -> None:
        for record in records:
            if len(record.value) > self._max:
                raise RecordTooLarge(f"{len(record.value)} bytes for {record.topic}: the bus takes {self._max}")
        connection, now = self._connection(), self._now()
        with file.writing(connection):
            self._append(connection, records, now)
        if now - self._retained > RETAIN_EVERY_SECONDS:
            self._retained = now
            self.retain(now)

    def _append(self, connection: sqlite3.Connection, records: Sequence[Outgoing], now: float) -> None:
        shares = {name: self._shares(connection, name) for name in {record.topic for record in records}}
        rows = []
        for record in records:
            partitions = shares[record.topic]
            mine = partitions[crc32(record.key) % len(partitions)]
            rows.append((mine[0] << file.SHIFT | mine[1], now, record.key, record.value, headers_out(record.headers)))
            mine[1] += 1
            mine[2] += len(record.value)
        connection.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?)", rows)
        changed = [(number, size, identity) for share in shares.values() for identity, number, size in share if size]
        connection.executemany("UPDATE partition SET next = ?, bytes = bytes + ? WHERE id = ?", changed)

    def _shares(self, connection: sqlite3.Connection, topic: str) -> list[list[int]]:
        """[partition id, next offset, bytes added] of each partition.

        A topic of the topology is made when first used.
        """
        query = "SELECT id, next, 0 FROM partition WHERE topic = ? ORDER BY number"
        found = connection.execute(query, (topic,)).fetchall()
        if not found:
            known = next((each for each in topology.TOPICS if each.name == topic), None)
            if known is None:
                raise Halt(f"the bus has no topic {topic!r}")
            _apply(connection, known)
            found = connection.execute(query, (topic,)).fetchall()
        return [list(row) for row in found]

    def subscribe(self, group: str, topics: Sequence[str]) -> SqliteSubscription:
        self.apply([each for each in topology.TOPICS if each.name in topics])
        return SqliteSubscription(self._path, group, topics, self._now)

    def apply(self, topics: Sequence[Topic]) -> list[str]:
        connection = self._connection()
        known = "SELECT count(*) FROM partition WHERE topic = ? GROUP BY topic"
        keeps = "SELECT keep_seconds, keep_bytes FROM topic WHERE name = ?"
        with file.translated():
            if all(
                (connection.execute(known, (each.name,)).fetchone() or (0,))[0] >= each.partitions
                and connection.execute(keeps, (each.name,)).fetchone() == (each.keep.total_seconds(), each.keep_bytes)
                for each in topics
            ):
                return []
        with file.writing(connection):
            return [line for each in topics for line in _apply(connection, each)]

    def facts(self, group: str, topics: Sequence[str]) -> list[PartitionFacts]:
        connection = self._connection()
        with file.translated():
            living = connection.execute(
                "SELECT count(*) FROM member WHERE grp = ? AND seen > ?", (group, self._now() - LEASE_SECONDS)
            ).fetchone()[0]
            rows = connection.execute(
                f"SELECT p.id, p.topic, p.number, p.first, p.next, c.committed FROM partition p LEFT JOIN position c"
                f" ON c.grp = ? AND c.partition = p.id WHERE p.topic IN ({','.join('?' * len(topics))})"
                " ORDER BY p.topic, p.number",
                (group, *topics),
            ).fetchall()
            return [self._facts(connection, group, living, row) for row in rows]

    def _facts(
        self, connection: sqlite3.Connection, group: str, members: int, row: tuple[int, str, int, int, int, int | None]
    ) -> PartitionFacts:
        identity, topic, number, first, following, committed = row
        waiting = max(first, committed or 0)
        at = connection.execute("SELECT at FROM record WHERE id = ?", (identity << file.SHIFT | waiting,)).fetchone()
        return PartitionFacts(
            group=group,
            topic=topic,
            partition=number,
            committed=committed,
            begin=first,
            end=following,
            committed_at=at[0] if at and waiting < following else None,
            members=members,
        )

    def read(self, topic: str, partition: int, offset: int, limit: int) -> list[Record]:
        connection = self._connection()
        with file.translated():
            found = connection.execute(
                "SELECT id FROM partition WHERE topic = ? AND number = ?", (topic, partition)
            ).fetchone()
            if found is None:
                raise UsageError(f"the bus has no {topic}/{partition}")
            rows = connection.execute(
                RANGE, (found[0] << file.SHIFT | max(0, offset), (found[0] + 1) << file.SHIFT, limit)
            )
            return [record_of(topic, partition, row) for row in rows]

    def partitions(self, topic: str) -> list[tuple[int, int, int]]:
        with file.translated():
            return (
                self._connection()
                .execute("SELECT number, first, next FROM partition WHERE topic = ? ORDER BY number", (topic,))
                .fetchall()
            )

    def retain(self, now: float) -> int:
        return retention.retain(self._connection(), now)

    def close(self) -> None:
        while self._opened:
            self._opened.pop().close()
        self._own = threading.local()


def _apply(connection: sqlite3.Connection, topic: Topic) -> list[str]:
    """Make one topic as it should be, inside the caller's transaction."""
    wanted = (topic.keep.total_seconds(), topic.keep_bytes)
    have = connection.execute("SELECT count(*) FROM partition WHERE topic = ?", (topic.name,)).fetchone()[0]
    keeps = connection.execute("SELECT keep_seconds, keep_bytes FROM topic WHERE name = ?", (topic.name,)).fetchone()
    connection.execute(
        "INSERT INTO topic VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET keep_seconds = excluded.keep_seconds,"
        " keep_bytes = excluded.keep_bytes",
        (topic.name, *wanted),
    )
    connection.executemany(
        "INSERT INTO partition (topic, number) VALUES (?, ?)",
        [(topic.name, number) for number in range(have, topic.partitions)],
    )
    if keeps is None:
        return [f"{topic.name}: created with {topic.partitions} partitions"]
    lines = [f"{topic.name}: {have} -> {topic.partitions} partitions"] if have < topic.partitions else []
    return lines + ([f"{topic.name}: retention changed"] if keeps != wanted else [])


def open_file(url: str) -> SqliteBus:
    """The bus of `sqlite:///path`."""
    return SqliteBus(Path(url.removeprefix("sqlite:///")))
