"""Our Dockerfile, held by our lint."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.dockerfile_lint import dockerfile

SHIPPED = (Path(__file__).parent.parent.parent / "deploy/Dockerfile").read_text()
ENTRYPOINT = 'ENTRYPOINT ["detente"]\n'
CMD = 'CMD ["--help"]\n'
USER = "USER 10001:10001\n"
HEALTH = "HEALTHCHECK --interval=10s --timeout=5s \\\n  # every ten seconds\n  CMD"


def changed(old: str, new: str) -> str:
    """The shipped file with one change, which must really be one."""
    assert SHIPPED.count(old) == 1
    return SHIPPED.replace(old, new)


def test_the_shipped_dockerfile_is_clean() -> None:
    assert dockerfile(SHIPPED) == []


@pytest.mark.parametrize(
    "text",
    [
        changed(CMD, 'CMD  [ "--help" ]\n'),
        changed(CMD, f'{CMD}{HEALTH} ["python3", "-m", "detente.healthcheck"]\n'),
        changed(CMD, f"{CMD}HEALTHCHECK NONE\n"),
        changed(CMD, ""),
        changed(USER, f"USER root\nRUN true\n{USER}"),
        "ARG VERSION=3.11\n" + SHIPPED.replace("ENTRYPOINT", "entrypoint").replace("FROM", "from"),
    ],
    ids=["spaces", "health check over lines", "no health check", "no arguments", "root for a while", "small letters"],
)
def test_what_is_right_is_not_found(text: str) -> None:
    assert dockerfile(text) == []


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        ("ENTRYPOINT in shell form", changed(ENTRYPOINT, "ENTRYPOINT detente\n")),
        ("ENTRYPOINT in shell form", changed(ENTRYPOINT, "entrypoint detente\n")),
        ("ENTRYPOINT in shell form", changed(ENTRYPOINT, "ENTRYPOINT ['detente']\n")),
        ("CMD in shell form", changed(CMD, "CMD detente run\n")),
        ("CMD in shell form", changed(CMD, 'CMD sh -c "CMD [1]"\n')),
        ("HEALTHCHECK in shell form", changed(CMD, f"{CMD}{HEALTH} python3 -m detente.healthcheck\n")),
        ("one stage: what builds would ship", "FROM" + SHIPPED.split("\nFROM")[-1]),
        ("the last stage starts nothing of its own", changed(ENTRYPOINT + CMD, "")),
        ("the last stage runs as root", changed(USER, "")),
        ("the last stage runs as root", changed(USER, "USER root\n")),
        ("the last stage runs as root", changed(USER, "USER 0:10001\n")),
        ("the last stage runs as root", changed(CMD, f"{CMD}USER root\n")),
        ("the last stage runs as root", changed(USER, "").replace("\nFROM", f"\n{USER}FROM")),
    ],
)
def test_a_broken_dockerfile_is_found(finding: str, text: str) -> None:
    assert dockerfile(text) == [finding]
