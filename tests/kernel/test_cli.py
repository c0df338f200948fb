"""The commands as a user meets them: exit codes, one-line errors, help with an example."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from detente.cli import hoist


def run(*words: str, cwd: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "detente", *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


COMMANDS = [
    "init",
    "run",
    "demo",
    "ingest",
    "process",
    "stories",
    "store",
    "alert",
    "archive",
    "check",
    "judge",
    "cluster",
    "lag",
    "health",
    "trace",
    "dead",
    "db",
    "topics",
    "feeds",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, tmp_path: Path) -> None:
    done = run(command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    if command not in ("db", "topics", "dead", "feeds"):
        assert "Example:" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (["nonsense"], 2, "No such command"),
        (["--config", "none.toml", "health"], 2, "none.toml"),
        (["run"], 2, "no feeds"),
        (["check", "nowhere.html"], 2, "nowhere.html"),
        (["judge", "nowhere.jsonl"], 2, "nowhere.jsonl"),
        (["trace", "https://unknown.example/x"], 1, "unknown page"),
        (["dead", "list", "kitchen"], 2, "no stage"),
        (["feeds", "add", "ftp://x"], 2, "no http(s) address"),
        (["feeds", "remove", "https://x.example/"], 1, "no feed"),
        (["feeds", "import", "none.opml"], 2, "none.opml"),
        (["alert", "test"], 2, "no [[alerts]]"),
        (["check", "http://127.0.0.1:9/"], 1, "loopback"),
    ],
)
def test_what_goes_wrong_is_one_line_and_the_right_code(words: list[str], code: int, part: str, tmp_path: Path) -> None:
    done = run(*words, cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert part in done.stderr


def test_a_broken_configuration_lists_all_its_errors(tmp_path: Path) -> None:
    (tmp_path / "detente.toml").write_text('bus = 3\n[ingest]\npoll_min = "x"\n')
    done = run("health", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("detente.toml: ") == 2


def test_a_bus_that_is_no_bus_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "junk.db").write_bytes(b"this is no database " * 100)
    (tmp_path / "detente.toml").write_text('bus = "sqlite:///junk.db"\n')
    done = run("lag", cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "not a database" in done.stderr


def test_init_writes_a_configuration_and_never_over_one(tmp_path: Path) -> None:
    assert run("init", cwd=tmp_path).returncode == 0
    again = run("init", cwd=tmp_path)
    assert (again.returncode, "--force" in again.stderr) == (1, True)


def test_health_and_lag_answer_before_anything_has_run(tmp_path: Path) -> None:
    health = run("health", "--json", cwd=tmp_path)
    assert (health.returncode, json.loads(health.stdout)["status"]) == (1, "failing")
    lag = run("lag", "--json", cwd=tmp_path)
    assert (lag.returncode, json.loads(lag.stdout)["partitions"]) == (0, [])


def test_judge_keeps_the_order_and_turns_a_bad_line_into_an_object(tmp_path: Path) -> None:
    text = "Sergey Lavrov and Marco Rubio spoke by phone, the State Department said."
    lines = [json.dumps({"id": str(n), "title": "Lavrov and Rubio speak", "text": text}) for n in range(5)]
    lines.insert(2, "not json")
    lines.append(json.dumps({"id": "empty"}))
    done = run("judge", "-", cwd=tmp_path, stdin="\n".join(lines))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [each["id"] for each in found] == ["0", "1", None, "2", "3", "4", "empty"]
    assert ["error" in each for each in found] == [False, False, True, False, False, False, True]
    assert found[0]["relevant"]


def test_feeds_go_in_and_out_as_opml(tmp_path: Path) -> None:
    (tmp_path / "in.opml").write_text(
        "<opml version='2.0'><body><outline text='Group'><outline text='A' xmlUrl='https://a.example/rss'/>"
        "<outline text='A again' xmlUrl='https://a.example/rss'/></outline>"
        "<outline text='B' xmlUrl='https://b.example/rss'/></body></opml>"
    )
    assert run("feeds", "import", "in.opml", cwd=tmp_path).returncode == 0
    listed = [json.loads(line) for line in run("feeds", "list", "--json", cwd=tmp_path).stdout.splitlines()]
    assert [each["url"] for each in listed] == ["https://a.example/rss", "https://b.example/rss"]
    out = run("feeds", "export", cwd=tmp_path).stdout
    assert out.count("xmlUrl") == 2
    assert 'text="Group"' in out


@pytest.mark.parametrize(
    "document", ["<opml", "<opml><body/></opml>", "<!DOCTYPE x [<!ENTITY a 'b'>]><opml><body/></opml>", "text"]
)
def test_what_is_no_opml_is_refused(document: str, tmp_path: Path) -> None:
    (tmp_path / "in.opml").write_text(document)
    done = run("feeds", "import", "in.opml", cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr, "in.opml" in done.stderr) == (2, False, True)


def test_options_may_stand_behind_the_command() -> None:
    assert hoist(["run", "--config", "x", "--debug"]) == ["--config", "x", "--debug", "run"]
    assert hoist(["check", "--", "--config"]) == ["check", "--", "--config"]
