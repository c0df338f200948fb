"""SIGKILL in the middle, again and again: every item has one outcome and each story is told once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from detente.demo.articles import articles
from detente.demo.site import Site, serve
from tests.e2e.stack import NAMES, Stack, check_outcomes, stack
from tests.servers.receiver import Receiver
from tests.waiting import until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]


def grow(site: Site, made: Stack, share: float) -> None:
    """Wait until the pipeline has judged a share of the site's articles."""
    until(lambda: made.progress() >= share * len(articles()))


def lag(made: Stack) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "detente", "--config", str(made.path), "lag", "--json"],
        capture_output=True,
        check=False,
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def kill_each_and_finish(site: Site, made: Stack) -> None:
    """Start all daemons, kill each while work is under way, and wait until all is settled."""
    made.start(*NAMES)
    for turn, name in enumerate((*NAMES, "process", "stories")):
        grow(site, made, 0.1 * turn)
        made.kill(name)
    until(made.settled)
    check_outcomes(made)
    until(lambda: lag(made)["worst"] == "ok")  # the group takes a moment to know those again that were killed last
    rows = lag(made)["partitions"]
    assert isinstance(rows, list)
    assert {row["lag"] for row in rows} == {0}
    assert {row["verdict"] for row in rows} == {"ok"}
    assert set(made.stop().values()) == {0}


@pytest.mark.servers
def test_separate_daemons_on_kafka_and_postgres(
    tmp_path: Path, kafka_address: str, postgres: str, receiver: Receiver
) -> None:
    site = Site()
    with serve(site) as base, stack(tmp_path, base, receiver, f"kafka://{kafka_address}", postgres) as made:
        kill_each_and_finish(site, made)


def test_separate_daemons_embedded(tmp_path: Path, receiver: Receiver) -> None:
    site = Site()
    bus, store = f"sqlite:///{tmp_path}/bus.db", f"sqlite:///{tmp_path}/detente.db"
    with serve(site) as base, stack(tmp_path, base, receiver, bus, store) as made:
        kill_each_and_finish(site, made)


def test_run_itself_is_killed_and_started_again(tmp_path: Path, receiver: Receiver) -> None:
    site = Site()
    bus, store = f"sqlite:///{tmp_path}/bus.db", f"sqlite:///{tmp_path}/detente.db"
    with serve(site) as base, stack(tmp_path, base, receiver, bus, store) as made:
        for turn in range(3):
            made.start("run")
            grow(site, made, 0.2 * turn)
            made.processes["run"].kill()
            made.processes["run"].wait()
        made.start("run")
        until(made.settled)
        check_outcomes(made)
        assert made.stop() == {"run": 0}
