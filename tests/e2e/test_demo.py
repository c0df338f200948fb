"""`detente demo` and `detente run` as a newcomer meets them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.cli.demo import configuration
from detente.demo.site import Site, serve
from tests.waiting import until

pytestmark = pytest.mark.e2e


def test_the_demo_tells_four_stories_in_under_thirty_seconds(tmp_path: Path) -> None:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "detente", "demo"], cwd=tmp_path, capture_output=True, text=True, timeout=90, check=False
    )
    took = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    stories = done.stdout.split("■ ")[1:]
    assert len(stories) == 4
    for story in stories:
        for part in ("reported by", "actors: ", "topics: ", "“", "http://127.0.0.1"):
            assert part in story
    assert "4 stories told once" in " ".join(done.stdout.split())
    assert took < 30


def test_run_drains_on_sigterm_and_a_stage_that_dies_comes_back_and_is_seen(tmp_path: Path) -> None:
    with serve(Site()) as base:
        config = configuration(tmp_path, base)
        command = [sys.executable, "-m", "detente", "--config", str(config)]
        running = subprocess.Popen([*command, "run"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

        def health() -> dict[str, object]:
            done = subprocess.run([*command, "health", "--json"], capture_output=True, check=False)
            found: dict[str, object] = json.loads(done.stdout or b'{"stages": []}')
            return found

        def stage(name: str) -> dict[str, object]:
            stages = health()["stages"]
            assert isinstance(stages, list)
            return next((each for each in stages if each["name"] == name), {})

        until(lambda: stage("stories").get("state") == "running")
        pid = stage("stories")["pid"]
        assert isinstance(pid, int)
        subprocess.run(["kill", "-9", str(pid)], check=True)
        until(lambda: stage("stories").get("restarts") == 1)
        until(lambda: stage("stories").get("state") == "running" and stage("stories")["pid"] != pid)
        began = time.monotonic()
        running.send_signal(signal.SIGTERM)
        out, _ = running.communicate(timeout=30)
        assert running.returncode == 0, out.decode()
        assert time.monotonic() - began < 20


def test_when_no_feed_can_be_reached_it_says_so_and_points_at_the_demo(tmp_path: Path) -> None:
    config = configuration(tmp_path, "http://127.0.0.1:9")
    running = subprocess.Popen(
        [sys.executable, "-m", "detente", "--config", str(config), "run"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert running.stdout is not None
    said = next(line for line in running.stdout if "No feed could be reached" in line)
    running.terminate()
    running.communicate(timeout=30)
    assert "detente demo" in said
    assert running.returncode == 0
