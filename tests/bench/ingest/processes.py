"""Farm and poller as processes of their own, ended by the end of their standard input."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.ingest.clock import Clock


def free_port() -> int:
    """A port that is free, and the next one, too (farm.url)."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("0.0.0.0", 0))
            port: int = one.getsockname()[1]
            try:
                two.bind(("0.0.0.0", port + 1))
            except OSError:
                continue
            return port


@contextmanager
def farming(port: int, clock: Clock) -> Iterator[None]:
    """The farm serves while the block runs."""
    command = [sys.executable, "-m", "tests.bench.ingest.farm", str(port), *clock.words()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as farm:
        assert farm.stdin is not None
        assert farm.stdout is not None
        try:
            if farm.stdout.readline() != b"ready\n":
                raise RuntimeError(f"the farm could not listen on port {port}")
            yield
        finally:
            farm.stdin.close()


class Poller:
    """The ingest daemon at work in `folder`."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._log = (folder / "poller.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.ingest.poller", str(folder), *clock.words()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        self.pid = self._process.pid

    def stop(self) -> dict[str, float]:
        """Ask it to stop; what it counted."""
        out, _ = self._process.communicate()
        self._log.close()
        found: dict[str, float] = json.loads(out)
        return found
