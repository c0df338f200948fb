"""Runs one stage as a daemon: opens what it needs, serves its health, works until a signal, closes in reverse."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from contextlib import ExitStack

import sqlalchemy as sa

from detente import log, report
from detente.bus import Bus
from detente.config import Config
from detente.daemon import Context, build
from detente.errors import Halt
from detente.ops_http import serve_daemon
from detente.pulse import Pulse, watch
from detente.stop import Stop, on_signals
from detente.topology import Stage

SUPERVISED = "run"


def run_stage(
    stage: Stage, config: Config, bus: Bus, engine: sa.Engine, *, once: bool, listen: str, supervised: bool
) -> None:
    """Run `stage` until a signal (with `once`: until nothing is due). Raises Halt when it must not go on.

    `supervised`: a child of `detente run`, which also stops when its parent is gone (standard input ends).
    """
    logger = log.get("runner")
    stop, pulse = Stop(), Pulse(stage.name)
    on_signals(stop)
    if supervised:
        threading.Thread(target=_stop_with_parent, args=(stop,), daemon=True).start()
    instance = SUPERVISED if supervised else f"{socket.gethostname()}:{os.getpid()}"
    with ExitStack() as closing:
        closing.callback(watch(pulse).set)
        closing.enter_context(report.reporting(engine, pulse, instance))
        if listen:
            closing.enter_context(serve_daemon(pulse, listen))
        daemon = build(Context(stage, config, bus, engine, pulse))
        logger.info("started", reads=stage.reads, writes=stage.writes)
        began = time.monotonic()
        try:
            daemon.run(stop, once=once)
        except Halt as halt:
            pulse.trouble(halt.reason)
            logger.error("halted", reason=halt.reason)
            raise
        logger.info("stopped", seconds=round(time.monotonic() - began, 1))


def _stop_with_parent(stop: Stop) -> None:
    """The parent holds the other end of our standard input and never writes: it ends when the parent does, however it
    dies.
    """
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stop.ask()
