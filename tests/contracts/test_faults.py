"""Broker killed, database down, disk full: the stage says so, retries, commits nothing, and loses nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from detente import schema, sql
from detente.bus import Bus, Outgoing, Record, Subscription
from detente.bus_kafka import KafkaBus
from detente.bus_sqlite import SqliteBus
from detente.config import Kafka
from detente.errors import BusUnavailable
from detente.messages import encode
from detente.pulse import Pulse
from detente.retry import Backoff
from detente.stop import Stop
from detente.tables.store import ARTICLES
from detente.topology import Stage, Topic, stage
from detente.worker import Handler, Loop
from sinks.store.handler import Store
from tests.contracts.reading import outgoing, positions, read, values
from tests.servers.kafka import Broker
from tests.sinks.writing import update
from tests.waiting import until


@contextmanager
def running(of: Stage, handler: Handler, bus: Bus) -> Iterator[Pulse]:
    """The real loop in a thread while the block runs."""
    pulse, stop = Pulse(of.name), Stop()
    loop = Loop(of, handler, bus, pulse, poll_seconds=0.05, backoff=Backoff(0.05, 0.2))
    thread = threading.Thread(target=loop.run, args=(stop,))
    thread.start()
    try:
        yield pulse
    finally:
        stop.ask()
        thread.join()


@pytest.mark.servers
def test_a_broker_that_is_killed_loses_nothing_that_it_acknowledged_and_is_used_again(broker: Broker) -> None:
    bus = KafkaBus([broker.address], Kafka())
    topic = Topic("t", "key", 2, timedelta(days=1), 1 << 30)
    bus.apply([topic])
    bus.publish(outgoing(topic, 50))
    reader = bus.subscribe("g", [topic.name])
    first = read(reader, 20, limit=20)
    reader.commit(positions(first))
    broker.kill()
    with pytest.raises(BusUnavailable):
        bus.publish(outgoing(topic, 10, start=50), timeout=2)
    broker.start()
    until(lambda: _published(bus, outgoing(topic, 10, start=50)))
    seen = set(values(first))
    while len(seen) < 60:
        seen.update(values(_polled(reader)))
    reader.close()
    bus.close()
    assert seen == set(range(60))


def _published(bus: Bus, records: list[Outgoing]) -> bool:
    try:
        bus.publish(records, timeout=5)
    except BusUnavailable:
        return False
    return True


def _polled(reader: Subscription) -> list[Record]:
    try:
        return reader.poll(100, 0.5)
    except BusUnavailable:
        return []


def seed(bus: Bus, numbers: range) -> None:
    bus.publish([Outgoing("detente.stories", b"s", encode(update(f"a{n}", story=f"s{n}"))) for n in numbers])


def stored(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(ARTICLES)) or 0)


@pytest.mark.servers
def test_a_database_that_goes_away_holds_the_stage_and_nothing_is_committed(postgres: str, tmp_path: Path) -> None:
    engine, name = sql.connect(postgres), sa.make_url(postgres).database
    schema.upgrade(engine)
    bus = SqliteBus(tmp_path / "bus.db")
    store = stage("store")
    admin = sa.create_engine(engine.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as root:
        root.exec_driver_sql(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        root.exec_driver_sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        seed(bus, range(20))
        with running(store, Store(engine), bus) as pulse:
            until(lambda: pulse.last_error is not None)
            assert "database" in (pulse.last_error or "")
            assert sum(each.committed or 0 for each in bus.facts(store.group, store.reads)) == 0
            root.exec_driver_sql(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
            until(lambda: stored(engine) == 20)
            until(lambda: pulse.last_error is None)
    assert sum(each.committed or 0 for each in bus.facts(store.group, store.reads)) == 20
    admin.dispose()
    engine.dispose()


FULL_DISK = """
import resource, sys, threading
from pathlib import Path
from detente.bus_sqlite import SqliteBus
from detente.bus import Outgoing
from detente.errors import BusUnavailable
from detente.pulse import Pulse
from detente.retry import Backoff
from detente.stop import Stop
from detente.topology import stage
from detente.worker import Done, Loop, one_by_one

path = Path(sys.argv[1])
bus = SqliteBus(path)
bus.publish([Outgoing("detente.articles", b"k", b"%d" % n) for n in range(40)])

class Handler:
    def handle(self, records):
        return one_by_one(lambda record: Done("ok", (Outgoing("detente.stories", b"k", record.value * 20_000),)),
        records)
    def persist(self): pass
    def restart(self): pass
    def close(self): pass

def written():
    return {int(each.value[:len(each.value) // 20_000]) for n, _, _ in bus.partitions("detente.stories") for each in
    bus.read("detente.stories", n, 0, 1000)}

pulse, stop = Pulse("stories"), Stop()
size = max(each.stat().st_size for each in path.parent.iterdir())
resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
of = stage("stories")
thread = threading.Thread(target=Loop(of, Handler(), bus, pulse, poll_seconds=.05, backoff=Backoff(.02, .05)).run,
args=(stop,))
thread.start()
while pulse.last_error is None:
    stop.wait(.01)
assert "bus" in pulse.last_error, pulse.last_error
assert not written()
assert not any(each.committed for each in bus.facts(of.group, of.reads))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
while pulse.last_error is not None or len(written()) < 40:
    stop.wait(.01)
stop.ask()
thread.join()
assert written() == set(range(40))
assert sum(each.committed or 0 for each in bus.facts(of.group, of.reads)) == 40
"""


def test_a_full_disk_holds_the_stage_and_nothing_is_committed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path / "bus.db")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
