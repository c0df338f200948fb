"""The sinks' daemons: store, alert and archive."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from detente import log
from detente.daemon import Context, Daemon
from detente.errors import StoreUnavailable
from detente.stop import Stop
from detente.worker import Loop
from sinks.alert.daemon import build as alert
from sinks.archive.daemon import build as archive
from sinks.store.handler import Store
from sinks.store.retention import drop_before

__all__ = ["alert", "archive", "store"]

RETAIN_SECONDS = 3600.0


def store(context: Context) -> Daemon:
    """The daemon of the topology's stage `store`."""
    return _Store(context)


class _Store:
    def __init__(self, context: Context) -> None:
        self._context = context

    def run(self, stop: Stop, *, once: bool = False) -> None:
        context = self._context
        retaining = threading.Thread(target=self._retain, args=(stop,), name="retention", daemon=True)
        if not once:
            retaining.start()
        Loop(context.stage, Store(context.engine), context.bus, context.pulse).run(stop, once=once)

    def _retain(self, stop: Stop) -> None:
        keep = timedelta(seconds=self._context.config.retention.articles)
        while not stop.wait(RETAIN_SECONDS):
            try:
                dropped = drop_before(self._context.engine, datetime.fromtimestamp(self._context.now(), UTC) - keep)
                log.get("retention").info("dropped", records=dropped)
            except StoreUnavailable as down:
                log.get("retention").warning("held", reason=down.reason)
