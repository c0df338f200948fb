"""How the whole is: pure rules on facts that `health_facts` gathers.

failing: nothing can be told (a stage stands still or is gone); degraded: something needs a person soon; ok.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Literal

import msgspec

from detente.pulse import Pulse

Status = Literal["ok", "degraded", "failing"]
STALE_SECONDS = 60.0
OLD_DELIVERY_SECONDS = 900.0
SILENT_GAPS = 3.0
SILENT_LEAST = 6 * 3600.0  # a feed of many items an hour sleeps at night


class StageHealth(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    state: Literal["running", "stopped", "restarting"]
    pid: int | None
    last_loop: str | None
    restarts: int = 0
    last_error: str | None = None
    uses: str | None = None


class FeedHealth(msgspec.Struct, frozen=True, kw_only=True):
    """Of the active feeds. A silent one answers and has had nothing new for far longer than is its rhythm."""

    total: int = 0
    up: int = 0
    failing: int = 0
    silent: int = 0


class DeliveryHealth(msgspec.Struct, frozen=True, kw_only=True):
    """`failed` counts those of the last day; `disabled` names destinations that said that they are gone for good."""

    pending: int = 0
    oldest_pending_seconds: float | None = None
    failed: int = 0
    disabled: Sequence[str] = ()


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """What `detente health --json` and GET /health print. `reasons` says why it is not ok."""

    status: Status
    stages: Sequence[StageHealth]
    feeds: FeedHealth = FeedHealth()
    dead_letters: dict[str, int] = {}
    deliveries: DeliveryHealth = DeliveryHealth()
    reasons: Sequence[str] = ()


def judge(
    stages: Sequence[StageHealth], feeds: FeedHealth, dead_letters: dict[str, int], deliveries: DeliveryHealth
) -> Health:
    """The status with every reason for it."""
    gone = [f"{each.name} is {each.state}" for each in stages if each.state != "running"]
    soon = [f"{each.name}: {each.last_error}" for each in stages if each.state == "running" and each.last_error]
    soon += [f"{count} dead letters of {name}" for name, count in dead_letters.items() if count]
    if feeds.total and feeds.failing:
        soon.append(f"{feeds.failing} of {feeds.total} feeds fail")
    if (deliveries.oldest_pending_seconds or 0) > OLD_DELIVERY_SECONDS:
        soon.append(f"an alert has waited {deliveries.oldest_pending_seconds:.0f} s")
    if deliveries.failed:
        soon.append(f"{deliveries.failed} alerts of the last day did not arrive: `detente alert list` says why")
    soon += [f"alert {name} is disabled: `detente alert enable {name}` when it works" for name in deliveries.disabled]
    status: Status = "failing" if gone else "degraded" if soon else "ok"
    return Health(
        status=status,
        stages=stages,
        feeds=feeds,
        dead_letters=dead_letters,
        deliveries=deliveries,
        reasons=gone + soon,
    )


def is_silent(gap: float | None, last_new_item: float | None, now: float) -> bool:
    """Whether a feed is silent against its own rhythm: `gap` is its learned mean gap between items, in seconds."""
    if gap is None or last_new_item is None:
        return False
    return now - last_new_item > max(SILENT_GAPS * gap, SILENT_LEAST)


def of_daemon(pulse: Pulse) -> Health:
    """A daemon's own word: failing when its loop has not come round for a minute, or a call does not return."""
    age = None if pulse.last_loop is None else time.time() - pulse.last_loop
    stuck = pulse.overdue() or (age is not None and age > STALE_SECONDS)
    stage = StageHealth(
        name=pulse.stage,
        state="running",
        pid=None,
        last_loop=iso(pulse.last_loop),
        last_error=pulse.last_error,
        uses=pulse.uses,
    )
    reasons = [f"the loop last came round {age:.0f} s ago"] if stuck and age is not None else []
    if pulse.last_error:
        reasons.append(pulse.last_error)
    status: Status = "failing" if stuck else "degraded" if pulse.last_error else "ok"
    return Health(status=status, stages=(stage,), reasons=reasons)


def iso(seconds: float | None) -> str | None:
    """RFC 3339 in UTC."""
    if seconds is None:
        return None
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
