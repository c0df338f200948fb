"""On the disk before it is committed, once for each page, and readable whatever happened."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente import schema, sql
from detente.errors import DetenteError, Retry
from detente.messages import Page
from detente.tables.archive import ARCHIVED
from detente.worker import Done
from sinks.archive import shelf
from sinks.archive.handler import Archive
from sinks.archive.records import pair
from sinks.archive.warc import Warc
from tests.sinks.archive.writing import BODY, NOW, is_sound, page, records, uris


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pages"


@pytest.fixture
def archive(engine: sa.Engine, folder: Path) -> Iterator[Archive]:
    made = Archive(engine, folder, Clock())
    made.restart()
    yield made
    made.close()


def keep(archive: Archive, *pages: Page) -> None:
    """One batch of the loop."""
    assert all(isinstance(each, Done) for each in archive.handle(records(*pages)))
    archive.persist()


def complete(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz"))


def test_a_page_can_be_had_back_at_once_and_after_its_file_is_complete(
    engine: sa.Engine, folder: Path, archive: Archive
) -> None:
    keep(archive, page(), page("b"))
    assert shelf.get(engine, folder, "https://wire.example/a?utm_source=x").body == BODY
    assert complete(folder) == []
    archive.close()
    assert shelf.get(engine, folder, page("b").id).about.url == "https://wire.example/b"
    (path,) = complete(folder)
    assert is_sound(path)
    assert len(uris(folder)) == 2


def test_the_newest_revision_is_had_unless_another_is_asked_for(
    engine: sa.Engine, folder: Path, archive: Archive
) -> None:
    keep(archive, page(revision=2, body=b"new"), page(body=b"old"))
    assert shelf.get(engine, folder, page().id).body == b"new"
    assert shelf.get(engine, folder, page().id, 1).body == b"old"
    for what, revision in ((page("none").id, None), (page().id, 3), ("https://[", None)):
        with pytest.raises(DetenteError):
            shelf.get(engine, folder, what, revision)


def test_a_page_that_is_delivered_again_is_not_written_again(folder: Path, archive: Archive) -> None:
    keep(archive, page(), page("b"))
    keep(archive, page("b"), page("c"), page("c"))
    archive.restart()
    keep(archive, page(), page("c"))
    archive.close()
    assert sorted(uris(folder)) == [f"https://wire.example/{name}.html" for name in "abc"]


def test_what_was_durable_before_a_crash_is_entered_and_not_written_again(
    engine: sa.Engine, folder: Path, archive: Archive
) -> None:
    crashed = Warc(folder, "host-1", NOW)
    crashed.append(pair(page(), BODY, crashed.warcinfo))
    crashed.let_go()  # as a process that ends between the file and the index
    archive.restart()
    keep(archive, page(), page("b"))
    archive.close()
    assert sorted(uris(folder)) == ["https://wire.example/a.html", "https://wire.example/b.html"]
    assert shelf.get(engine, folder, page().id).body == BODY


def test_a_file_that_somebody_writes_is_left_alone(folder: Path, archive: Archive) -> None:
    living = Warc(folder, "other-1", NOW)
    living.append(pair(page(), BODY, living.warcinfo))
    archive.restart()
    assert complete(folder) == []
    living.finish()
    assert len(uris(folder)) == 1


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1), st.binary(max_size=40))
def test_a_torn_tail_is_cut_off_wherever_it_was_torn(
    tmp_path_factory: pytest.TempPathFactory, at: float, junk: bytes
) -> None:
    folder = tmp_path_factory.mktemp("torn")
    engine = sql.connect(f"sqlite:///{folder}/d.db")
    schema.upgrade(engine)
    torn = Warc(folder, "host-1", NOW)
    ends = [torn.end]
    for name in "abc":
        torn.append(pair(page(name), BODY, torn.warcinfo))
        ends.append(torn.end)
    torn.let_go()
    (path,) = folder.glob("*.open")
    size = int(at * torn.end)
    path.write_bytes(path.read_bytes()[:size] + junk)
    archive = Archive(engine, folder, Clock())
    archive.restart()
    whole = sum(end <= size for end in ends[1:])
    assert len(uris(folder)) == whole
    assert not list(folder.glob("*.open"))
    keep(archive, *(page(name) for name in "abc"))
    archive.close()
    assert sorted(uris(folder)) == [f"https://wire.example/{name}.html" for name in "abc"]
    engine.dispose()


def test_files_end_by_size_and_by_age(engine: sa.Engine, folder: Path) -> None:
    clock = Clock()
    archive = Archive(engine, folder, clock, most_bytes=2000, oldest=timedelta(hours=1))
    archive.restart()
    for n in range(4):
        keep(archive, page(f"p{n}"))
    assert len(complete(folder)) >= 1
    keep(archive, page("small"))
    before = len(complete(folder))
    clock.now += timedelta(hours=1)
    keep(archive, page("late"))
    assert len(complete(folder)) == before + 1
    archive.close()
    names = [each.name for each in complete(folder)]
    assert len(set(names)) == len(names)
    assert all(name.startswith("detente-20260302") for name in names)
    assert len(uris(folder)) == 6


def test_a_folder_that_cannot_be_written_holds_the_stage_with_its_reason(engine: sa.Engine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    archive = Archive(engine, tmp_path / "file" / "pages", Clock())
    archive.handle(records(page()))
    with pytest.raises(Retry, match=r"archive: .*pages: Not a directory"):
        archive.persist()


def test_an_index_that_was_lost_is_made_again(engine: sa.Engine, folder: Path, archive: Archive) -> None:
    keep(archive, page(), page("b", revision=2))
    archive.close()
    with sql.writing(engine) as connection:
        before = connection.execute(sa.select(ARCHIVED).order_by(ARCHIVED.c.article)).all()
        connection.execute(sa.delete(ARCHIVED))
    assert [shelf.enter_all(engine, folder) for _ in range(2)] == [2, 0]
    with sql.reading(engine) as connection:
        assert connection.execute(sa.select(ARCHIVED).order_by(ARCHIVED.c.article)).all() == before


NO_ROOM = """
import os, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from detente import schema, sql
from sinks.archive.recovery import recover
from sinks.archive.warc import Warc

folder = Path(sys.argv[1]) / "pages"
engine = sql.connect(f"sqlite:///{sys.argv[1]}/d.db")
schema.upgrade(engine)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))

def free():
    descriptor = os.dup(0)
    os.close(descriptor)
    return descriptor

before = free()
for _ in range(3):
    try:
        Warc(folder, "host-1", datetime.now(UTC))
    except OSError:
        continue
    raise SystemExit("it was written")
assert free() == before
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert len(list(folder.iterdir())) == 3
recover(folder, engine)
assert not list(folder.iterdir())
"""


def test_a_file_that_could_not_even_begin_holds_nothing_and_goes(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", NO_ROOM, str(tmp_path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


FULL_DISK = """
import random, resource, sys, threading
from datetime import UTC, datetime
from pathlib import Path
import sqlalchemy as sa
from detente import schema, sql
from detente.bus import Outgoing
from detente.bus_sqlite import SqliteBus
from detente.messages import encode
from detente.pulse import Pulse
from detente.retry import Backoff
from detente.stop import Stop
from detente.tables.archive import ARCHIVED
from detente.topology import stage
from detente.worker import Loop
from sinks.archive.handler import Archive
from tests.sinks.archive.writing import page

here = Path(sys.argv[1])
engine = sql.connect(f"sqlite:///{here}/d.db")
schema.upgrade(engine)
bus = SqliteBus(here / "bus.db")
long_range = random.Random(1).randbytes(100_000) * 20  # small for the bus, whose compression sees that far
bus.publish([Outgoing("detente.pages", b"k", encode(page(f"p{n}", body=long_range))) for n in range(4)])
pulse, stop, of = Pulse("archive"), Stop(), stage("archive")
archive = Archive(engine, here / "pages", lambda: datetime.now(UTC))
loop = Loop(of, archive, bus, pulse, poll_seconds=.05, backoff=Backoff(.02, .05))

def entered():
    with sql.reading(engine) as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(ARCHIVED))

def committed():
    return sum(each.committed or 0 for each in bus.facts(of.group, of.reads))

resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, resource.RLIM_INFINITY))
thread = threading.Thread(target=loop.run, args=(stop,))
thread.start()
while pulse.last_error is None:
    stop.wait(.01)
assert pulse.last_error.startswith(f"archive: {here}/pages: "), pulse.last_error
assert committed() == 0
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
while pulse.last_error is not None or committed() < 4:
    stop.wait(.01)
stop.ask()
thread.join()
assert entered() == 4
"""


def test_a_full_disk_holds_the_stage_and_nothing_is_committed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert len(uris(tmp_path / "pages")) == len(set(uris(tmp_path / "pages"))) == 4
    assert all(is_sound(path) for path in complete(tmp_path / "pages"))
