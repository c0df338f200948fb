"""The loop's rules, through the real loop on the real embedded bus."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from detente.bus import Outgoing, Record
from detente.bus_sqlite import SqliteBus
from detente.errors import Halt, PartitionsLost, Reject, Retry, Skip, StoreUnavailable
from detente.pulse import WATCHDOG_EXIT, Pulse
from detente.retry import Backoff
from detente.stop import Stop
from detente.topology import Stage
from detente.worker import Decision, Done, Loop, one_by_one

STAGE = Stage("store", "tests", "none:none", reads=("detente.stories",))
OUT = "detente.verdicts"


class Handler:
    """Answers each value as `answer` does, and keeps what it persisted."""

    def __init__(self, answer: Callable[[Record], Done]) -> None:
        self.answer = answer
        self.kept: list[int] = []
        self.restarts = 0
        self.persist_faults: list[Exception] = []
        self._pending: list[int] = []

    def handle(self, records: Sequence[Record]) -> Sequence[Decision]:
        decisions = one_by_one(self.answer, records)
        finished = [record for record, each in zip(records, decisions, strict=False) if isinstance(each, Done)]
        self._pending = [int(record.value) for record in finished]
        return decisions

    def persist(self) -> None:
        if self.persist_faults:
            raise self.persist_faults.pop(0)
        self.kept += self._pending
        self._pending = []

    def restart(self) -> None:
        self.restarts += 1
        self._pending = []

    def close(self) -> None:
        """Nothing to close."""


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[SqliteBus]:
    made = SqliteBus(tmp_path / "bus.db", max_value_bytes=1000)
    yield made
    made.close()


def publish(bus: SqliteBus, *numbers: int) -> None:
    bus.publish([Outgoing("detente.stories", b"one-key", str(number).encode()) for number in numbers])


def loop(bus: SqliteBus, handler: Handler, *, batch: int = 100, rejects_in_a_row: int = 100) -> Loop:
    return Loop(
        STAGE,
        handler,
        bus,
        Pulse("store"),
        batch=batch,
        rejects_in_a_row=rejects_in_a_row,
        poll_seconds=0.05,
        backoff=Backoff(0.001, 0.01),
    )


def run(bus: SqliteBus, handler: Handler, *, batch: int = 100, rejects_in_a_row: int = 100) -> None:
    loop(bus, handler, batch=batch, rejects_in_a_row=rejects_in_a_row).run(Stop(), once=True)


def committed(bus: SqliteBus) -> int:
    return sum(each.committed or 0 for each in bus.facts(STAGE.group, STAGE.reads))


def dead(bus: SqliteBus) -> list[Record]:
    return [letter for n, _, _ in bus.partitions(STAGE.dead) for letter in bus.read(STAGE.dead, n, 0, 1000)]


def done(record: Record) -> Done:
    return Done("ok", (Outgoing(OUT, record.key, record.value),))


def published(bus: SqliteBus) -> list[int]:
    return sorted(int(r.value) for n, _, _ in bus.partitions(OUT) for r in bus.read(OUT, n, 0, 1000))


def test_what_is_done_is_published_persisted_and_committed(bus: SqliteBus) -> None:
    publish(bus, 1, 2, 3)
    handler = Handler(done)
    run(bus, handler)
    assert (published(bus), handler.kept, committed(bus)) == ([1, 2, 3], [1, 2, 3], 3)


def test_a_skip_is_committed_and_publishes_nothing(bus: SqliteBus) -> None:
    def answer(record: Record) -> Done:
        raise Skip("not for us")

    publish(bus, 1)
    run(bus, Handler(answer))
    assert (published(bus), dead(bus), committed(bus)) == ([], [], 1)


def test_a_reject_becomes_a_dead_letter_with_who_why_where_when_and_how_often(bus: SqliteBus) -> None:
    def answer(record: Record) -> Done:
        if record.value == b"2":
            raise Reject("cannot be read")
        return done(record)

    publish(bus, 1, 2, 3)
    run(bus, Handler(answer))
    (letter,) = dead(bus)
    facts = {name: value.decode() for name, value in letter.headers}
    assert (letter.key, letter.value) == (b"one-key", b"2")
    assert facts["detente-stage"] == "store"
    assert facts["detente-reason"] == "cannot be read"
    assert facts["detente-topic"] == "detente.stories"
    assert (facts["detente-offset"], facts["detente-attempts"]) == ("1", "1")
    assert facts["detente-at"].startswith("20")
    assert published(bus) == [1, 3]


def test_a_bug_with_one_record_kills_that_record_only(bus: SqliteBus) -> None:
    def answer(record: Record) -> Done:
        return Done("ok", (Outgoing(OUT, b"k", str(6 // (int(record.value) - 2)).encode()),))

    publish(bus, 1, 2, 3)
    run(bus, Handler(answer))
    (letter,) = dead(bus)
    assert b"ZeroDivisionError" in dict(letter.headers)["detente-reason"]
    assert committed(bus) == 3


def test_a_retry_holds_itself_and_all_after_it(bus: SqliteBus) -> None:
    stop = Stop()

    def answer(record: Record) -> Done:
        if record.value == b"3":
            stop.ask()
            raise Retry("later")
        return done(record)

    publish(bus, 1, 2, 3, 4)
    handler = Handler(answer)
    loop(bus, handler).run(stop)
    assert (published(bus), handler.kept, committed(bus)) == ([1, 2], [1, 2], 2)


def test_a_retry_that_passes_goes_on_in_order(bus: SqliteBus) -> None:
    tries = iter(range(100))

    def answer(record: Record) -> Done:
        if record.value == b"2" and next(tries) < 3:
            raise Retry("later")
        return done(record)

    publish(bus, 1, 2, 3)
    handler = Handler(answer)
    run(bus, handler)
    assert (handler.kept, committed(bus)) == ([1, 2, 3], 3)


def test_a_retry_with_a_limit_ends_as_a_dead_letter_that_counts_its_attempts(bus: SqliteBus) -> None:
    def answer(record: Record) -> Done:
        raise Retry("no luck", limit=4)

    publish(bus, 1)
    run(bus, Handler(answer))
    (letter,) = dead(bus)
    assert dict(letter.headers)["detente-attempts"] == b"4"
    assert dict(letter.headers)["detente-reason"] == b"gave up after 4 attempts: no luck"


def test_a_halt_stops_the_stage_and_commits_nothing_of_the_batch(bus: SqliteBus) -> None:
    def answer(record: Record) -> Done:
        if record.value == b"3":
            raise Halt("our fault")
        return done(record)

    publish(bus, 1, 2, 3)
    handler = Handler(answer)
    with pytest.raises(Halt, match="our fault"):
        run(bus, handler)
    assert (published(bus), handler.kept, committed(bus)) == ([], [], 0)


def test_too_many_rejects_in_a_row_stop_the_stage_before_the_batch_is_published(bus: SqliteBus) -> None:
    def answer(record: Record) -> Done:
        raise Reject("bad")

    publish(bus, *range(10))
    with pytest.raises(Halt, match="7 records in a row"):
        run(bus, Handler(answer), batch=3, rejects_in_a_row=7)
    assert (len(dead(bus)), committed(bus)) == (6, 6)


def test_one_good_record_starts_the_count_of_rejects_anew(bus: SqliteBus) -> None:
    def answer(record: Record) -> Done:
        if int(record.value) % 3:
            raise Reject("bad")
        return done(record)

    publish(bus, *range(30))
    run(bus, Handler(answer), batch=4, rejects_in_a_row=3)
    assert (len(dead(bus)), committed(bus)) == (20, 30)


@pytest.mark.parametrize("fault", [StoreUnavailable("database: down"), Retry("later")])
def test_when_own_state_cannot_be_made_durable_nothing_is_committed_and_all_is_done_again(
    bus: SqliteBus, fault: Exception
) -> None:
    publish(bus, 1, 2)
    handler = Handler(done)
    handler.persist_faults = [fault, fault]
    run(bus, handler)
    assert (handler.kept, committed(bus), handler.restarts) == ([1, 2], 2, 3)


def test_lost_partitions_are_forgotten_and_read_again(bus: SqliteBus) -> None:
    publish(bus, 1, 2)
    handler = Handler(done)
    handler.persist_faults = [PartitionsLost("to another")]
    run(bus, handler)
    assert (handler.kept, committed(bus)) == ([1, 2], 2)


def test_a_result_over_the_limit_of_the_bus_is_a_dead_letter(bus: SqliteBus) -> None:
    publish(bus, 1)
    run(bus, Handler(lambda record: Done("ok", (Outgoing(OUT, b"k", bytes(1001)),))))
    (letter,) = dead(bus)
    assert b"over the bus's 1000" in dict(letter.headers)["detente-reason"]


def test_a_stop_in_the_middle_finishes_the_batch_at_hand(bus: SqliteBus) -> None:
    stop = Stop()

    def answer(record: Record) -> Done:
        stop.ask()
        return done(record)

    publish(bus, 1, 2, 3)
    handler = Handler(answer)
    loop(bus, handler, batch=2).run(stop)
    assert (handler.kept, committed(bus)) == ([1, 2], 2)


def test_a_call_that_never_returns_ends_the_process_with_its_stacks() -> None:
    program = """
import threading
from detente.pulse import Pulse, watch
pulse = Pulse("store")
watch(pulse, every=0.05)
with pulse.within(0.1):
    threading.Event().wait()
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == WATCHDOG_EXIT
    assert "most recent call first" in ended.stderr
