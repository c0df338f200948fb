"""`KafkaBus`: publish, topics, facts and reading without a group."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition, errors
from kafka.admin import ConfigResource, ConfigResourceType, OffsetSpec

from detente.bus import Outgoing, PartitionFacts, Record
from detente.bus_kafka.client import check_extras, quiet, settings, translated
from detente.bus_kafka.group import KafkaSubscription, record_of
from detente.config import Kafka
from detente.errors import BusUnavailable, RecordTooLarge
from detente.topology import Topic

MAX_VALUE_BYTES = 1_900_000
MESSAGE_BYTES = 2 << 20
IN_FLIGHT_RECORDS = 500
ABANDON_SECONDS = 5.0
COORDINATOR_SECONDS = 10.0
NO_COORDINATOR = (
    errors.CoordinatorNotAvailableError,
    errors.CoordinatorLoadInProgressError,
    errors.NotCoordinatorError,
)
IN_FLIGHT_BYTES = 16 << 20
T = TypeVar("T")


class KafkaBus:
    """One for a process; every method may be called from any thread. Clients are made when first needed and again
    after a fault.
    """

    def __init__(self, servers: Sequence[str], kafka: Kafka) -> None:
        check_extras()
        quiet()
        self._settings, self._replication = settings(servers, kafka), kafka.replication
        self._lock = threading.RLock()
        self._clients: dict[str, Any] = {}

    @property
    def max_value_bytes(self) -> int:
        return MAX_VALUE_BYTES

    def _client(self, kind: str, make: Callable[[], T]) -> T:
        with self._lock:
            if kind not in self._clients:
                with translated("no connection"):
                    self._clients[kind] = make()
            found: T = self._clients[kind]
            return found

    def _drop(self, kind: str) -> None:
        with self._lock:
            client = self._clients.pop(kind, None)
        if client is not None:
            with suppress(errors.KafkaError, OSError):  # what was not acknowledged was told to who published it
                _abandon(client) if kind == "producer" else client.close()

    def _producer(self) -> KafkaProducer:
        return self._client(
            "producer",
            lambda: KafkaProducer(
                **self._settings,
                acks="all",  # 1 would turn idempotence off silently
                enable_idempotence=True,
                compression_type="zstd",
                linger_ms=10,
                batch_size=256 << 10,
                max_request_size=MESSAGE_BYTES,
                max_block_ms=10_000,
                delivery_timeout_ms=30_000,
            ),
        )

    def _admin(self) -> KafkaAdminClient:
        return self._client("admin", lambda: KafkaAdminClient(**self._settings))

    def publish(self, records: Sequence[Outgoing], timeout: float = 30.0) -> None:
        for record in records:
            if len(record.value) > MAX_VALUE_BYTES:
                raise RecordTooLarge(f"{len(record.value)} bytes for {record.topic}: the bus takes {MAX_VALUE_BYTES}")
        until = time.monotonic() + timeout
        producer = self._producer()
        for chunk in _chunks(records):
            self._publish(producer, chunk, until)

    def _publish(self, producer: KafkaProducer, records: Sequence[Outgoing], until: float) -> None:
        """Send, then wait for each future: `flush()` returns normally when batches have expired."""
        try:
            futures = [
                producer.send(each.topic, value=each.value, key=each.key, headers=list(each.headers))
                for each in records
            ]
            for future in futures:
                future.get(timeout=max(0.1, until - time.monotonic()))
        except (errors.MessageSizeTooLargeError, errors.RecordListTooLargeError) as error:
            raise RecordTooLarge(f"the broker refuses a record: {error}") from error
        except (errors.KafkaError, OSError) as error:
            self._drop("producer")
            raise BusUnavailable(f"bus: not acknowledged: {type(error).__name__}") from error

    def subscribe(self, group: str, topics: Sequence[str]) -> KafkaSubscription:
        return KafkaSubscription(self._settings, group, topics)

    def apply(self, topics: Sequence[Topic]) -> list[str]:
        with translated("topics"):
            known = {each["name"]: each for each in self._admin().describe_topics()}
            return [line for topic in topics for line in self._apply(topic, known.get(topic.name))]

    def _apply(self, topic: Topic, known: dict[str, Any] | None) -> list[str]:
        wanted = {
            "retention.ms": str(int(topic.keep.total_seconds() * 1000)),
            "retention.bytes": str(topic.keep_bytes // topic.partitions),
            "max.message.bytes": str(MESSAGE_BYTES),
            "segment.bytes": str(max(16 << 20, min(256 << 20, topic.keep_bytes // topic.partitions // 8))),
        }
        if known is None:
            options = {
                "num_partitions": topic.partitions,
                "replication_factor": self._replication,
                "configs": wanted,
            }
            self._admin().create_topics({topic.name: options}, wait_for_metadata=True)
            return [f"{topic.name}: created with {topic.partitions} partitions"]
        lines = []
        have = len(known["partitions"])
        if have < topic.partitions:
            self._admin().create_partitions({topic.name: topic.partitions})
            lines.append(f"{topic.name}: {have} -> {topic.partitions} partitions")
        return lines + self._configure(topic.name, wanted)

    def _configure(self, name: str, wanted: dict[str, str]) -> list[str]:
        resource = ConfigResource(ConfigResourceType.TOPIC, name, dict.fromkeys(wanted))
        found = self._admin().describe_configs([resource], config_filter="all")
        current = {
            key: str(data["value"] if isinstance(data, dict) else data)
            for names in found.values()
            for configs in names.values()
            for key, data in configs.items()
        }
        changed = {key: value for key, value in wanted.items() if current.get(key) != value}
        if changed:
            self._admin().alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, changed)])
        return [f"{name}: {key} {current.get(key)} -> {value}" for key, value in changed.items()]

    def partitions(self, topic: str) -> list[tuple[int, int, int]]:
        with translated("offsets"):
            try:
                known = self._admin().describe_topics([topic])
            except errors.UnknownTopicOrPartitionError:
                return []
            numbers = sorted(each["partition_index"] for found in known for each in found["partitions"])
            where = [TopicPartition(topic, number) for number in numbers]
            begin = self._admin().list_partition_offsets(dict.fromkeys(where, OffsetSpec.EARLIEST))
            end = self._admin().list_partition_offsets(dict.fromkeys(where, OffsetSpec.LATEST))
        return [(each.partition, begin[each].offset, end[each].offset) for each in where]

    def facts(self, group: str, topics: Sequence[str]) -> list[PartitionFacts]:
        committed, described = self._group(group)
        members = len(described.get("members") or ())
        found = []
        for topic in topics:
            for number, begin, end in self.partitions(topic):
                kept = committed.get(TopicPartition(topic, number))
                position = None if kept is None or kept.offset < 0 else int(kept.offset)
                waiting = max(begin, position or 0)
                at = self.read(topic, number, waiting, 1) if waiting < end else []
                found.append(
                    PartitionFacts(
                        group=group,
                        topic=topic,
                        partition=number,
                        committed=position,
                        begin=begin,
                        end=end,
                        committed_at=at[0].at if at else None,
                        members=members,
                    )
                )
        return found

    def _group(self, group: str) -> tuple[dict[TopicPartition, Any], dict[str, Any]]:
        """What the group has committed, and who is in it. A broker that has just started needs a moment to know."""
        pause, until = threading.Event(), time.monotonic() + COORDINATOR_SECONDS
        with translated("groups"):
            while True:
                try:
                    committed = self._admin().list_group_offsets([group]).get(group, {})
                    return committed, self._admin().describe_groups([group]).get(group, {})
                except NO_COORDINATOR:
                    if time.monotonic() > until:
                        raise
                    pause.wait(0.2)

    def read(self, topic: str, partition: int, offset: int, limit: int) -> list[Record]:
        with self._lock, translated("reading"):
            reader = self._client(
                "reader",
                lambda: KafkaConsumer(
                    **self._settings, enable_auto_commit=False, auto_offset_reset="earliest", group_id=None
                ),
            )
            where = TopicPartition(topic, partition)
            reader.assign([where])
            reader.seek(where, max(0, offset))
            until = time.monotonic() + 5
            records: list[Record] = []
            while len(records) < limit and time.monotonic() < until:
                polled = reader.poll(timeout_ms=500, max_records=limit - len(records)).get(where, [])
                records += [record_of(each) for each in polled]
                if not polled and reader.position(where) >= reader.end_offsets([where])[where]:
                    break
            return records

    def retain(self, now: float) -> int:
        return 0

    def close(self) -> None:
        for kind in ("producer", "admin", "reader"):
            self._drop(kind)


def _abandon(producer: KafkaProducer) -> None:
    """Close without waiting for what is under way.

    `close()` alone raises while a batch is under way and leaves the sender's thread running, which would go on
    sending what we have called unacknowledged; there is no public way to make it give up (kafka-python 3.0, decision
    0008).
    """
    producer._sender.force_close()
    producer.close(timeout=ABANDON_SECONDS)


def _chunks(records: Sequence[Outgoing]) -> list[Sequence[Outgoing]]:
    """`send()` never blocks on memory, so what is in flight is bounded here."""
    chunks: list[list[Outgoing]] = [[]]
    size = 0
    for record in records:
        if len(chunks[-1]) >= IN_FLIGHT_RECORDS or (chunks[-1] and size + len(record.value) > IN_FLIGHT_BYTES):
            chunks.append([])
            size = 0
        chunks[-1].append(record)
        size += len(record.value)
    return [each for each in chunks if each]
