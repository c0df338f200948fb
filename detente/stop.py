"""Leaving: the first signal asks, the second insists, and every wait listens."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType


class Stop:
    """A request to stop that any thread may make and every wait hears."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def ask(self) -> None:
        self._asked.set()

    def __bool__(self) -> bool:
        return self._asked.is_set()

    def wait(self, seconds: float) -> bool:
        """True at once when stopping, else False after `seconds`."""
        return self._asked.wait(max(0.0, seconds))


def on_signals(stop: Stop) -> None:
    """SIGTERM and SIGINT ask `stop`; the second one ends the process at once with 128 + its number."""

    def heard(number: int, _frame: FrameType | None) -> None:
        if stop:
            os._exit(128 + number)
        stop.ask()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, heard)
