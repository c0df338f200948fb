"""A clock that several processes share and that may run faster than the wall's."""

from __future__ import annotations

import time

import msgspec


class Clock(msgspec.Struct, frozen=True):
    """Epoch seconds: `start` when the wall's clock showed `wall`, then `speed` times as fast."""

    start: float
    wall: float
    speed: float

    def __call__(self) -> float:
        return self.start + (time.time() - self.wall) * self.speed

    def paced(self, speed: float) -> Clock:
        """The same clock at another speed from now on."""
        return Clock(self(), time.time(), speed)

    def words(self) -> list[str]:
        """For a command line."""
        return [repr(self.start), repr(self.wall), repr(self.speed)]


def clock_of(words: list[str]) -> Clock:
    return Clock(*map(float, words))
