"""The loop: every stage that reads the bus runs in it.

    poll ─▶ handle ─▶ publish ─▶ every acknowledgement ─▶ persist ─▶ commit ─▶ count
             │                                                        ▲
             └ Reject ─▶ the stage's dead letters ────────────────────┘

A crash anywhere repeats the batch and loses nothing, so what `handle` returns and `persist` writes must be idempotent.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol, TypeVar

import msgspec

from detente import __version__, log, metrics
from detente.bus import Bus, Outgoing, Record, Subscription, TopicPartition
from detente.errors import Halt, PartitionsLost, Reject, Retry, Skip
from detente.pulse import Pulse
from detente.retry import Backoff
from detente.stop import Stop
from detente.topology import Stage

CALL_SECONDS = 120.0
T = TypeVar("T")


class Done(msgspec.Struct, frozen=True):
    """The record is handled: publish these, count it under `outcome`."""

    outcome: str
    publish: tuple[Outgoing, ...] = ()


Decision = Done | Skip | Reject | Retry


class Handler(Protocol):
    """What a stage does with its records. One thread calls it."""

    def handle(self, records: Sequence[Record]) -> Sequence[Decision]:
        """One decision a record, in order, with no effect outside yet. A Retry may end the list early: it and all
        after it come again.

        Raises Retry when nothing of the batch can be handled now, Halt when the stage must stop.
        """

    def persist(self) -> None:
        """Make durable what `handle` decided; called when all that it wanted published is acknowledged.

        Raises Retry, Halt.
        """

    def restart(self) -> None:
        """Forget what is not durable and read own state again: at the start, with other partitions and after a failed
        batch.
        """

    def close(self) -> None: ...


class Loop:
    """Runs one handler on its topics until asked to stop.

    `batch` records at most at a time; after `rejects_in_a_row` rejected records the fault is surely ours: Halt.
    """

    def __init__(
        self,
        stage: Stage,
        handler: Handler,
        bus: Bus,
        pulse: Pulse,
        *,
        batch: int = 100,
        poll_seconds: float = 0.5,
        rejects_in_a_row: int = 100,
        backoff: Backoff = Backoff(),  # noqa: B008
        now: Callable[[], float] = time.time,
    ) -> None:
        self._stage, self._handler, self._bus, self._pulse = stage, handler, bus, pulse
        self._batch, self._poll_seconds, self._limit = batch, poll_seconds, rejects_in_a_row
        self._backoff, self._now = backoff, now
        self._rejected = 0
        self._generation: int | None = None
        self._log = log.get("worker")

    def run(self, stop: Stop, *, once: bool = False) -> None:
        """Work until `stop`, or with `once` until nothing waits; the batch at hand is finished first. Raises Halt."""
        subscription = self._insist(lambda: self._bus.subscribe(self._stage.group, self._stage.reads), stop)
        if subscription is None:
            return
        try:
            while not stop:
                records = self._poll(subscription, stop)
                if records:
                    self._finish(subscription, records, stop)
                elif once and self._caught_up():
                    return
        finally:
            self._handler.close()
            subscription.close()

    def _insist(self, deed: Callable[[], T], stop: Stop) -> T | None:
        """What `deed` gives, as soon as the bus answers; None on a stop."""
        attempt = 0
        while not stop:
            attempt += 1
            self._pulse.beat()
            try:
                with self._pulse.within(CALL_SECONDS):
                    return deed()
            except Retry as down:
                self._report(down, attempt)
                stop.wait(self._backoff.seconds(attempt, hint=down.after))
        return None

    def _poll(self, subscription: Subscription, stop: Stop) -> list[Record]:
        self._pulse.beat()
        try:
            with self._pulse.within(CALL_SECONDS):
                records = subscription.poll(self._batch, self._poll_seconds)
        except Retry as retry:
            self._report(retry, 1)
            stop.wait(self._backoff.seconds(1, hint=retry.after))
            return []
        if not records:
            self._pulse.trouble(None)
        elif subscription.generation != self._generation:
            self._generation = None
        return records

    def _finish(self, subscription: Subscription, records: list[Record], stop: Stop) -> None:
        """Bring every record of the batch to its end, as often as it takes.

        On a stop what is not finished stays uncommitted.
        """
        attempt = 0
        while records:
            attempt += 1
            try:
                self._ready(subscription)
                done, retry = self._turn(subscription, records, attempt)
            except PartitionsLost as lost:
                self._log.info("partitions_lost", reason=str(lost))
                self._generation = None
                self._insist(subscription.rewind, stop)
                return
            except Retry as held:
                done, retry = 0, held
            records = records[done:]
            if retry is None:
                self._pulse.trouble(None)
                return
            attempt = 1 if done else attempt
            self._generation = None
            self._report(retry, attempt)
            if self._wait(subscription, self._backoff.seconds(attempt, hint=retry.after), stop):
                return

    def _ready(self, subscription: Subscription) -> None:
        if self._generation is None:
            self._handler.restart()
            self._generation = subscription.generation

    def _turn(self, subscription: Subscription, records: list[Record], attempt: int) -> tuple[int, Retry | None]:
        """One try at the batch: how many records are finished and committed, and what holds the next one."""
        began = self._now()
        with self._pulse.within(CALL_SECONDS * 5):
            decisions = self._decide(records, attempt)
        retry = next((each for each in decisions if isinstance(each, Retry)), None)
        finished = decisions if retry is None else decisions[: decisions.index(retry)]
        if retry is None and len(decisions) != len(records):
            raise Halt(f"{self._stage.name}: {len(decisions)} decisions for {len(records)} records")
        self._count_rejects(finished)
        pairs = list(zip(records, finished, strict=False))
        outgoing = [each for record, decision in pairs for each in self._outgoing(record, decision, attempt)]
        with self._pulse.within(CALL_SECONDS):
            if outgoing:
                self._bus.publish(outgoing)
        with self._pulse.within(CALL_SECONDS):
            self._handler.persist()
        with self._pulse.within(CALL_SECONDS):
            self._commit(subscription, records[: len(finished)])
        self._count(pairs, began)
        return len(finished), retry

    def _decide(self, records: list[Record], attempt: int) -> list[Decision]:
        decisions, most = list(self._handler.handle(records)), self._bus.max_value_bytes
        first = decisions[0] if decisions else None
        if isinstance(first, Retry) and first.limit is not None and attempt >= first.limit:
            decisions[0] = Reject(f"gave up after {attempt} attempts: {first.reason}")
        for n, decision in enumerate(decisions):
            for each in decision.publish if isinstance(decision, Done) else ():
                if len(each.value) > most:
                    decisions[n] = Reject(f"result of {len(each.value)} bytes is over the bus's {most}")
        return decisions

    def _count_rejects(self, decisions: Sequence[Decision]) -> None:
        """Halt before anything is published when too many in a row were rejected."""
        in_a_row = self._rejected
        for decision in decisions:
            in_a_row = in_a_row + 1 if isinstance(decision, Reject) else 0
            if isinstance(decision, Reject) and in_a_row >= self._limit:
                raise Halt(f"{self._stage.name}: {in_a_row} records in a row rejected, the last: {decision.reason}")
        self._rejected = in_a_row

    def _outgoing(self, record: Record, decision: Decision, attempt: int) -> Sequence[Outgoing]:
        if isinstance(decision, Done):
            return decision.publish
        if isinstance(decision, Reject):
            return (dead_letter(self._stage, record, decision.reason, attempt, self._now()),)
        return ()

    def _commit(self, subscription: Subscription, records: Sequence[Record]) -> None:
        positions: dict[TopicPartition, int] = {record.where: record.offset + 1 for record in records}
        if positions:
            subscription.commit(positions)
        for where, position in positions.items():
            self._pulse.progress(self._stage.group, where, position)

    def _count(self, pairs: Sequence[tuple[Record, Decision]], began: float) -> None:
        now, name = self._now(), self._stage.name
        outcomes = Counter(outcome_of(decision) for _record, decision in pairs)
        for outcome, count in outcomes.items():
            metrics.ITEMS.labels(name, outcome).inc(count)
        metrics.DEAD_LETTERS.labels(name).inc(outcomes["dead"])
        observe = metrics.ITEM_AGE.labels(name).observe
        for record, _decision in pairs:
            observe(max(0.0, now - record.at))
        debugging = self._log.is_enabled_for(logging.DEBUG)
        for record, decision in pairs if debugging or outcomes["dead"] else ():
            if isinstance(decision, Reject):
                self._log.warning("dead_letter", **_said_of(record), reason=decision.reason)
            elif debugging:
                self._log.debug("record_done", **_said_of(record), outcome=outcome_of(decision))
        metrics.STAGE_DURATION.labels(name).observe(now - began)

    def _report(self, retry: Retry, attempt: int) -> None:
        metrics.RETRIES.labels(self._stage.name).inc()
        self._pulse.trouble(retry.reason)
        self._log.warning("held", reason=retry.reason, attempt=attempt)

    def _wait(self, subscription: Subscription, seconds: float, stop: Stop) -> bool:
        """Stay a member while waiting; True when asked to stop meanwhile."""
        until = self._now() + seconds
        while not stop and (left := until - self._now()) > 0:
            self._pulse.beat()
            try:
                with self._pulse.within(CALL_SECONDS):
                    subscription.hold(min(left, 0.5))
            except Retry:
                stop.wait(min(left, 0.5))
        return bool(stop)

    def _caught_up(self) -> bool:
        facts = self._bus.facts(self._stage.group, self._stage.reads)
        return all(each.end == max(each.committed or 0, each.begin) for each in facts)


def outcome_of(decision: Decision) -> str:
    """The one word under which a finished record is counted."""
    if isinstance(decision, (Done, Skip)):
        return decision.outcome
    return "dead" if isinstance(decision, Reject) else "held"


def _said_of(record: Record) -> dict[str, str]:
    return {"article": record.key.decode(errors="replace"), "record": str(record)}


def dead_letter(stage: Stage, record: Record, reason: str, attempts: int, now: float) -> Outgoing:
    """The original bytes with who, why, where, when and how often, in headers."""
    facts = {
        "detente-stage": stage.name,
        "detente-reason": reason[:2000],
        "detente-topic": record.topic,
        "detente-partition": str(record.partition),
        "detente-offset": str(record.offset),
        "detente-at": datetime.fromtimestamp(now, UTC).isoformat(),
        "detente-attempts": str(attempts),
        "detente-release": __version__,
    }
    own = tuple((name, value.encode()) for name, value in facts.items())
    kept = tuple((name, value) for name, value in record.headers if name not in facts)
    return Outgoing(stage.dead, record.key, record.value, kept + own)


def one_by_one(handle: Callable[[Record], Done], records: Sequence[Record]) -> list[Decision]:
    """The decisions of a handler that takes one record and answers with Done or a word; ends at the first Retry.

    Any other exception is a fault of ours with this record: a dead letter that says so, while the others go on.
    """
    decisions: list[Decision] = []
    for record in records:
        try:
            decisions.append(handle(record))
        except (Skip, Reject) as word:
            decisions.append(word)
        except Retry as retry:
            decisions.append(retry)
            break
        except (Halt, PartitionsLost):
            raise
        except Exception as error:  # noqa: BLE001 - the one place: a bug must not stop the other records
            log.get("worker").exception("handler_failed", record=str(record))
            decisions.append(Reject(f"internal error: {type(error).__name__}: {error}"))
    return decisions
