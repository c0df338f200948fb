"""One daemon: what a stage is built from, and the contract that its builder keeps."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

import sqlalchemy as sa

from detente.bus import Bus
from detente.config import Config
from detente.pulse import Pulse
from detente.stop import Stop
from detente.topology import Stage


@dataclass(frozen=True)
class Context:
    """What a stage is built from. `now` is epoch seconds."""

    stage: Stage
    config: Config
    bus: Bus
    engine: sa.Engine
    pulse: Pulse
    now: Callable[[], float] = time.time


class Daemon(Protocol):
    """A built stage. Its builder, named by `Stage.build`, is a function from a Context to one of these."""

    def run(self, stop: Stop, *, once: bool = False) -> None:
        """Work until `stop`; with `once` do what is due now, then return. Raises Halt when the stage must not go on."""


def build(context: Context) -> Daemon:
    """The daemon of the context's stage, imported by the name that the topology gives."""
    module, _, name = context.stage.build.partition(":")
    daemon: Daemon = getattr(import_module(module), name)(context)
    return daemon
