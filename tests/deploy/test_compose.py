"""The compose file and the Dockerfile, held by Compose itself, by the schema of its specification, and by our lint."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.compose_test import compose as binary
from detente.topology import STAGES
from tests.deploy import lint

PROJECT = Path(__file__).parent.parent.parent
STAGE_NAMES = tuple(stage.name for stage in STAGES)
MADE_BY_SECRETS_SH = {PROJECT / "deploy/secrets/postgres_password", PROJECT / "deploy/secrets/slack_url"}


def there(path: Path) -> bool:
    return path in MADE_BY_SECRETS_SH or path.exists()


def findings(document: lint.Document) -> list[str]:
    return lint.compose(document, there, STAGE_NAMES)


@pytest.fixture(scope="module")
def document() -> lint.Document:
    words = [binary(), "-f", "docker-compose.yml", "config", "--format", "json"]
    done = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, check=True)
    parsed: lint.Document = json.loads(done.stdout)
    return parsed


def test_the_shipped_file_is_clean(document: lint.Document) -> None:
    assert findings(document) == []


def test_the_shipped_file_follows_the_compose_specification() -> None:
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"]
    done = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_secrets_that_the_file_mounts_are_made_by_the_script(document: lint.Document) -> None:
    script = (PROJECT / "deploy/secrets.sh").read_text()
    assert all(Path(secret["file"]).name in script for secret in document["secrets"].values())


BROKEN: list[tuple[str, Callable[[lint.Document], object]]] = [
    (
        "process: waits for kafka to be healthy, which has no health check",
        lambda d: d["services"]["kafka"].pop("healthcheck"),
    ),
    (
        "store: depends on redis, which is no service",
        lambda d: d["services"]["store"]["depends_on"].update(redis={"condition": "service_started"}),
    ),
    (
        "alert: waits for topics to end, which is always started again",
        lambda d: d["services"]["topics"].update(restart="always"),
    ),
    (
        "ingest: mounts none.toml, which is missing",
        lambda d: d["services"]["ingest"]["volumes"][0].update(source="/none.toml"),
    ),
    (
        "store: secret tls_key is not declared",
        lambda d: d["services"]["store"]["secrets"].append({"source": "tls_key"}),
    ),
    ("secret slack_url: none is missing", lambda d: d["secrets"]["slack_url"].update(file="/none")),
    ("stage stories is no service", lambda d: d["services"].pop("stories")),
    ("postgres: keeps capabilities", lambda d: d["services"]["postgres"].pop("cap_drop")),
    ("kafka: may gain privileges", lambda d: d["services"]["kafka"].pop("security_opt")),
    ("process: is privileged", lambda d: d["services"]["process"].update(privileged=True)),
    ("process: writes to its root file system", lambda d: d["services"]["process"].pop("read_only")),
    ("ingest: has no mem_limit", lambda d: d["services"]["ingest"].pop("mem_limit")),
    ("ingest: has no pids_limit", lambda d: d["services"]["ingest"].pop("pids_limit")),
    ("migrate: has no restart", lambda d: d["services"]["migrate"].pop("restart")),
    ("alert: fills the disk with logs", lambda d: d["services"]["alert"].pop("logging")),
    ("alert: has no stop_grace_period", lambda d: d["services"]["alert"].pop("stop_grace_period")),
    ("kafka: publishes a port", lambda d: d["services"]["kafka"].update(ports=[{"target": 9092}])),
]


@pytest.mark.parametrize(("finding", "spoil"), BROKEN, ids=[finding for finding, _ in BROKEN])
def test_a_broken_file_is_found(
    document: lint.Document, finding: str, spoil: Callable[[lint.Document], object]
) -> None:
    broken = copy.deepcopy(document)
    spoil(broken)
    assert finding in findings(broken)


GOOD = 'FROM a AS build\nRUN x\nFROM a\nUSER 10001:10001\nENTRYPOINT ["detente"]\nCMD ["--help"]\n'


def test_the_shipped_dockerfile_is_clean() -> None:
    assert lint.dockerfile((PROJECT / "deploy/Dockerfile").read_text()) == []
    assert lint.dockerfile(GOOD) == []


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        ("ENTRYPOINT in shell form: signals do not arrive", GOOD.replace('["detente"]', "detente")),
        ("CMD in shell form: signals do not arrive", GOOD.replace('["--help"]', "detente run")),
        ("one stage: what builds would ship", GOOD.split("RUN x\n")[1]),
        ("the last stage runs as root", GOOD.replace("USER 10001:10001\n", "")),
        ("the last stage runs as root", GOOD.replace("10001:10001", "root")),
    ],
)
def test_a_broken_dockerfile_is_found(finding: str, text: str) -> None:
    assert lint.dockerfile(text) == [finding]
