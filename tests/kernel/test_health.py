"""Failing, degraded, ok: each with every reason."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

import pytest
from prometheus_client import CollectorRegistry

from detente.errors import UsageError
from detente.health import DeliveryHealth, FeedHealth, Health, StageHealth, is_silent, judge, of_daemon
from detente.ops_http import serve, serve_daemon
from detente.pulse import Pulse

RUNNING = StageHealth(name="process", state="running", pid=1, last_loop=None)
NO_FEEDS = FeedHealth()
STOPPED = StageHealth(name="alert", state="stopped", pid=None, last_loop=None)


def of(
    *stages: StageHealth,
    feeds: FeedHealth = NO_FEEDS,
    dead: int = 0,
    waited: float | None = None,
    deliveries: DeliveryHealth | None = None,
) -> Health:
    return judge(
        stages, feeds, {"process": dead}, deliveries or DeliveryHealth(pending=1, oldest_pending_seconds=waited)
    )


def test_all_running_is_ok() -> None:
    assert of(RUNNING).status == "ok"


def test_a_stage_that_is_gone_is_failing() -> None:
    found = of(RUNNING, STOPPED)
    assert (found.status, found.reasons) == ("failing", ["alert is stopped"])


@pytest.mark.parametrize(
    "found",
    [
        of(RUNNING, dead=2),
        of(RUNNING, waited=1000),
        of(RUNNING, feeds=FeedHealth(total=3, up=2, failing=1)),
        of(RUNNING, deliveries=DeliveryHealth(failed=3)),
        of(RUNNING, deliveries=DeliveryHealth(disabled=("desk",))),
    ],
)
def test_what_needs_a_person_soon_is_degraded(found: Health) -> None:
    assert found.status == "degraded"
    assert len(found.reasons) == 1


@pytest.mark.parametrize(
    ("gap", "hours", "silent"),
    [(86400, 71, False), (86400, 73, True), (600, 5, False), (600, 7, True), (None, 999, False), (3600, None, False)],
)
def test_a_feed_is_silent_against_its_own_rhythm(gap: float | None, hours: float | None, silent: bool) -> None:
    now = 1e9
    assert is_silent(gap, None if hours is None else now - 3600 * hours, now) is silent


def test_a_daemon_whose_loop_stands_still_answers_503() -> None:
    pulse = Pulse("store")
    with serve_daemon(pulse, "127.0.0.1:0") as address:
        assert _get(f"http://{address}/health")[0] == 200
        pulse.last_loop = 1.0
        status, body = _get(f"http://{address}/health")
        assert status == 503
        assert json.loads(body)["status"] == "failing"
        assert b"detente_items_total" in _get(f"http://{address}/metrics")[1]


def test_a_call_that_does_not_return_is_failing() -> None:
    clock = [100.0]
    pulse = Pulse("store", lambda: clock[0])
    with pulse.within(10):
        clock[0] = 111.0
        assert of_daemon(pulse).status == "failing"
    assert of_daemon(pulse).status == "ok"


def test_an_address_in_use_is_one_line() -> None:
    health = of(RUNNING)
    with (
        serve("127.0.0.1:0", lambda: health, CollectorRegistry()) as address,
        pytest.raises(UsageError, match="cannot listen"),
        serve(address, lambda: health, CollectorRegistry()),
    ):
        pass


def _get(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
