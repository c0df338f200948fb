"""What carries records: the protocols that the embedded bus (`bus_sqlite`) and the Kafka bus (`bus_kafka`) both keep.

    publish -> every record acknowledged -> own state durable -> commit

One contract suite (`tests/contracts/test_bus.py`) holds both to what is written here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import msgspec

from detente.topology import Topic


class TopicPartition(NamedTuple):
    topic: str
    partition: int


class Outgoing(msgspec.Struct, frozen=True):
    """A record to publish. Records of one key keep their order and meet in one partition; header values are bytes,
    never None.
    """

    topic: str
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...] = ()


class Record(msgspec.Struct, frozen=True):
    """A record as read. `at` is the time of publishing in seconds since the epoch (UTC), by the publisher's clock."""

    topic: str
    partition: int
    offset: int
    key: bytes
    value: bytes
    at: float
    headers: tuple[tuple[str, bytes], ...] = ()

    @property
    def where(self) -> TopicPartition:
        return TopicPartition(self.topic, self.partition)

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}@{self.offset}"


class PartitionFacts(msgspec.Struct, frozen=True):
    """What the bus knows of one group on one partition, read now; `lag.py` makes a verdict of it.

    `committed` is the next offset to read (None: the group has never committed here); `begin` and `end` are the first
    offset still kept and the next to be written; `committed_at` is the publishing time (epoch seconds) of the record
    *at* `committed` (of the record at `begin` when that is later or nothing was committed; None when nothing waits);
    `members` counts the members of the group that live now, on any partition.
    """

    group: str
    topic: str
    partition: int
    committed: int | None
    begin: int
    end: int
    committed_at: float | None
    members: int


class Subscription(Protocol):
    """One member of a group, reading its share of the partitions. For one thread.

    Redelivery: what was polled and not committed comes again, to this member after `rewind` or to another after
    `close` or death.
    """

    @property
    def generation(self) -> int:
        """Grows by one with each change of the partitions that this member holds, so that state kept for them can be
        reloaded.
        """

    def poll(self, limit: int, timeout: float) -> list[Record]:
        """At most `limit` records in order per partition; empty after `timeout` seconds without one (1 s at most on
        Kafka).

        Raises BusUnavailable when the bus does not answer; calling again later is right.
        """

    def hold(self, timeout: float) -> None:
        """Stay a member for up to `timeout` seconds without receiving anything: back-pressure while a batch is being
        retried.
        """

    def rewind(self) -> None:
        """The next poll starts again at what is committed. Raises BusUnavailable: then it must be called again."""

    def commit(self, positions: Mapping[TopicPartition, int]) -> None:
        """Store the next offset to read per partition; durable when it returns.

        Raises PartitionsLost when another member holds one of them by now (then nothing was stored), BusUnavailable
        otherwise.
        """

    def close(self) -> None:
        """Leave the group at once, so others take over without waiting for a time-out."""


class Bus(Protocol):
    """A durable log of keyed, partitioned topics with consumer groups."""

    @property
    def max_value_bytes(self) -> int:
        """The largest value that `publish` takes."""

    def publish(self, records: Sequence[Outgoing], timeout: float = 30.0) -> None:
        """Return when *every* record is acknowledged as durable.

        Raises RecordTooLarge before anything is sent; BusUnavailable when an acknowledgement is missing after
        `timeout` seconds: any part of the records may be there then, so the caller publishes all of them again.
        """

    def subscribe(self, group: str, topics: Sequence[str]) -> Subscription:
        """A new member of `group`; where the group has nothing committed it starts at the earliest record."""

    def apply(self, topics: Sequence[Topic]) -> list[str]:
        """Create what is missing, raise partitions and set retention as `topics` say; one line of prose a change."""

    def facts(self, group: str, topics: Sequence[str]) -> list[PartitionFacts]:
        """Positions of `group` on every partition of `topics` that exist."""

    def read(self, topic: str, partition: int, offset: int, limit: int) -> list[Record]:
        """Up to `limit` records from `offset` on (from `begin` when that is later), without a group: for people and
        tools.
        """

    def partitions(self, topic: str) -> list[tuple[int, int, int]]:
        """(partition, begin, end) of every partition; empty where the topic does not exist."""

    def retain(self, now: float) -> int:
        """Drop what is older or more than retention allows; how many records went (the broker does it by itself: 0)."""

    def close(self) -> None: ...
