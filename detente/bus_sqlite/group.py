"""A member of a group on the embedded bus.

Members say by a heartbeat that they live; partitions are dealt to the living in turn. A partition changes hands only
when its holder gave it back (between two batches), left, or let its lease run out; a commit by who no longer holds it
is refused.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from detente.bus import Record, TopicPartition
from detente.bus_sqlite import file
from detente.bus_sqlite.rows import RANGE, record_of
from detente.errors import BusUnavailable, PartitionsLost

LEASE_SECONDS = 10.0
BEAT_SECONDS = 2.0
DEAL_SECONDS = 1.0
WAKE_SECONDS = 0.01


class Held(msgspec.Struct):
    """A partition that this member holds, and the next offset that it will read."""

    identity: int
    where: TopicPartition
    position: int


class SqliteSubscription:
    """See `detente.bus.Subscription`."""

    def __init__(self, path: Path, group: str, topics: Sequence[str], now: Callable[[], float]) -> None:
        self._path, self._group, self._topics, self._now = path, group, tuple(topics), now
        self._member = f"{os.getpid()}-{uuid.uuid4().hex[:12]}"
        self._connection = file.connect(path)
        self._held: dict[TopicPartition, Held] = {}
        self._dealt = float("-inf")
        self._version = -1
        self._turn = 0
        self._left = threading.Event()
        self.generation = 0
        self._beat(self._connection)
        self._thread = threading.Thread(target=self._keep_beating, name=f"member-{group}", daemon=True)
        self._thread.start()

    def _beat(self, connection: sqlite3.Connection) -> None:
        with file.writing(connection):
            connection.execute(
                "INSERT INTO member VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET seen = excluded.seen",
                (self._group, self._member, json.dumps(self._topics), self._now()),
            )

    def _keep_beating(self) -> None:
        """In a thread, so that a long batch is no death; a hung process does not beat, and the watchdog ends a hung
        loop.
        """
        connection = file.connect(self._path)
        while not self._left.wait(BEAT_SECONDS):
            with suppress(BusUnavailable):
                self._beat(connection)
        connection.close()

    def poll(self, limit: int, timeout: float) -> list[Record]:
        until = time.monotonic() + timeout
        while True:
            if time.monotonic() - self._dealt >= DEAL_SECONDS:
                self._deal()
            if self._changed() and (records := self._read(limit)):
                return records
            left = until - time.monotonic()
            if left <= 0:
                return []
            self._left.wait(min(WAKE_SECONDS, left))

    def _changed(self) -> bool:
        """Whether another connection has written since the last empty read (PRAGMA data_version: 20 µs)."""
        with file.translated():
            version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        changed = bool(version != self._version)
        self._version = version
        return changed

    def _read(self, limit: int) -> list[Record]:
        """Up to `limit` records, a share from each partition in turn so that none starves."""
        records: list[Record] = []
        held = list(self._held.values())
        self._turn += 1
        with file.translated():
            for n in range(len(held)):
                each = held[(n + self._turn) % len(held)]
                low, high = each.identity << file.SHIFT, (each.identity + 1) << file.SHIFT
                rows = self._connection.execute(RANGE, (low | each.position, high, limit - len(records))).fetchall()
                found = [record_of(*each.where, row) for row in rows]
                if found:
                    each.position = found[-1].offset + 1
                    records += found
                if len(records) >= limit:
                    break
        if records:
            self._version = -1  # there may be more
        return records

    def hold(self, timeout: float) -> None:
        self._left.wait(timeout)

    def rewind(self) -> None:
        self._version = -1
        with file.translated():
            for each in self._held.values():
                each.position = self._committed(each.identity)

    def commit(self, positions: Mapping[TopicPartition, int]) -> None:
        with file.writing(self._connection):
            mine = {row[0] for row in self._claims()}
            lost = [where for where in positions if where not in self._held or self._held[where].identity not in mine]
            if not lost:
                self._connection.executemany(
                    "INSERT INTO position VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET committed = excluded.committed",
                    [(self._group, self._held[where].identity, offset) for where, offset in positions.items()],
                )
        if lost:
            self._dealt = float("-inf")
            raise PartitionsLost(f"{self._group}: {', '.join(f'{t}/{p}' for t, p in lost)} went to another member")

    def close(self) -> None:
        if self._left.is_set():
            return
        self._left.set()
        self._thread.join()
        with suppress(BusUnavailable), file.writing(self._connection):
            for table, column in (("claim", "member"), ("member", "id")):
                self._connection.execute(
                    f"DELETE FROM {table} WHERE grp = ? AND {column} = ?", (self._group, self._member)
                )
        self._connection.close()

    def _deal(self) -> None:
        """Give back what is another's turn, take what is ours and free. Only between batches: nothing is in flight."""
        self._dealt = time.monotonic()
        if self._is_settled():
            return
        with file.writing(self._connection):
            self._bury()
            wanted = self._share()
            mine = {row[0] for row in self._claims()}
            self._connection.executemany(
                "DELETE FROM claim WHERE grp = ? AND partition = ?", [(self._group, each) for each in mine - wanted]
            )
            self._connection.executemany(
                "INSERT INTO claim VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [(self._group, each, self._member) for each in wanted - mine],
            )
            rows = self._claims()
        now_held = {TopicPartition(topic, number): identity for identity, topic, number in rows}
        if now_held.keys() != self._held.keys():
            self._hold_these(now_held)

    def _hold_these(self, partitions: Mapping[TopicPartition, int]) -> None:
        with file.translated():
            self._held = {
                where: self._held.get(where) or Held(identity, where, self._committed(identity))
                for where, identity in partitions.items()
            }
        self.generation += 1
        self._version = -1

    def _is_settled(self) -> bool:
        """Whether nothing is to be dealt, found out without the write lock."""
        with file.translated():
            dead = self._connection.execute(
                "SELECT 1 FROM member WHERE grp = ? AND seen <= ?", (self._group, self._now() - LEASE_SECONDS)
            ).fetchone()
            mine = {row[0] for row in self._claims()}
            held = {each.identity for each in self._held.values()}
            return dead is None and mine == held == self._share()

    def _bury(self) -> None:
        gone = (self._group, self._now() - LEASE_SECONDS, self._member)
        self._connection.execute("DELETE FROM member WHERE grp = ? AND seen <= ? AND id <> ?", gone)
        self._connection.execute(
            "INSERT INTO member VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (self._group, self._member, json.dumps(self._topics), self._now()),
        )
        self._connection.execute(
            "DELETE FROM claim WHERE grp = ?1 AND member NOT IN (SELECT id FROM member WHERE grp = ?1)", (self._group,)
        )

    def _share(self) -> set[int]:
        """The partitions that are this member's turn: all of the topics, dealt to the living in the order of their
        names.
        """
        living = [
            row[0]
            for row in self._connection.execute("SELECT id FROM member WHERE grp = ? ORDER BY id", (self._group,))
        ]
        if self._member not in living:
            return set()
        marks = ",".join("?" * len(self._topics))
        partitions = self._connection.execute(
            f"SELECT id FROM partition WHERE topic IN ({marks}) ORDER BY topic, number", self._topics
        ).fetchall()
        return {row[0] for n, row in enumerate(partitions) if living[n % len(living)] == self._member}

    def _claims(self) -> list[tuple[int, str, int]]:
        return self._connection.execute(
            "SELECT p.id, p.topic, p.number FROM claim c JOIN partition p ON p.id = c.partition"
            " WHERE c.grp = ? AND c.member = ?",
            (self._group, self._member),
        ).fetchall()

    def _committed(self, identity: int) -> int:
        """The next offset to read: what is committed, or the first that is still kept where that is later."""
        row = self._connection.execute(
            "SELECT max(first, coalesce((SELECT committed FROM position WHERE grp = ? AND partition = ?), 0))"
            " FROM partition WHERE id = ?",
            (self._group, identity, identity),
        ).fetchone()
        return int(row[0])
