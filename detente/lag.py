"""How far behind each group is, and whether that is trouble: pure rules on what the bus and the daemons know.

Time lag is the age of the record *at* the committed offset, read from the bus, never an interpolation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from detente.bus import PartitionFacts
from detente.health import iso

Word = Literal["ok", "slow", "stalled", "stopped", "rewound", "no_members", "unknown"]
WORST_FIRST: tuple[Word, ...] = ("no_members", "stopped", "stalled", "rewound", "unknown", "slow", "ok")
FINE: tuple[Word, ...] = ("ok", "slow")
SLOW_SECONDS = 60.0
STILL_SECONDS = 60.0


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """What the daemons wrote of one group on one partition: when it last moved (epoch seconds) and the furthest it has
    been.
    """

    moved: float
    highest: int


class PartitionLag(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `detente lag --json`."""

    group: str
    topic: str
    partition: int
    committed: int | None
    end: int
    lag: int
    lag_seconds: float
    members: int
    verdict: Word
    reason: str
    since: str | None
    headroom_seconds: float | None
    lost: int


class Lag(msgspec.Struct, frozen=True, kw_only=True):
    """What `detente lag --json` prints; `worst` is null where the bus has no topic yet."""

    at: str
    bus: str
    partitions: list[PartitionLag]
    worst: Word | None


def judge(
    facts: PartitionFacts, progress: Progress | None, *, loop_age: float | None, keep_seconds: float, now: float
) -> PartitionLag:
    """The row of one partition. `loop_age`: seconds since the stage's loop came round, None when nobody says so."""
    start = max(facts.committed if facts.committed is not None else facts.begin, facts.begin)
    lag = facts.end - start
    seconds = max(0.0, now - facts.committed_at) if lag and facts.committed_at is not None else 0.0
    still = None if progress is None else now - progress.moved
    verdict, reason = _verdict(facts, progress, lag=lag, seconds=seconds, still=still, loop_age=loop_age)
    return PartitionLag(
        group=facts.group,
        topic=facts.topic,
        partition=facts.partition,
        committed=facts.committed,
        end=facts.end,
        lag=lag,
        lag_seconds=round(seconds, 3),
        members=facts.members,
        verdict=verdict,
        reason=reason,
        since=None if progress is None else iso(progress.moved),
        headroom_seconds=round(keep_seconds - seconds, 1) if lag else None,
        lost=max(0, facts.begin - facts.committed) if facts.committed is not None else 0,
    )


def _verdict(
    facts: PartitionFacts,
    progress: Progress | None,
    *,
    lag: int,
    seconds: float,
    still: float | None,
    loop_age: float | None,
) -> tuple[Word, str]:
    if facts.members == 0:
        return "no_members", f"nobody reads; {lag} records wait"
    if progress is not None and facts.committed is not None and facts.committed < progress.highest:
        return "rewound", f"committed went back from {progress.highest} to {facts.committed}"
    if loop_age is not None and loop_age > STILL_SECONDS:
        return "stopped", f"the loop last came round {loop_age:.0f} s ago"
    if lag == 0:
        return "ok", "nothing waits"
    if seconds <= SLOW_SECONDS:
        return "ok", f"{lag} wait, the oldest for {seconds:.0f} s"
    if still is None:
        return "unknown", f"{lag} wait for {seconds:.0f} s, and no progress was ever reported"
    if still > STILL_SECONDS:
        return "stalled", f"the loop turns but has committed nothing for {still:.0f} s; {lag} wait"
    return "slow", f"{seconds:.0f} s behind, and moving"


def worst(rows: Iterable[PartitionLag]) -> Word | None:
    """The verdict that matters most."""
    found = {row.verdict for row in rows}
    return next((word for word in WORST_FIRST if word in found), None)


def report(
    facts: Iterable[PartitionFacts],
    progress: Mapping[tuple[str, str, int], Progress],
    loop_ages: Mapping[str, float],
    keep_seconds: Mapping[str, float],
    *,
    bus: str,
    now: float,
) -> Lag:
    """All rows of all groups; `loop_ages` by group, `keep_seconds` (retention) by topic."""
    rows = [
        judge(
            each,
            progress.get((each.group, each.topic, each.partition)),
            loop_age=loop_ages.get(each.group),
            keep_seconds=keep_seconds[each.topic],
            now=now,
        )
        for each in facts
    ]
    return Lag(at=iso(now) or "", bus=bus, partitions=rows, worst=worst(rows))
