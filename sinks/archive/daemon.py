"""The archive daemon."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from detente.daemon import Context, Daemon
from detente.errors import UsageError
from detente.stop import Stop
from detente.worker import Loop
from sinks.archive.handler import Archive


def build(context: Context) -> Daemon:
    """The daemon of the topology's stage `archive`; UsageError where it has no folder."""
    if context.config.retention.archive == "off":
        raise UsageError('[retention] archive is "off": name a folder for the WARC files')
    return _Archive(context)


class _Archive:
    def __init__(self, context: Context) -> None:
        self._context = context

    def run(self, stop: Stop, *, once: bool = False) -> None:
        context = self._context
        folder = Path(context.config.retention.archive)
        handler = Archive(context.engine, folder, lambda: datetime.fromtimestamp(context.now(), UTC))
        Loop(context.stage, handler, context.bus, context.pulse).run(stop, once=once)
