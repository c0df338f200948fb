"""The process tree of `detente run`: one child a stage, started again with back-off when it dies, drained together at
the end.

A child leads a session of its own, so a Ctrl-C in the terminal reaches only us, and holds one end of a pipe whose
other end is ours, so it drains by itself when we are killed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import sqlalchemy as sa

from detente import log, sql
from detente.errors import StoreUnavailable
from detente.retry import Backoff
from detente.runner import SUPERVISED
from detente.tables.ops import STAGE_STATUS

DRAIN_SECONDS = 15.0
STEADY_SECONDS = 60.0
LOOK_SECONDS = 0.2


def stage_commands(names: Sequence[str], config: Path | None) -> dict[str, list[str]]:
    """The command of each stage, with the configuration that we read ourselves."""
    options = ["--config", str(config)] if config else []
    return {name: [sys.executable, "-m", "detente", *options, name, "--supervised"] for name in names}


class Child:
    """One stage's process through all its lives. `said` gets each line of its standard output."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environ: Mapping[str, str],
        log_file: IO[bytes] | None,
        said: Callable[[str], None],
    ) -> None:
        self.name, self.restarts = name, 0
        self._command, self._environ, self._log_file, self._said = command, environ, log_file, said
        self._backoff = Backoff(first=0.5, most=30.0)
        self._process: subprocess.Popen[bytes] | None = None
        self._began = 0.0
        self._again = 0.0
        self._failures = 0

    def start(self, now: float) -> None:
        self._began = now
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log_file,
            env=dict(self._environ),
            start_new_session=True,
        )
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._said(line.decode(errors="replace").rstrip("\n"))

    def look(self, now: float) -> str | None:
        """Start it again when it is time; the reason, once, when it has died."""
        if self._process is None:
            if now >= self._again:
                self.start(now)
            return None
        code = self._process.poll()
        if code is None:
            return None
        self._process = None
        self._failures = 1 if now - self._began > STEADY_SECONDS else self._failures + 1
        self.restarts += 1
        self._again = now + self._backoff.seconds(self._failures)
        return f"killed by signal {-code}" if code < 0 else f"exit code {code}"

    def ask(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()

    def leave(self, seconds: float) -> bool:
        """Wait for the end; False when it had to be killed."""
        if self._process is None:
            return True
        try:
            self._process.wait(max(0.0, seconds))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            return False
        return True

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid


class Supervisor:
    """Runs one child a stage: `commands` by the stage's name. A child must end when its standard input does."""

    def __init__(
        self,
        commands: Mapping[str, Sequence[str]],
        engine: sa.Engine,
        environ: Mapping[str, str],
        *,
        log_file: IO[bytes] | None = None,
        said: Callable[[str], None] = print,
    ) -> None:
        self._engine = engine
        self._log = log.get("supervisor")
        self.children = [Child(name, command, environ, log_file, said) for name, command in commands.items()]

    def start(self) -> None:
        """Start all children; each line of their standard output goes to `said`, standard error to the log file."""
        for child in self.children:
            child.start(time.monotonic())

    def look(self) -> None:
        """One round: bring back what has died. Call it every `LOOK_SECONDS` or so."""
        for child in self.children:
            reason = child.look(time.monotonic())
            if reason is not None:
                self._log.error("stage_died", stage=child.name, reason=reason, restarts=child.restarts)
                self._record(child, reason)

    def drain(self) -> bool:
        """Ask all children to stop; True when every one did by itself in time."""
        until = time.monotonic() + DRAIN_SECONDS
        for child in self.children:
            child.ask()
        left = [child.leave(until - time.monotonic()) for child in self.children]
        for child, by_itself in zip(self.children, left, strict=True):
            if not by_itself:
                self._log.error("killed_at_stop", stage=child.name, after_seconds=DRAIN_SECONDS)
        return all(left)

    def _record(self, child: Child, reason: str) -> None:
        values = {
            "pid": 0,
            "state": "restarting",
            "seen": datetime.now(UTC),
            "restarts": child.restarts,
            "last_error": reason,
        }
        try:
            with sql.writing(self._engine) as connection:
                connection.execute(
                    sql.upsert(connection, STAGE_STATUS)
                    .values(stage=child.name, instance=SUPERVISED, **values)
                    .on_conflict_do_update(index_elements=["stage", "instance"], set_=values)
                )
        except StoreUnavailable as down:
            self._log.warning("not_reported", reason=down.reason)
