"""The gate of a host, on a clock of the test's."""

from __future__ import annotations

import asyncio

import pytest

from detente.http import HttpFault
from ingest.politeness import OPEN_AFTER, HostGate, HostRests


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def ask(gate: HostGate, fault: HttpFault | None = None) -> None:
    async with gate.turn("h.example"):
        if fault is not None:
            raise fault


async def refused(gate: HostGate) -> HostRests:
    with pytest.raises(HostRests) as caught:
        await ask(gate)
    return caught.value


def test_who_would_wait_too_long_is_sent_away_to_come_back_one_gap_after_the_other() -> None:
    async def scene() -> list[float]:
        clock = Clock()
        gate = HostGate(2, 10.0, patience=5.0, clock=clock, chance=lambda: 0.0)
        await ask(gate)
        assert not gate.has_sent_away()
        waits = [(await refused(gate)).seconds for _ in range(3)]
        assert gate.has_sent_away()
        clock.now += waits[-1]
        assert not gate.has_sent_away()
        return waits

    assert asyncio.run(scene()) == [20.0, 30.0, 40.0]


def test_starts_are_a_gap_apart_and_a_little_more_by_chance() -> None:
    async def scene() -> list[float]:
        clock, starts, chances = Clock(), list[float](), [0.0, 1.0, 0.5]
        gate = HostGate(2, 10.0, patience=5.0, clock=clock, chance=lambda: chances[len(starts)])
        for _ in chances:
            async with gate.turn("h.example"):
                starts.append(clock.now)
            clock.now += (await refused(gate)).seconds - 10.0
        return starts

    assert asyncio.run(scene()) == [1000.0, 1010.0, 1022.5]


def test_what_a_host_asks_for_holds_for_who_waits_already() -> None:
    async def scene() -> HostRests:
        clock = Clock()
        gate = HostGate(2, 0.01, clock=clock, chance=lambda: 0.0)
        await ask(gate)
        waiting = asyncio.create_task(refused(gate))
        await asyncio.sleep(0)
        gate.hold_off("h.example", 60.0)
        return await waiting

    assert asyncio.run(scene()).seconds == 60.0


def test_a_host_that_does_not_answer_rests_longer_each_time_until_it_answers() -> None:
    async def scene() -> list[float]:
        clock, rests = Clock(), list[float]()
        gate = HostGate(2, 0.0, clock=clock, chance=lambda: 0.0)
        for n in range(OPEN_AFTER + 2):
            with pytest.raises(HttpFault):
                await ask(gate, HttpFault("connect", "refused"))
            if n >= OPEN_AFTER - 1:
                rests.append((await refused(gate)).seconds)
                clock.now += rests[-1]
        await ask(gate)
        with pytest.raises(HttpFault):
            await ask(gate, HttpFault("connect", "refused"))
        await ask(gate)
        return rests

    assert asyncio.run(scene()) == [60.0, 120.0, 240.0]


@pytest.mark.parametrize("fault", [HttpFault("timeout", "in the body", answered=True), HttpFault("too_large", "bomb")])
def test_a_host_that_answers_badly_answers(fault: HttpFault) -> None:
    async def scene() -> None:
        gate = HostGate(2, 0.0, clock=Clock(), chance=lambda: 0.0)
        for _ in range(OPEN_AFTER + 1):
            with pytest.raises(HttpFault):
                await ask(gate, fault)
        await ask(gate)

    asyncio.run(scene())
