"""Each verdict has its case, and a figure is never made up."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from detente.bus import PartitionFacts
from detente.lag import Progress, Word, judge, worst

NOW = 1_000_000.0


def facts(**changes: Any) -> PartitionFacts:
    plain = PartitionFacts(
        group="detente.store",
        topic="detente.stories",
        partition=0,
        committed=90,
        begin=10,
        end=100,
        committed_at=NOW - 5,
        members=1,
    )
    return msgspec.structs.replace(plain, **changes)


def row(of: PartitionFacts, progress: Progress | None = None, loop_age: float | None = 1.0) -> Any:
    return judge(of, progress, loop_age=loop_age, keep_seconds=1000, now=NOW)


@pytest.mark.parametrize(
    ("of", "progress", "loop_age", "verdict"),
    [
        (facts(committed=100, committed_at=None), None, 1, "ok"),
        (facts(), None, 1, "ok"),
        (facts(members=0), None, 1, "no_members"),
        (facts(committed=100, members=0), None, 1, "no_members"),
        (facts(), Progress(moved=NOW - 1, highest=95), 1, "rewound"),
        (facts(), None, 100, "stopped"),
        (facts(committed_at=NOW - 300), Progress(moved=NOW - 2, highest=90), 1, "slow"),
        (facts(committed_at=NOW - 300), Progress(moved=NOW - 200, highest=90), 1, "stalled"),
        (facts(committed_at=NOW - 300), None, None, "unknown"),
    ],
)
def test_verdict(of: PartitionFacts, progress: Progress | None, loop_age: float | None, verdict: str) -> None:
    assert row(of, progress, loop_age).verdict == verdict


def test_lag_counts_from_what_is_still_kept_and_names_what_was_lost() -> None:
    found = row(facts(committed=4))
    assert (found.lag, found.lost) == (90, 6)


def test_a_group_that_never_committed_is_behind_by_all_that_is_kept() -> None:
    found = row(facts(committed=None))
    assert (found.committed, found.lag, found.lost) == (None, 90, 0)


def test_seconds_are_the_age_of_the_record_at_the_committed_offset() -> None:
    found = row(facts())
    assert (found.lag_seconds, found.headroom_seconds) == (5, 995)


def test_no_lag_no_seconds_no_headroom() -> None:
    found = row(facts(committed=100, committed_at=None))
    assert (found.lag, found.lag_seconds, found.headroom_seconds) == (0, 0, None)


def test_the_worst_is_named() -> None:
    words: tuple[Word, ...] = ("ok", "stalled", "slow")
    rows = [msgspec.structs.replace(row(facts()), verdict=word) for word in words]
    assert worst(rows) == "stalled"
    assert worst([]) is None
