"""The compose file, held by Compose itself, by the schema of its specification, and by our lint."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from deploy.compose_test import compose as binary
from detente.topology import EVERY
from tests.deploy import lint
from tests.deploy.document import Document

PROJECT = Path(__file__).parent.parent.parent
FILE = PROJECT / "docker-compose.yml"
STAGE_NAMES = frozenset(stage.name for stage in EVERY)
OUTWARD = frozenset({"ingest", "alert"})  # deploy/README.md: only these reach the outside
Parsed = dict[str, Any]
Check = Callable[[Path], "subprocess.CompletedProcess[str]"]


def config(*words: str, check: bool = False) -> subprocess.CompletedProcess[str]:
    """The real Compose without a daemon; every profile, so that extras are linted too."""
    call = [binary(), "--project-directory", str(PROJECT), "--profile", "*", *words]
    environ = {**os.environ, "DETENTE_COMPOSE_SCRATCH": "/scratch"}
    return subprocess.run(call, env=environ, capture_output=True, text=True, check=check)


def by_compose(file: Path) -> subprocess.CompletedProcess[str]:
    return config("-f", str(file), "config", "-q")


def by_schema(file: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(file)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def asks_git(*words: str) -> int | None:
    """The exit code of git; None where it is not installed."""
    if shutil.which("git") is None:
        return None
    return subprocess.run(["git", *words], cwd=PROJECT, capture_output=True, check=False).returncode


def ignored(path: Path) -> bool:
    """Whether git leaves it out: what only the author has is missing for everyone else. False outside a repository."""
    return asks_git("check-ignore", "-q", str(path)) == 0


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    document: Parsed = json.loads(config("-f", str(FILE), "config", "--format", "json", check=True).stdout)
    return document


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> frozenset[Path]:
    """What deploy/secrets.sh makes, found by running it on an empty folder."""
    deploy = tmp_path_factory.mktemp("project") / "deploy"
    (deploy / "secrets").mkdir(parents=True)
    script = shutil.copy(PROJECT / "deploy/secrets.sh", deploy)
    subprocess.run(["bash", script], capture_output=True, check=True)
    return frozenset(
        PROJECT / "deploy/secrets" / file.name for file in (deploy / "secrets").iterdir() if file.read_text()
    )


@pytest.fixture(scope="module")
def findings(made: frozenset[Path]) -> Callable[[Parsed], list[str]]:
    def there(path: Path) -> bool:
        return path in made or (path.exists() and not ignored(path))

    return lambda parsed: lint.compose(msgspec.convert(parsed, Document), there, STAGE_NAMES, OUTWARD)


@pytest.mark.parametrize("check", [by_compose, by_schema])
def test_the_shipped_file_is_valid(check: Check) -> None:
    done = check(FILE)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_the_shipped_file_is_valid_with_what_the_test_of_the_stack_adds() -> None:
    done = config("-f", str(FILE), "-f", str(PROJECT / "deploy/compose-test.yml"), "config", "-q")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("check", [by_compose, by_schema])
def test_an_unknown_key_is_not_valid(check: Check, tmp_path: Path) -> None:
    text = FILE.read_text()
    assert text.count("shm_size: 256m") == 1
    broken = tmp_path / "docker-compose.yml"
    broken.write_text(text.replace("shm_size: 256m", "shm_sise: 256m"))
    done = check(broken)
    assert done.returncode != 0
    assert "shm_sise" in done.stdout + done.stderr


def test_the_shipped_file_is_clean(parsed: Parsed, findings: Callable[[Parsed], list[str]]) -> None:
    assert findings(parsed) == []


def test_the_script_makes_every_secret_of_the_file_and_no_other(parsed: Parsed, made: frozenset[Path]) -> None:
    assert {Path(secret["file"]) for secret in parsed["secrets"].values()} == made


@pytest.mark.skipif(asks_git("rev-parse", "--git-dir") != 0, reason="not a repository")
def test_a_file_that_git_ignores_is_not_there_for_others() -> None:
    assert ignored(PROJECT / "detente.toml")
    assert not ignored(PROJECT / "deploy/detente.toml")


def pop(service: str, key: str) -> Callable[[Parsed], object]:
    return lambda d: d["services"][service].pop(key)


def put(service: str, **changes: object) -> Callable[[Parsed], object]:
    return lambda d: d["services"][service].update(changes)


def everyone(finding: str, *others: str) -> list[str]:
    """The finding at each daemon, and at `others`, in the document's order (by name)."""
    return [f"{name}: {finding}" for name in sorted({*STAGE_NAMES, *others})]


NO_KAFKA_CHECK = sorted(
    [*everyone("waits for kafka to be healthy, which has no health check", "topics"), "kafka: has no health check"]
)
STARTED_AGAIN = everyone("waits for topics to end, which is started again without end")
TOPICS_CHECK = ["topics: has no health check", "topics: has no stop_grace_period"]
BROKEN: dict[str, tuple[list[str], Callable[[Parsed], object]]] = {
    "no health check": (NO_KAFKA_CHECK, pop("kafka", "healthcheck")),
    "health check NONE": (NO_KAFKA_CHECK, put("kafka", healthcheck={"test": ["NONE"]})),
    "health check disabled": (NO_KAFKA_CHECK, put("kafka", healthcheck={"test": ["CMD", "true"], "disable": True})),
    "depends on none": (
        ["store: depends on redis, which is no service"],
        lambda d: d["services"]["store"]["depends_on"].update(redis={"condition": "service_started"}),
    ),
    "one-shot always": (STARTED_AGAIN, put("topics", restart="always")),
    "one-shot without bound": (STARTED_AGAIN, put("topics", restart="on-failure")),
    "one-shot unless-stopped": (sorted(STARTED_AGAIN + TOPICS_CHECK), put("topics", restart="unless-stopped")),
    "bind file missing": (
        ["ingest: mounts none.toml, which is missing"],
        lambda d: d["services"]["ingest"]["volumes"][0].update(source="/none.toml"),
    ),
    "secret not declared": (
        ["store: secret tls_key is not declared"],
        lambda d: d["services"]["store"]["secrets"].append({"source": "tls_key"}),
    ),
    "config not declared": (["store: config rules is not declared"], put("store", configs=[{"source": "rules"}])),
    "secret file missing": (
        ["secret slack_url: none is missing"],
        lambda d: d["secrets"]["slack_url"].update(file="/none"),
    ),
    "config file missing": (
        ["config rules: none is missing"],
        lambda d: d.update(configs={"rules": {"file": "/none"}}),
    ),
    "stage missing": (["stage stories is no service"], lambda d: d["services"].pop("stories")),
    "capabilities kept": (["postgres: keeps capabilities"], pop("postgres", "cap_drop")),
    "capabilities taken": (["store: takes capabilities: SYS_ADMIN"], put("store", cap_add=["SYS_ADMIN"])),
    "new privileges": (["kafka: may gain privileges"], pop("kafka", "security_opt")),
    "privileged": (["process: is privileged"], put("process", privileged=True)),
    "root": (["store: runs as root"], put("store", user="root")),
    "root by number": (["migrate: runs as root"], put("migrate", user="0:0")),
    "writable": (["process: writes to its root file system"], pop("process", "read_only")),
    "no init": (["alert: has no init: children that end stay as zombies"], pop("alert", "init")),
    "no /tmp": (["topics: has no /tmp to write to"], pop("topics", "tmpfs")),
    "no memory limit": (["ingest: has no mem_limit"], pop("ingest", "mem_limit")),
    "no pids limit": (["ingest: has no pids_limit"], pop("ingest", "pids_limit")),
    "no restart": (["migrate: has no restart"], pop("migrate", "restart")),
    "daemon that stays down": (["store: stays down: restart is no"], put("store", restart="no")),
    "endless logs": (["alert: fills the disk with logs"], pop("alert", "logging")),
    "daemon without health check": (["alert: has no health check"], pop("alert", "healthcheck")),
    "no grace": (["alert: has no stop_grace_period"], pop("alert", "stop_grace_period")),
    "short grace": (["alert: is killed after 39 s, not 40 s"], put("alert", stop_grace_period="39s")),
    "published": (["kafka: publishes a port"], put("kafka", ports=[{"target": 9092}])),
    "outward": (["store: reaches the outside through egress"], put("store", networks={"bus": None, "egress": None})),
    "host network": (["kafka: shares a network: host"], put("kafka", networks={}, network_mode="host")),
    "open bus": (
        sorted(
            f"{name}: reaches the outside through bus"
            for name in ("archive", "kafka", "process", "store", "stories", "topics")
        ),
        lambda d: d["networks"]["bus"].pop("internal"),
    ),
}


def test_a_longer_grace_is_right(parsed: Parsed, findings: Callable[[Parsed], list[str]]) -> None:
    longer = copy.deepcopy(parsed)
    longer["services"]["alert"]["stop_grace_period"] = "1m5s"
    assert findings(longer) == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_gives_exactly_its_finding(
    name: str, parsed: Parsed, findings: Callable[[Parsed], list[str]]
) -> None:
    expected, spoil = BROKEN[name]
    broken = copy.deepcopy(parsed)
    spoil(broken)
    assert sorted(findings(broken)) == sorted(expected)
