"""The alert daemon: the loop fills the outbox, and beside it one worker a destination empties it."""

from __future__ import annotations

import asyncio
import random
import threading
from datetime import UTC, datetime

from detente import __version__, log
from detente.daemon import Context, Daemon
from detente.errors import Halt
from detente.http import Http, Limits
from detente.stop import Stop
from detente.worker import Loop
from sinks.alert.delivery import Worker
from sinks.alert.notify import notifier
from sinks.alert.outbox import Outbox

LEAVE_SECONDS = 12.0


def build(context: Context) -> Daemon:
    """The daemon of the topology's stage `alert`."""
    return _Alert(context)


class _Alert:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._stop = Stop()
        self._died = False

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._context.now(), UTC)

    def run(self, stop: Stop, *, once: bool = False) -> None:
        context = self._context
        outbox = Outbox(context.engine, context.config.alerts, self._now)
        self._stop = stop
        delivering = Stop()
        thread = threading.Thread(target=self._deliver, args=(delivering, once), name="delivery", daemon=True)
        if not once:
            thread.start()
        try:
            Loop(context.stage, outbox, context.bus, context.pulse).run(stop, once=once)
            if once:
                thread.start()
                thread.join()
        finally:
            delivering.ask()
            if thread.is_alive():
                thread.join(LEAVE_SECONDS)
        if self._died:
            raise Halt("the delivery of alerts has died; its log line says why")

    def _deliver(self, stop: Stop, once: bool) -> None:
        try:
            asyncio.run(self._deliver_all(stop, once))
        except Exception:  # noqa: BLE001 - a thread's fault must end the daemon, which is then started again
            log.get("delivery").exception("delivery_died")
            self._died = True
            self._stop.ask()

    async def _deliver_all(self, stop: Stop, once: bool) -> None:
        context = self._context
        http = Http(f"Detente/{__version__}", Limits(max_body=64 << 10, connections=32))
        workers = [
            Worker(
                context.engine,
                alert,
                notifier(alert, http, context.config.profile, self._now, _say),
                now=self._now,
                chance=random.random,
            )
            for alert in context.config.alerts
        ]
        try:
            await asyncio.gather(*(worker.run(stop, once=once) for worker in workers))
        finally:
            await http.close()


def _say(text: str) -> None:
    print(text + "\n", flush=True)  # noqa: T201 - the console alert is standard output
