"""What a process and its descendants have used, from Linux's /proc."""

from __future__ import annotations

import os
import threading
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def tree(pid: int) -> list[int]:
    """`pid` and its descendants."""
    children: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        children += map(int, task.read_text().split())
    return [pid, *(each for child in children for each in tree(child))]


def cpu_seconds(pid: int) -> float:
    """Of user and system, by all of the tree that lives or has been waited for."""
    total = 0
    for each in tree(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        total += sum(map(int, fields[11:15]))
    return total / TICK


def resident_bytes(pid: int) -> int:
    """Of all processes of the tree, what they share counted in each."""
    return sum(int(Path(f"/proc/{each}/statm").read_text().split()[1]) * PAGE for each in tree(pid))


class Peak:
    """The most that a tree has resident while the block runs."""

    def __init__(self, pid: int) -> None:
        self._pid, self._done = pid, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.bytes = 0

    def _watch(self) -> None:
        while not self._done.wait(0.5):
            try:
                self.bytes = max(self.bytes, resident_bytes(self._pid))
            except OSError:
                continue  # one of the tree has just ended

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
