"""What an attempt to deliver means: a pure rule, after Standard Webhooks 1.0.0 and Slack's documentation."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

MINUTE, HOUR = 60.0, 3600.0
AGAIN = (5.0, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
LONGEST = AGAIN[-1]
JITTER = 0.2
CIRCUIT = 5
CIRCUIT_MOST = 300.0


class Answer(msgspec.Struct, frozen=True):
    """What came back: a status, or None with the fault's one line; `retry_after` in seconds where it was said.

    `gone`: it says in words of its own that nothing will arrive there any more.
    """

    status: int | None
    reason: str = ""
    retry_after: float | None = None
    gone: bool = False


class Delivered(msgspec.Struct, frozen=True):
    pass


class Again(msgspec.Struct, frozen=True):
    """Try this delivery after `seconds`; nothing goes to the destination before `hold` seconds."""

    seconds: float
    reason: str
    hold: float = 0.0


class Failed(msgspec.Struct, frozen=True):
    """It will never arrive; `disable`: neither will anything else there."""

    reason: str
    disable: bool = False


Fate = Delivered | Again | Failed


def fate(answer: Answer, attempts: int, chance: Callable[[], float]) -> Fate:
    """The fate after attempt number `attempts` (from 1).

    2xx is delivered, 410 or words to that effect disable the destination, 429, 408 and 5xx and no answer are tried
    again, all else fails at once.
    """
    status = answer.status
    if status is not None and 200 <= status < 300:
        return Delivered()
    reason = answer.reason or f"HTTP {status}"
    if status == 410 or answer.gone:
        return Failed(f"{reason}: the receiver is gone for good", disable=True)
    if status is not None and status not in (408, 425, 429) and status < 500:
        return Failed(f"{reason} (a redirect is not followed)" if 300 <= status < 400 else reason)
    if attempts > len(AGAIN):
        return Failed(f"gave up after {attempts} attempts: {reason}")
    wait = AGAIN[attempts - 1] * (1 + JITTER * (2 * chance() - 1))
    if answer.retry_after is not None:
        asked = min(answer.retry_after, LONGEST)
        return Again(max(wait, asked) if status != 429 else asked, reason, asked)
    return Again(wait, reason)


def circuit(failures: int) -> float:
    """Seconds for which a destination that has failed `failures` times in a row rests: none under five."""
    return 0.0 if failures < CIRCUIT else min(CIRCUIT_MOST, 10.0 * 2.0 ** (failures - CIRCUIT))
