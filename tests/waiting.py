"""Waiting for another process or thread: looks until it happened; the test's own time limit ends a wait in vain."""

from __future__ import annotations

import threading
from collections.abc import Callable

LOOK_SECONDS = 0.02


def until(happened: Callable[[], object], look: Callable[[], None] = lambda: None) -> None:
    """Return when `happened()` is true, calling `look` between two tries."""
    pause = threading.Event()
    while not happened():
        look()
        pause.wait(LOOK_SECONDS)
