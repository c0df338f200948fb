"""The sign of life of one daemon: its loop beats, /health and the database read it.

And the watchdog ends it when a call never returns.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from detente import metrics
from detente.bus import TopicPartition

WATCHDOG_EXIT = 70  # EX_SOFTWARE of sysexits.h


class Pulse:
    """Written by the loop, read by others; every method may be called from any thread. Times are epoch seconds.

    `uses`: what the stage works with that another machine may lack, in a few words.
    """

    def __init__(self, stage: str, now: Callable[[], float] = time.time) -> None:
        self.stage = stage
        self.last_loop: float | None = None
        self.last_error: str | None = None
        self.uses: str | None = None
        self.committed: dict[tuple[str, TopicPartition], int] = {}
        self._now = now
        self._deadlines: dict[int, float] = {}
        self._lock = threading.Lock()

    def beat(self) -> None:
        """The loop came round."""
        self.last_loop = self._now()
        metrics.LOOP_HEARTBEAT.labels(self.stage).set(self.last_loop)

    def trouble(self, reason: str | None) -> None:
        """What keeps the stage from working now; None when it works again."""
        self.last_error = reason

    def progress(self, group: str, where: TopicPartition, position: int) -> None:
        with self._lock:
            self.committed[group, where] = position

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """The block is expected to return in `seconds`; the watchdog ends the process when it does not."""
        thread = threading.get_ident()
        with self._lock:
            outer = self._deadlines.get(thread)
            self._deadlines[thread] = self._now() + seconds
        try:
            yield
        finally:
            with self._lock:
                if outer is None:
                    del self._deadlines[thread]
                else:
                    self._deadlines[thread] = outer

    def overdue(self) -> bool:
        """Whether some call should have returned by now."""
        now = self._now()
        with self._lock:
            return any(deadline < now for deadline in self._deadlines.values())


def watch(pulse: Pulse, every: float = 1.0, die: Callable[[], None] | None = None) -> threading.Event:
    """Start the watchdog of `pulse`; set the event to end it. An overdue call: all stacks to standard error and exit
    code 70.
    """
    done = threading.Event()

    def look() -> None:
        while not done.wait(every):
            if pulse.overdue():
                (die or _die)()
                return

    threading.Thread(target=look, name="watchdog", daemon=True).start()
    return done


def _die() -> None:
    faulthandler.dump_traceback(sys.stderr)
    os._exit(WATCHDOG_EXIT)
