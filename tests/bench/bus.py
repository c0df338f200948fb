"""The loop's throughput on both buses against the bare bus: what does the loop cost?"""

from __future__ import annotations

import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

from detente.bus import Bus, Outgoing, Record
from detente.bus_sqlite import SqliteBus
from detente.pulse import Pulse
from detente.stop import Stop
from detente.topology import Stage, Topic
from detente.worker import Decision, Done, Loop

BATCH = 500
SIZES = ((1_000, 20_000), (50_000, 2_000))


class Pass:
    """Publishes each record again."""

    def __init__(self, topic: str) -> None:
        self._topic = topic

    def handle(self, records: Sequence[Record]) -> Sequence[Decision]:
        return [Done("ok", (Outgoing(self._topic, each.key, each.value),)) for each in records]

    def persist(self) -> None:
        """Nothing."""

    def restart(self) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


def topics(bus: Bus) -> tuple[Topic, Topic]:
    from datetime import timedelta

    made = [Topic(f"b{uuid.uuid4().hex[:8]}", "key", 3, timedelta(days=1), 8 << 30) for _ in range(2)]
    bus.apply(made)
    return made[0], made[1]


def fill(bus: Bus, topic: Topic, size: int, count: int) -> None:
    body = (uuid.uuid4().bytes * (size // 16 + 1))[:size]
    for at in range(0, count, BATCH):
        bus.publish([Outgoing(topic.name, str(n).encode(), body) for n in range(at, min(at + BATCH, count))])


def bare(bus: Bus, size: int, count: int) -> float:
    """Records a second: poll, publish, commit, and nothing else."""
    source, target = topics(bus)
    fill(bus, source, size, count)
    subscription = bus.subscribe(f"g{uuid.uuid4().hex[:8]}", [source.name])
    first = _first(subscription.poll, BATCH)
    began, seen = time.perf_counter(), 0
    records = first
    while True:
        bus.publish([Outgoing(target.name, each.key, each.value) for each in records])
        subscription.commit({each.where: each.offset + 1 for each in records})
        seen += len(records)
        if seen >= count:
            break
        records = _first(subscription.poll, BATCH)
    took = time.perf_counter() - began
    subscription.close()
    return count / took


def _first(poll, limit: int) -> list[Record]:  # type: ignore[no-untyped-def]  # a subscription's poll
    while not (records := poll(limit, 0.5)):
        pass
    found: list[Record] = records
    return found


def looped(bus: Bus, size: int, count: int) -> float:
    """Records a second through the loop."""
    source, target = topics(bus)
    fill(bus, source, size, count)
    stage = Stage(f"b{uuid.uuid4().hex[:8]}", "bench", "none:none", reads=(source.name,))
    stop, done = Stop(), [0]
    began = [0.0]

    class Counting(Pass):
        def handle(self, records: Sequence[Record]) -> Sequence[Decision]:
            began[0] = began[0] or time.perf_counter()
            return super().handle(records)

        def persist(self) -> None:
            done[0] += 1

    class Counted(Loop):
        def _count(self, pairs: Sequence[tuple[Record, Decision]], started: float) -> None:
            super()._count(pairs, started)
            seen[0] += len(pairs)
            if seen[0] >= count:
                stop.ask()

    seen = [0]
    Counted(stage, Counting(target.name), bus, Pulse(stage.name), batch=BATCH).run(stop)
    return count / (time.perf_counter() - began[0])


def measure(bus: Bus, name: str) -> None:
    for size, count in SIZES:
        pairs = [(bare(bus, size, count), looped(bus, size, count)) for _ in range(3)]
        plain, loop = sorted(pairs, key=lambda pair: pair[0] / pair[1])[1]
        rates = f"bare {plain:>8.0f}/s   loop {loop:>8.0f}/s   bare/loop {plain / loop:.2f}"
        print(f"  {name:<7} {size // 1000:>3} KB   {rates}")


def main() -> None:
    print("loop against the bare bus (poll, publish, commit; goal: within 1.3x; median of three pairs)")
    with tempfile.TemporaryDirectory() as folder:
        bus = SqliteBus(Path(folder) / "bus.db")
        measure(bus, "sqlite")
        bus.close()
    from tests.servers.kafka import Broker, NoKafka

    with tempfile.TemporaryDirectory() as folder:
        try:
            broker = Broker(Path(folder))
            broker.start()
        except NoKafka as why:
            print(f"  kafka   not measured: {why}")
            return
        from detente.bus_kafka import KafkaBus
        from detente.config import Kafka

        kafka = KafkaBus([broker.address], Kafka())
        measure(kafka, "kafka")
        kafka.close()
        broker.stop()


if __name__ == "__main__":
    main()
