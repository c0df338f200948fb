"""The daemon as a process: killed in the middle it loses no page and keeps none twice; off, nothing waits for it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from detente import schema, sql
from detente.bus import Outgoing
from detente.bus_sqlite import SqliteBus
from detente.cli.init import literal
from detente.messages import encode
from detente.tables.archive import ARCHIVED
from detente.topology import ARCHIVE, PAGES, TOPICS
from tests.sinks.archive.writing import BODY, is_sound, page, uris
from tests.waiting import until

PAGES_IN_ALL = 600


def configuration(folder: Path, archive: str) -> Path:
    path = folder / "detente.toml"
    path.write_text(
        f"bus = {literal(f'sqlite:///{folder}/bus.db')}\nstore = {literal(f'sqlite:///{folder}/d.db')}\n"
        f'[ops]\nlisten = ""\n[retention]\narchive = {literal(archive)}\n'
    )
    return path


def detente(config: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "detente", "--config", str(config), *words]
    return subprocess.run(command, capture_output=True, check=False, timeout=120)


def publish(folder: Path, names: list[str]) -> None:
    bus = SqliteBus(folder / "bus.db")
    bus.apply(TOPICS)
    for at in range(0, len(names), 50):
        pages = [page(name) for name in names[at : at + 50]]
        bus.publish([Outgoing(PAGES.name, each.id.encode(), encode(each)) for each in pages])
    bus.close()


def test_a_page_comes_back_through_the_command_line(tmp_path: Path) -> None:
    config = configuration(tmp_path, str(tmp_path / "pages"))
    publish(tmp_path, ["a", "b"])
    assert detente(config, "archive", "--once").returncode == 0
    assert detente(config, "archive", "get", "https://wire.example/a").stdout == BODY
    about = json.loads(detente(config, "archive", "get", page("b").id, "--json").stdout)
    assert (about["url"], about["status"], about["revision"]) == ("https://wire.example/b", 200, 1)
    missing = detente(config, "archive", "get", "https://wire.example/none")
    assert (missing.returncode, b"not in the archive" in missing.stderr) == (1, True)
    (path,) = (tmp_path / "pages").glob("*")
    assert is_sound(path)
    assert b"0 pages entered" in detente(config, "archive", "index").stdout


def test_where_it_is_off_it_says_so_and_nothing_waits_for_it(tmp_path: Path) -> None:
    publish(tmp_path, ["a"])
    off = configuration(tmp_path, "off")
    done = detente(off, "archive")
    assert (done.returncode, b'archive is "off"' in done.stderr) == (2, True)
    groups = {row["group"] for row in json.loads(detente(off, "lag", "--json").stdout)["partitions"]}
    health = json.loads(detente(off, "health", "--json").stdout)
    assert ARCHIVE.group not in groups
    assert "archive" not in {stage["name"] for stage in health["stages"]} | health["dead_letters"].keys()


def test_where_it_is_on_its_lag_and_health_are_shown(tmp_path: Path) -> None:
    publish(tmp_path, ["a"])
    on = configuration(tmp_path, str(tmp_path / "pages"))
    rows = json.loads(detente(on, "lag", "--json").stdout)["partitions"]
    assert {row["verdict"] for row in rows if row["group"] == ARCHIVE.group} == {"no_members"}
    health = json.loads(detente(on, "health", "--json").stdout)
    assert "archive is stopped" in health["reasons"]


@pytest.mark.e2e
def test_killed_again_and_again_it_keeps_every_page_once(tmp_path: Path) -> None:
    names = [f"p{n}" for n in range(PAGES_IN_ALL)]
    publish(tmp_path, names)
    folder = tmp_path / "pages"
    config = configuration(tmp_path, str(folder))
    engine = sql.connect(f"sqlite:///{tmp_path}/d.db")
    schema.upgrade(engine)

    def entered() -> int:
        with sql.reading(engine) as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(ARCHIVED)) or 0

    for least in (1, 150, 300, 450):
        running = subprocess.Popen([sys.executable, "-m", "detente", "--config", str(config), "archive"])
        until(lambda least=least: entered() >= least)  # type: ignore[misc]
        running.kill()
        running.wait()
    assert detente(config, "archive", "--once").returncode == 0
    assert not list(folder.glob("*.open"))
    assert sorted(uris(folder)) == sorted(f"https://wire.example/{name}.html" for name in names)
    assert entered() == PAGES_IN_ALL
    engine.dispose()
