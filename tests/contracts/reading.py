"""What the contract tests do with a bus again and again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from detente.bus import Bus, Outgoing, Record, Subscription, TopicPartition
from detente.topology import Topic


def outgoing(topic: Topic, count: int, *, keys: int = 7, start: int = 0) -> list[Outgoing]:
    """Records "0", "1" ... over a few keys."""
    return [Outgoing(topic.name, f"k{n % keys}".encode(), str(n).encode()) for n in range(start, start + count)]


def read(subscription: Subscription, count: int, limit: int = 100) -> list[Record]:
    """At least `count` records; the test's time limit ends a wait in vain."""
    found: list[Record] = []
    while len(found) < count:
        found += subscription.poll(limit, 0.5)
    return found


def positions(records: Sequence[Record]) -> dict[TopicPartition, int]:
    """What to commit after these."""
    return {record.where: record.offset + 1 for record in records}


def values(records: Sequence[Record]) -> list[int]:
    return sorted(int(record.value) for record in records)


def by_key(records: Sequence[Record]) -> dict[bytes, list[int]]:
    found: dict[bytes, list[int]] = defaultdict(list)
    for record in records:
        found[record.key].append(int(record.value))
    return found


def waiting(bus: Bus, group: str, topic: Topic) -> int:
    """How many records the group has not committed."""
    return sum(each.end - max(each.committed or 0, each.begin) for each in bus.facts(group, [topic.name]))
