"""What a member of a group on Kafka needs beyond what kafka-python does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from detente.bus_kafka import KafkaBus
from detente.config import Kafka
from detente.topology import Topic
from tests.contracts.reading import outgoing, positions, read, values
from tests.waiting import until


@pytest.mark.servers
def test_a_join_that_a_poll_was_too_short_for_is_ended_by_the_next(kafka_address: str, group: str) -> None:
    """A leader joins again when it sees that the topic's partitions changed: kafka-python would forget that join."""
    bus = KafkaBus([kafka_address], Kafka())
    topic = Topic(f"t{group}", "key", 4, timedelta(days=1), 1 << 30)
    bus.apply([topic])
    bus.publish(outgoing(topic, 1))
    subscription = bus.subscribe(group, [topic.name])
    subscription.commit(positions(read(subscription, 1)))
    coordinator = subscription._ready()._coordinator
    joined = coordinator._generation.generation_id
    coordinator._assignment_snapshot = {}  # what the leader gave out does not fit the partitions that it sees
    subscription.poll(1, 0.001)
    until(lambda: coordinator._generation.generation_id > joined)
    while coordinator.rejoining:
        subscription.poll(1, 0.05)
    bus.publish(outgoing(topic, 1, start=1))
    assert values(read(subscription, 1)) == [1]
    subscription.close()
    bus.close()
