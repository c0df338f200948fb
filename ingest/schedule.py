"""When a feed is polled next: a pure rule on what is known of it, with its reason."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

DAY = 86400.0
GONE_FOR_NOW = 30 * DAY
WEIGHTS = {"dns": 0.25, "timeout": 0.5, "server": 0.5, "client": 1.0, "parse": 1.0, "other": 0.5}
FIRST_BACKOFF = 600.0


class Rhythm(msgspec.Struct, frozen=True, kw_only=True):
    """What decides a feed's interval. All in seconds; `gap` is its learned mean gap between new items.

    None while unknown.
    """

    poll_min: float
    poll_urgent: float
    poll_max: float
    fixed: float | None = None
    urgent: bool = False
    gap: float | None = None
    failure_weight: float = 0.0
    failures: int = 0


class Next(msgspec.Struct, frozen=True):
    """Seconds from now, and why."""

    seconds: float
    reason: str


def next_poll(
    rhythm: Rhythm, *, fresh_for: float | None, retry_after: float | None, chance: Callable[[], float]
) -> Next:
    """The next poll after one that has just ended.

    `fresh_for`: seconds for which the answer is fresh (RFC 9111, 4.2); `retry_after`: what a 429 or 503 asked for
    (RFC 9110, 10.2.3).
    """
    if retry_after is not None:
        return Next(min(max(retry_after, 1.0), DAY), "the server asked to wait")
    if rhythm.failures:
        return _after_failure(rhythm, chance)
    if rhythm.fixed is not None:
        return Next(rhythm.fixed, "fixed interval")
    floor = rhythm.poll_urgent if rhythm.urgent else rhythm.poll_min
    seconds, reason = floor * 4, "rhythm not known yet"
    if rhythm.gap is not None:
        seconds, reason = rhythm.gap / 2, "half its own gap between items"
    seconds = min(max(seconds, floor), rhythm.poll_max)
    if fresh_for is not None and fresh_for > seconds:
        return Next(min(fresh_for, DAY), "the answer is fresh until then")
    return Next(seconds * (0.9 + 0.2 * chance()), reason)


def _after_failure(rhythm: Rhythm, chance: Callable[[], float]) -> Next:
    """Grows with the weight of the failures in a row: never faster for failing, a month after thirty."""
    usual = rhythm.fixed or (rhythm.poll_urgent if rhythm.urgent else rhythm.poll_min)
    if rhythm.failures >= 30:
        return Next(GONE_FOR_NOW, f"failed {rhythm.failures} times in a row")
    ceiling = min(max(FIRST_BACKOFF, usual) * 2.0 ** min(rhythm.failure_weight, 20), DAY)
    floor = min(usual, ceiling)
    return Next(floor + (ceiling - floor) * chance(), f"backing off after {rhythm.failures} failures")


def learned_gap(gap: float | None, since_last_item: float | None, new_items: int) -> float | None:
    """The mean gap between items, smoothed exponentially over polls.

    Unchanged by a poll without news but for its floor.
    """
    if since_last_item is None:
        return gap
    if new_items == 0:
        return gap if gap is None or since_last_item < 2 * gap else (gap + since_last_item) / 2
    seen = since_last_item / new_items
    return seen if gap is None else 0.7 * gap + 0.3 * seen
