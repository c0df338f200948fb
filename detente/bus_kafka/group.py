"""A member of a group on Kafka.

Eager range assignment: after a rebalance every partition is read again from what is committed, so nothing that was
polled and not committed is passed over. Nothing is done in rebalance listeners. After an error that the client does
not retry, the consumer is made anew.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from kafka import KafkaConsumer, OffsetAndMetadata, TopicPartition, errors
from kafka.coordinator.assignors.range import RangePartitionAssignor

import detente.bus
from detente.bus import Record
from detente.bus_kafka.client import translated
from detente.errors import BusUnavailable, PartitionsLost

POLL_SECONDS = 1.0  # a signal does not wake the client's poll
LOST = (
    errors.CommitFailedError,
    errors.IllegalGenerationError,
    errors.UnknownMemberIdError,
    errors.RebalanceInProgressError,
    errors.FencedInstanceIdError,
)


def record_of(message: Any) -> Record:
    """A consumed message as ours."""
    return Record(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        key=message.key or b"",
        value=message.value or b"",
        at=message.timestamp / 1000,
        headers=tuple((name, value or b"") for name, value in message.headers or ()),
    )


def _poll(consumer: KafkaConsumer, limit: int, timeout: float) -> dict[TopicPartition, list[Any]]:
    """A join that changed metadata began, and that one poll was too short for, is waited for by the next.

    kafka-python forgets it (as Java's client did, KAFKA-9815): the member would never learn its partitions, and would
    send no heartbeat either.
    """
    coordinator = consumer._coordinator
    if coordinator.rejoining:
        coordinator.request_rejoin()
    found: dict[TopicPartition, list[Any]] = consumer.poll(
        timeout_ms=int(min(timeout, POLL_SECONDS) * 1000), max_records=limit
    )
    return found


class KafkaSubscription:
    """See `detente.bus.Subscription`."""

    def __init__(self, settings: Mapping[str, Any], group: str, topics: Sequence[str]) -> None:
        self._settings, self._group, self._topics = settings, group, tuple(topics)
        self._consumer: KafkaConsumer | None = None
        self._held: frozenset[TopicPartition] = frozenset()
        self.generation = 0

    def _ready(self) -> KafkaConsumer:
        if self._consumer is None:
            with translated("no connection"):
                self._consumer = KafkaConsumer(
                    *self._topics,
                    **self._settings,
                    group_id=self._group,
                    enable_auto_commit=False,
                    auto_offset_reset="earliest",
                    partition_assignment_strategy=[RangePartitionAssignor],
                    session_timeout_ms=10_000,
                    heartbeat_interval_ms=2_000,
                    max_poll_interval_ms=900_000,
                    fetch_max_wait_ms=100,
                    max_partition_fetch_bytes=4 << 20,
                    fetch_max_bytes=32 << 20,
                )
        return self._consumer

    def poll(self, limit: int, timeout: float) -> list[Record]:
        consumer = self._ready()
        try:
            polled = _poll(consumer, limit, timeout)
        except errors.RetriableError as error:
            raise BusUnavailable(f"bus: {type(error).__name__}") from error
        except (errors.KafkaError, OSError, ValueError) as error:
            self._rebuild()
            raise BusUnavailable(f"bus: the consumer was made anew after {type(error).__name__}: {error}") from error
        self._notice(consumer)
        return [record_of(message) for messages in polled.values() for message in messages]

    def _notice(self, consumer: KafkaConsumer) -> None:
        held = frozenset(consumer.assignment())
        if held != self._held:
            self._held = held
            self.generation += 1

    def hold(self, timeout: float) -> None:
        """Poll with everything paused: the client answers the group's heartbeat only inside its calls."""
        consumer = self._ready()
        with translated("holding"):
            consumer.pause(*consumer.assignment())
            began = time.monotonic()
            polled = _poll(consumer, 1, timeout)
            for where, messages in polled.items():  # a partition that a rebalance has just brought is not paused
                consumer.seek(where, messages[0].offset)
            consumer.resume(*consumer.paused())
        self._notice(consumer)
        time.sleep(max(0.0, min(timeout, 0.05) - (time.monotonic() - began)))

    def rewind(self) -> None:
        consumer = self._ready()
        try:
            with translated("rewinding"):
                for where in consumer.assignment():
                    committed = consumer.committed(where, timeout_ms=10_000)
                    if committed is None:
                        consumer.seek_to_beginning(where)
                    else:
                        consumer.seek(where, committed)
        except BusUnavailable:
            self._rebuild()  # a new consumer starts at what is committed
            raise

    def commit(self, positions: Mapping[detente.bus.TopicPartition, int]) -> None:
        consumer = self._ready()
        offsets = {TopicPartition(*where): OffsetAndMetadata(offset, "", -1) for where, offset in positions.items()}
        if not offsets.keys() <= consumer.assignment():
            raise PartitionsLost(f"{self._group}: the partitions went to another member")
        try:
            consumer.commit(offsets, timeout_ms=15_000)
        except LOST as error:
            raise PartitionsLost(f"{self._group}: {type(error).__name__}") from error
        except (errors.KafkaError, OSError) as error:
            raise BusUnavailable(f"bus: not committed: {type(error).__name__}") from error

    def _rebuild(self) -> None:
        consumer, self._consumer = self._consumer, None
        self._held = frozenset()
        if consumer is not None:
            try:
                consumer.close(autocommit=False, timeout_ms=2000)
            except (errors.KafkaError, OSError):
                return

    def close(self) -> None:
        self._rebuild()
