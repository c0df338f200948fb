"""The whole pipeline as separate daemons on the demo's site, each of which a test may kill."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from detente import schema, sql
from detente.bus import Bus
from detente.buses import open_bus
from detente.cli.init import literal
from detente.config import Config, load
from detente.demo.articles import articles
from detente.demo.site import feeds
from detente.summary import summarise
from detente.tables.frontier import ITEMS
from detente.tables.store import ARTICLES, VERDICTS
from detente.topology import STAGES, TOPICS
from detente.urls import article_id
from tests.servers.receiver import Receiver

NAMES = tuple(stage.name for stage in STAGES)


class Stack:
    """A configuration, its bus and database, and the processes that a test starts and kills."""

    def __init__(self, folder: Path, base: str, receiver: Receiver, bus: str, store: str) -> None:
        self.base, self.receiver = base, receiver
        self.path = folder / "detente.toml"
        self.path.write_text(_configuration(base, receiver.url, bus, store), encoding="utf-8")
        self.config: Config = load(self.path, {})
        self.engine: sa.Engine = sql.connect(self.config.store)
        schema.upgrade(self.engine)
        self.bus: Bus = open_bus(self.config)
        self.bus.apply(TOPICS)
        self.log = (folder / "daemons.log").open("ab")
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *names: str) -> None:
        """Start daemons (or `run`) with our configuration."""
        for name in names:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "detente", "--config", str(self.path), name],
                stdout=self.log,
                stderr=self.log,
                env={key: value for key, value in os.environ.items() if not key.startswith("DETENTE_")},
            )

    def kill(self, name: str) -> None:
        """SIGKILL, and start it again."""
        self.processes[name].kill()
        self.processes[name].wait()
        self.start(name)

    def stop(self) -> dict[str, int]:
        """SIGTERM to all; their exit codes."""
        for process in self.processes.values():
            process.terminate()
        return {name: process.wait(30) for name, process in self.processes.items()}

    def settled(self) -> bool:
        """Whether every article of the site has its verdict and nothing waits anywhere."""
        found = summarise(self.engine, self.bus)
        return found.pages == len(articles()) and found.idle and not found.feeds_unpolled

    def progress(self) -> int:
        """How many pages have their verdict by now."""
        return summarise(self.engine, self.bus).pages

    def close(self) -> None:
        for process in self.processes.values():
            if process.poll() is None:
                process.kill()
                process.wait()
        self.bus.close()
        self.engine.dispose()
        self.log.close()


def _configuration(base: str, hook: str, bus: str, store: str) -> str:
    tables = [
        f"bus = {literal(bus)}\nstore = {literal(store)}",
        '[log]\nformat = "json"\n[ops]\nlisten = ""\n[process]\nworkers = 1',
        '[ingest]\nallow_private_addresses = true\nfirst_poll = "tell"\nhost_gap = "30ms"\nconnections_per_host = 4',
        f'[[alerts]]\nname = "desk"\ntype = "webhook"\nurl = {literal(hook)}',
        'allow_private_addresses = true\nrate = "50/s"',
    ]
    for feed in feeds(base):
        facts = {"url": feed.url, "name": feed.name, "side": feed.side, "family": feed.family, "poll": "30s"}
        tables.append("[[feeds]]\n" + "\n".join(f"{key} = {literal(value)}" for key, value in facts.items()))
    return "\n".join(tables) + "\n"


@contextmanager
def stack(folder: Path, base: str, receiver: Receiver, bus: str, store: str) -> Iterator[Stack]:
    """A stack that is taken down at the end, whatever happens."""
    made = Stack(folder, base, receiver, bus, store)
    try:
        yield made
    finally:
        made.close()


def check_outcomes(made: Stack) -> None:
    """Every item has one outcome, all agree on it, and each story of the site was told once."""
    expected = {article_id(made.base + each.path): each for each in articles()}
    with sql.reading(made.engine) as connection:
        items = {row.id: row for row in connection.execute(sa.select(ITEMS))}
        verdicts = {row.id: row for row in connection.execute(sa.select(VERDICTS))}
        stored = {row.id: row for row in connection.execute(sa.select(ARTICLES))}
    assert items.keys() == verdicts.keys() == expected.keys()
    assert {row.state for row in items.values()} == {"published"}
    labels = {each.story for each in expected.values()} - {None}
    stories = {label: {stored[i].story for i, each in expected.items() if each.story == label} for label in labels}
    assert all(len(found) == 1 for found in stories.values()), stories
    told = [json.loads(each.body) for each in made.receiver.received]
    first = {each["id"]: each["subject"] for each in told if each["type"] == "detente.story.first"}
    assert sorted(first.values()) == sorted(story for found in stories.values() for story in found)
