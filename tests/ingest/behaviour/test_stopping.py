"""Behaviour 32: a stop in the middle loses nothing and repeats nothing that was told."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator, Sequence

import pytest

from detente.bus import Outgoing
from detente.errors import BusUnavailable
from detente.stop import Stop, on_signals
from tests.ingest.conftest import Poller
from tests.ingest.feeds import rss
from tests.servers.site import Scripted, http


@pytest.fixture
def stop() -> Iterator[Stop]:
    """Asked by SIGTERM, as in a daemon."""
    handlers = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    made = Stop()
    on_signals(made)
    yield made
    for each, handler in handlers.items():
        signal.signal(each, handler)


def test_32_a_sigterm_while_a_page_is_fetched_loses_nothing(poller: Poller, site: Scripted, stop: Stop) -> None:
    page = site.answers["/p/a"]

    def terminate(connection: socket.socket) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        site.silence(connection)

    poller.set(deadline=1.0)
    site.answers["/feed"] = site.in_turn(http(body=rss("a", "b"), etag='"1"'), http("304 Not Modified"))
    site.answers["/p/a"] = terminate
    began = time.monotonic()
    poller.run(stop=stop)
    assert stop
    assert time.monotonic() - began < 15
    assert "/p/a" not in poller.published()
    site.answers["/p/a"] = page
    poller.later(days=1)
    poller.run()
    assert poller.published() == ["/p/a", "/p/b"]


def test_32_a_sigterm_while_a_feed_is_read_stores_no_validator(poller: Poller, site: Scripted, stop: Stop) -> None:
    def terminate(connection: socket.socket) -> None:
        connection.sendall(b'HTTP/1.1 200 OK\r\netag: "1"\r\ncontent-length: 999\r\n\r\n' + rss("a")[:50])
        os.kill(os.getpid(), signal.SIGTERM)
        site.silence(connection)

    poller.set(deadline=1.0)
    site.answers["/feed"] = terminate
    poller.run(stop=stop)
    assert poller.feed().etag is None
    site.answers["/feed"] = http(body=rss("a"), etag='"1"')
    poller.later(days=1)
    poller.run()
    assert "if-none-match" not in site.asked["/feed"][1]
    assert poller.published() == ["/p/a"]


def test_32_validators_without_the_items_acknowledged_do_not_hide_the_items(
    poller: Poller, site: Scripted, stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bus takes nothing until the stop; afterwards the server answers that there is nothing new."""
    publish = poller.bus.publish

    def away(records: Sequence[Outgoing], timeout: float = 30.0) -> None:
        if not stop:
            os.kill(os.getpid(), signal.SIGTERM)
        raise BusUnavailable("bus: away")

    monkeypatch.setattr("ingest.daemon.DRAIN_SECONDS", 0.5)
    monkeypatch.setattr(poller.bus, "publish", away)
    site.answers["/feed"] = site.in_turn(http(body=rss("a", "b"), etag='"1"'), http("304 Not Modified"))
    poller.run(stop=stop)
    assert poller.published() == []
    assert {row.state for row in poller.items().values()} == {"due"}
    monkeypatch.setattr(poller.bus, "publish", publish)
    poller.later(days=1)
    poller.run()
    assert site.asked["/feed"][1]["if-none-match"] == '"1"'
    assert poller.published() == ["/p/a", "/p/b"]
