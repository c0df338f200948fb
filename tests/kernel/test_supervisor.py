"""A stage that dies comes back and is seen to; all drain together; none outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from detente import sql
from detente.supervisor import Supervisor
from detente.tables import METADATA
from detente.tables.ops import STAGE_STATUS
from tests.waiting import until

GOOD = "import sys; print('up', flush=True); sys.stdin.read()"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    made = sql.connect(f"sqlite:///{tmp_path}/d.db")
    METADATA.create_all(made, tables=[STAGE_STATUS])
    yield made
    made.dispose()


def supervisor(engine: sa.Engine, said: list[str], **programs: str) -> Supervisor:
    commands = {name: [sys.executable, "-c", program] for name, program in programs.items()}
    return Supervisor(commands, engine, dict(os.environ), said=said.append)


def test_a_stage_that_was_killed_comes_back_and_is_recorded(engine: sa.Engine) -> None:
    said: list[str] = []
    tree = supervisor(engine, said, process=GOOD, store=GOOD)
    tree.start()
    until(lambda: said == ["up", "up"])
    pid = tree.children[0].pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until(lambda: len(said) == 3, tree.look)
    assert tree.children[0].pid not in (None, pid)
    with sql.reading(engine) as connection:
        row = connection.execute(sa.select(STAGE_STATUS)).one()
    assert (row.stage, row.state, row.restarts, row.last_error) == ("process", "restarting", 1, "killed by signal 9")
    assert tree.drain()


def test_a_stage_that_dies_at_once_is_not_started_in_a_tight_loop(engine: sa.Engine) -> None:
    said: list[str] = []
    tree = supervisor(engine, said, process="print('up', flush=True); raise SystemExit(3)")
    tree.start()
    until(lambda: tree.children[0].restarts == 1, tree.look)
    for _ in range(100):
        tree.look()
    assert tree.children[0].restarts == 1
    assert tree.drain()


def test_what_does_not_drain_in_time_is_killed(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.supervisor.DRAIN_SECONDS", 0.3)
    said: list[str] = []
    tree = supervisor(engine, said, process=STUBBORN)
    tree.start()
    until(lambda: said == ["up"])
    assert not tree.drain()
    assert tree.children[0].leave(0)


def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    program = f"""
import os, sys
from detente import sql
from detente.supervisor import Supervisor
from detente.tables import METADATA
from detente.tables.ops import STAGE_STATUS
engine = sql.connect("sqlite:///{tmp_path}/d.db")
METADATA.create_all(engine, tables=[STAGE_STATUS])
tree = Supervisor({{"process": [sys.executable, "-c", {GOOD!r}]}}, engine, dict(os.environ), said=lambda line: None)
tree.start()
print(tree.children[0].pid, flush=True)
sys.stdin.read()
"""
    parent = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdin is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    until(lambda: _gone(child))
    parent.stdout.close()
    parent.stdin.close()


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    state = Path(f"/proc/{pid}/stat")  # an orphan in a container without init stays a zombie
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z"
