"""Waits grow, are bounded, listen to hints, and never reach zero."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.retry import Backoff


@given(st.integers(1, 500), st.floats(0, 1, exclude_max=True))
def test_a_wait_is_positive_and_bounded(attempt: int, chance: float) -> None:
    assert 0 < Backoff(first=0.5, most=30).seconds(attempt, chance=lambda: chance) <= 30


def test_the_ceiling_doubles() -> None:
    backoff = Backoff(first=1, most=10)
    assert [backoff.seconds(n, chance=lambda: 1.0) for n in (1, 2, 3, 4, 5)] == [1, 2, 4, 8, 10]


def test_a_hint_is_the_least() -> None:
    assert Backoff(first=1, most=10).seconds(1, hint=99, chance=lambda: 0.0) == 99
