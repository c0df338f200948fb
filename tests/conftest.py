"""Fixtures for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.servers.plugin"]

settings.register_profile("local", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("local"), max_examples=100, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")


@pytest.fixture(autouse=True)
def no_configuration_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the developer has set must not reach a test."""
    for name in list(os.environ):
        if name.startswith("DETENTE_") and not name.startswith("DETENTE_TEST_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def no_log_of_another_test() -> Iterator[None]:
    """A command that a test ran logs to that test's standard error, which is closed when the next one begins."""
    yield
    structlog.reset_defaults()
