"""Back-pressure: ingest takes no work while the bus is slow or the disk is short, and all of it afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from types import SimpleNamespace

import pytest

from detente.bus import Outgoing
from tests.ingest.conftest import Poller
from tests.ingest.feeds import entry, feed, rss
from tests.servers.site import Scripted, http
from tests.waiting import until


def test_while_the_bus_is_slow_no_work_is_taken(
    poller: Poller, site: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first batch takes so long that the next poll is due long before."""
    monkeypatch.setattr("ingest.publisher.WAITING", 4)
    monkeypatch.setattr("ingest.publisher.BATCH", 2)
    publish = poller.bus.publish
    polls: list[int] = []

    def slow(records: Sequence[Outgoing], timeout: float = 30.0) -> None:
        if not polls:
            until(lambda: poller.pulse.last_error == "the bus does not keep up with what was fetched")
            poller.later(hours=6)
            seen = poller.pulse.last_loop or 0.0
            until(lambda: (poller.pulse.last_loop or 0.0) > seen + 0.2)
            polls.append(site.count["/feed"])
        publish(records, timeout)

    monkeypatch.setattr(poller.bus, "publish", slow)
    site.answers["/feed"] = http(body=feed(*(entry(f"n{n}", guid=f"{n}", text="Text") for n in range(20))))
    poller.run()
    assert polls == [1]
    assert site.count["/feed"] == 2
    assert len(poller.pages()) == 20
    assert poller.pulse.last_error is None


def test_while_the_disk_is_short_no_work_is_taken(
    poller: Poller, site: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers["/feed"] = http(body=rss("a"))
    with monkeypatch.context() as short:
        short.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=50 << 20))
        poller.run()
        assert "only 50 MiB are free in" in (poller.pulse.last_error or "")
        assert not site.count
    poller.run()
    assert poller.pulse.last_error is None
    assert poller.published() == ["/p/a"]
