"""The ingest daemon as a process of its own, on a clock that runs faster than the wall's.

`python -m tests.bench.ingest.poller FOLDER CLOCK` runs until its standard input ends, then prints what it counted.
What takes seconds of the network's (deadline, gaps, leases) is as much faster.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

from detente import log, metrics, sql
from detente.bus_sqlite import SqliteBus
from detente.config import Config
from detente.config import Ingest as Settings
from detente.config.units import Duration
from detente.daemon import Context
from detente.pulse import Pulse
from detente.stop import Stop
from detente.topology import stage
from ingest.daemon import Ingest
from ingest.frontier import LEASE
from tests.bench.ingest.clock import Clock, clock_of


def settings(speed: float) -> Settings:
    """As a sample configuration has it, at `speed`."""
    return Settings(
        contact="https://example.org/bot",
        allow_private_addresses=True,
        deadline=Duration(30 / speed),
        host_gap=Duration(1 / speed),
    )


def main(folder: Path, clock: Clock) -> None:
    log.configure("info", "json")
    engine, bus, stop = sql.connect(f"sqlite:///{folder}/d.db"), SqliteBus(folder / "bus.db"), Stop()
    context = Context(stage("ingest"), Config(ingest=settings(clock.speed)), bus, engine, Pulse("ingest"), clock)
    threading.Thread(target=until_told, args=(stop,), daemon=True).start()
    Ingest(context, lease=LEASE * max(1.0, clock.speed)).run(stop)
    print(json.dumps(counted()))
    bus.close()


def until_told(stop: Stop) -> None:
    sys.stdin.read()
    stop.ask()


def counted() -> dict[str, float]:
    """Every sample of ingest's metrics, by its name and labels."""
    metered = (metrics.POLL_LATE, metrics.POLLS, metrics.PARSES, metrics.FETCHES)
    samples = [sample for each in metered for metric in each.collect() for sample in metric.samples]
    return {" ".join([each.name, *each.labels.values()]): each.value for each in samples}


if __name__ == "__main__":
    main(Path(sys.argv[1]), clock_of(sys.argv[2:]))
