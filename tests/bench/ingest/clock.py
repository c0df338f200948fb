"""A clock that several processes share and that may run faster than the wall's."""

from __future__ import annotations

import time

import msgspec


class Clock(msgspec.Struct, frozen=True):
    """Epoch seconds: `start` when the wall's clock shows `wall`, from then on `speed` times as fast."""

    start: float
    wall: float
    speed: float

    def __call__(self) -> float:
        passed = time.time() - self.wall
        return self.start + passed * (self.speed if passed > 0 else 1.0)

    def words(self) -> list[str]:
        """For a command line."""
        return [repr(self.start), repr(self.wall), repr(self.speed)]


def clock_of(words: list[str]) -> Clock:
    return Clock(*map(float, words))
