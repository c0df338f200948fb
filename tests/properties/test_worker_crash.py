"""Over arbitrary crash and stop points nothing is lost, order holds per key, and every item has one outcome."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from detente.bus import Outgoing, Record, Subscription, TopicPartition
from detente.bus_sqlite import SqliteBus
from detente.bus_sqlite.group import SqliteSubscription
from detente.errors import PartitionsLost, Reject, Retry, Skip
from detente.pulse import Pulse
from detente.retry import Backoff
from detente.stop import Stop
from detente.topology import Stage
from detente.worker import Decision, Done, Loop

STAGE = Stage("process", "tests", "none:none", reads=("detente.pages",))
OUT = "detente.verdicts"


class Crash(BaseException):
    """Power cut: nothing after it happens in this life."""


class Fate:
    """Counts the steps of all lives; some of them crash, some ask to stop, some find something away."""

    def __init__(self, plan: Mapping[int, str]) -> None:
        self.plan, self.step, self.stop = plan, 0, Stop()

    def at(self, where: str) -> None:
        self.step += 1
        what = self.plan.get(self.step)
        if what == "crash":
            raise Crash
        if what == "stop":
            self.stop.ask()
        if what == "away":
            raise Retry("something is away")
        if what == "lost" and where == "before commit":
            raise PartitionsLost("to another member")


class FatefulSubscription:
    def __init__(self, inner: SqliteSubscription, fate: Fate) -> None:
        self._inner, self._fate = inner, fate

    @property
    def generation(self) -> int:
        return self._inner.generation

    def poll(self, limit: int, timeout: float) -> list[Record]:
        self._fate.at("poll")
        return self._inner.poll(limit, timeout)

    def hold(self, timeout: float) -> None:
        self._fate.at("hold")

    def rewind(self) -> None:
        self._fate.at("rewind")
        self._inner.rewind()

    def commit(self, positions: Mapping[TopicPartition, int]) -> None:
        self._fate.at("before commit")
        self._inner.commit(positions)
        self._fate.at("after commit")

    def close(self) -> None:
        self._inner.close()


class FatefulBus(SqliteBus):
    fate: Fate

    def publish(self, records: Sequence[Outgoing], timeout: float = 30.0) -> None:
        self.fate.at("before publish")
        super().publish(records, timeout)
        self.fate.at("after publish")

    def subscribe(self, group: str, topics: Sequence[str]) -> Subscription:  # type: ignore[override]
        self.fate.at("subscribe")
        return FatefulSubscription(super().subscribe(group, topics), self.fate)


class Durable:
    """What survives a crash: the outcome of each item, and the order in which a key's items were first kept."""

    def __init__(self) -> None:
        self.outcome: dict[int, str] = {}
        self.order: dict[bytes, list[int]] = defaultdict(list)


class Handler:
    def __init__(self, durable: Durable, fate: Fate) -> None:
        self._durable, self._fate = durable, fate
        self._pending: list[tuple[bytes, int, str]] = []

    def handle(self, records: Sequence[Record]) -> Sequence[Decision]:
        self._pending = []
        decisions: list[Decision] = []
        for record in records:
            number = int(record.value)
            try:
                self._fate.at("handle")
            except Retry as away:
                return [*decisions, away]
            kind = ("done", "done", "skip", "reject")[number % 4]
            self._pending.append((record.key, number, kind))
            out = (Outgoing(OUT, record.key, record.value),)
            decisions.append(Done("ok", out) if kind == "done" else Skip("no") if kind == "skip" else Reject("bad"))
        return decisions

    def persist(self) -> None:
        self._fate.at("before persist")
        for key, number, kind in self._pending:
            before = self._durable.outcome.setdefault(number, kind)
            assert before == kind
            if number not in self._durable.order[key]:
                self._durable.order[key].append(number)
        self._pending = []
        self._fate.at("after persist")

    def restart(self) -> None:
        self._pending = []

    def close(self) -> None:
        """Nothing to close."""


plans = st.dictionaries(st.integers(1, 90), st.sampled_from(["crash", "stop", "away", "lost"]), max_size=12)


@given(plan=plans, count=st.integers(1, 25), keys=st.integers(1, 4), batch=st.integers(1, 9))
def test_nothing_is_lost_and_every_item_has_one_outcome(
    plan: Mapping[int, str], count: int, keys: int, batch: int
) -> None:
    durable, fate = Durable(), Fate({})
    with tempfile.TemporaryDirectory() as folder:
        bus = FatefulBus(Path(folder) / "bus.db")
        bus.fate = fate
        bus.publish([Outgoing("detente.pages", f"k{n % keys}".encode(), str(n).encode()) for n in range(count)])
        fate.plan, fate.step = plan, 0
        while any(step > fate.step for step in plan) or not _caught_up(bus):
            fate.stop = Stop()
            _one_life(bus, durable, fate, batch)
        published = _read(bus, OUT)
        dead = _read(bus, STAGE.dead)
        bus.close()
    assert durable.outcome == {n: ("done", "done", "skip", "reject")[n % 4] for n in range(count)}
    assert all(order == sorted(order) for order in durable.order.values())
    assert set(published) == {n for n in range(count) if n % 4 < 2}
    assert set(dead) == {n for n in range(count) if n % 4 == 3}


def _one_life(bus: FatefulBus, durable: Durable, fate: Fate, batch: int) -> None:
    handler = Handler(durable, fate)
    loop = Loop(STAGE, handler, bus, Pulse("process"), batch=batch, poll_seconds=0.0, backoff=Backoff(1e-6, 1e-6))
    try:
        if all(step <= fate.step for step in fate.plan) and _caught_up(bus):
            return
        loop.run(fate.stop, once=True)
    except Crash:
        pass
    fate.step += 1


def _caught_up(bus: SqliteBus) -> bool:
    return all(each.end == (each.committed or 0) for each in bus.facts(STAGE.group, STAGE.reads))


def _read(bus: SqliteBus, topic: str) -> list[int]:
    return [int(record.value) for number, _, _ in bus.partitions(topic) for record in bus.read(topic, number, 0, 9999)]
