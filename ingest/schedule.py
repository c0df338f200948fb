"""When a feed is polled next: a pure rule on what is known of it, with its reason."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from ingest.counted import counted

DAY = 86400.0
GONE_FOR_NOW = 30 * DAY
WEIGHTS = {"dns": 0.25, "timeout": 0.5, "server": 0.5, "busy": 0.5, "client": 1.0, "parse": 1.0, "other": 0.5}
FIRST_BACKOFF = 600.0


class Rhythm(msgspec.Struct, frozen=True, kw_only=True):
    """What decides a feed's interval. All in seconds; `gap` is its learned mean gap between new items.

    None while unknown. `busy`: its last answer was a 429 or 503.
    """

    poll_min: float
    poll_urgent: float
    poll_max: float
    fixed: float | None = None
    urgent: bool = False
    gap: float | None = None
    failure_weight: float = 0.0
    failures: int = 0
    busy: bool = False

    @property
    def floor(self) -> float:
        return self.fixed or (self.poll_urgent if self.urgent else self.poll_min)

    @property
    def usual(self) -> float:
        """The interval of a feed that works: half its own gap between items, within bounds."""
        if self.fixed is not None:
            return self.fixed
        return min(max(self.floor * 4 if self.gap is None else self.gap / 2, self.floor), self.poll_max)


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
    following = _after_failure(rhythm, chance) if rhythm.failures else _after_success(rhythm, fresh_for, chance)
    asked = min(retry_after or 0.0, DAY)  # the earliest: who says "at once" is not asked sooner for failing
    return Next(asked, "the server asked to wait") if asked > following.seconds else following


def _after_success(rhythm: Rhythm, fresh_for: float | None, chance: Callable[[], float]) -> Next:
    if rhythm.fixed is not None:
        return Next(rhythm.fixed, "fixed interval")
    usual = rhythm.usual
    if fresh_for is not None and fresh_for > usual:
        return Next(min(fresh_for, DAY), "the answer is fresh until then")
    reason = "rhythm not known yet" if rhythm.gap is None else "half its own gap between items"
    earliest, latest = max(rhythm.floor, 0.9 * usual), min(rhythm.poll_max, 1.1 * usual)
    return Next(earliest + max(0.0, latest - earliest) * chance(), reason)


def _after_failure(rhythm: Rhythm, chance: Callable[[], float]) -> Next:
    """Grows with the weight of the failures in a row: never faster for failing, a month after thirty."""
    if rhythm.failures >= 30:
        return Next(GONE_FOR_NOW, f"failed {rhythm.failures} times in a row")
    backoff = max(FIRST_BACKOFF, rhythm.usual)
    earliest = backoff if rhythm.busy else rhythm.usual
    latest = max(earliest, min(backoff * 2.0 ** min(rhythm.failure_weight, 20), DAY))
    return Next(earliest + (latest - earliest) * chance(), f"backing off after {counted(rhythm.failures, 'failure')}")


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
