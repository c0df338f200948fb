"""How long to wait before trying again: exponential with full jitter (Brooker, AWS Architecture Blog, 2015)."""

from __future__ import annotations

from collections.abc import Callable
from random import random

import msgspec


class Backoff(msgspec.Struct, frozen=True):
    """Seconds: the first wait is at most `first`, each later one twice that, never over `most`."""

    first: float = 0.5
    most: float = 30.0

    def seconds(self, attempt: int, *, hint: float | None = None, chance: Callable[[], float] = random) -> float:
        """The wait after failed attempt number `attempt` (from 1); never shorter than `hint`, and never zero."""
        ceiling = min(self.most, self.first * 2.0 ** min(attempt - 1, 30))
        drawn = ceiling * (0.1 + 0.9 * chance())
        return max(drawn, hint or 0.0)
