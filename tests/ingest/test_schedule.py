"""When a feed is polled next: within bounds, whatever its history."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.schedule import DAY, GONE_FOR_NOW, Rhythm, next_poll

rhythms = st.builds(
    Rhythm,
    poll_min=st.just(300.0),
    poll_urgent=st.just(60.0),
    poll_max=st.just(DAY),
    urgent=st.booleans(),
    busy=st.booleans(),
    gap=st.none() | st.floats(1, 1e7),
    failure_weight=st.floats(0, 60),
    failures=st.integers(0, 60),
)
chances = st.floats(0, 1, exclude_max=True)


@given(rhythms, st.none() | st.floats(0, 1e6), chances)
def test_a_poll_is_never_earlier_than_its_floor_nor_later_than_its_ceiling(
    rhythm: Rhythm, fresh: float | None, chance: float
) -> None:
    seconds = next_poll(rhythm, fresh_for=fresh, retry_after=None, chance=lambda: chance).seconds
    floor = rhythm.poll_urgent if rhythm.urgent else rhythm.poll_min
    assert floor <= seconds <= (GONE_FOR_NOW if rhythm.failures >= 30 else DAY)


@given(rhythms, st.floats(0, 1e7), chances)
def test_what_the_server_asked_for_makes_a_poll_later_and_never_earlier(
    rhythm: Rhythm, asked: float, chance: float
) -> None:
    unasked = next_poll(rhythm, fresh_for=None, retry_after=None, chance=lambda: chance)
    found = next_poll(rhythm, fresh_for=None, retry_after=asked, chance=lambda: chance)
    assert found.seconds == max(min(asked, DAY), unasked.seconds)


@given(rhythms, chances)
def test_no_feed_is_polled_faster_for_failing(rhythm: Rhythm, chance: float) -> None:
    found = next_poll(rhythm, fresh_for=None, retry_after=None, chance=lambda: chance)
    assert not rhythm.failures or found.seconds >= rhythm.usual


def test_a_fixed_interval_overrides_the_rhythm_and_the_floor() -> None:
    rhythm = Rhythm(poll_min=300, poll_urgent=60, poll_max=DAY, fixed=30, gap=1e5)
    assert next_poll(rhythm, fresh_for=9999, retry_after=None, chance=lambda: 0.5).seconds == 30


def test_after_thirty_failures_a_feed_is_asked_once_a_month() -> None:
    rhythm = Rhythm(poll_min=300, poll_urgent=60, poll_max=DAY, failures=30, failure_weight=12)
    assert next_poll(rhythm, fresh_for=None, retry_after=None, chance=lambda: 0.5).seconds == GONE_FOR_NOW
