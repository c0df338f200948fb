"""Both buses, each fresh."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from detente.bus import Bus
from detente.bus_sqlite import SqliteBus
from detente.config import Kafka
from detente.topology import Topic

Opener = Callable[[], Bus]


@pytest.fixture(params=["sqlite", pytest.param("kafka", marks=pytest.mark.servers)])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens the bus of the test, again and again; all are closed at the end."""
    opened: list[Bus] = []
    if request.param == "kafka":
        from detente.bus_kafka import KafkaBus

        address = request.getfixturevalue("kafka_address")

        def make() -> Bus:
            return KafkaBus([address], Kafka())
    else:

        def make() -> Bus:
            return SqliteBus(tmp_path / "bus.db")

    def open_one() -> Bus:
        opened.append(make())
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def bus(opener: Opener) -> Bus:
    return opener()


@pytest.fixture
def topic(bus: Bus) -> Topic:
    """A topic of the test's own with four partitions."""
    made = Topic(f"t{uuid.uuid4().hex[:12]}", "key", 4, timedelta(days=1), 1 << 30)
    bus.apply([made])
    return made


@pytest.fixture
def group() -> str:
    return f"g{uuid.uuid4().hex[:12]}"
