"""WebSub: a hub of ours pushes to the real daemon, and whoever else tries gets nowhere."""

from __future__ import annotations

import hmac
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from detente import sql
from detente.config import Config, Feed, Ingest
from detente.config.units import Duration, Size
from detente.daemon import Context
from detente.pulse import Pulse
from detente.stop import Stop
from detente.tables.frontier import FEEDS
from detente.topology import stage
from ingest import daemon
from ingest.lanes import Lanes
from ingest.websub import rules
from tests.ingest.conftest import Poller
from tests.ingest.feeds import rss
from tests.ingest.hub import Hub, call, hubbing
from tests.servers.site import Scripted, http
from tests.waiting import until

CAP = 50_000


class Subscriber(Poller):
    """The daemon at work, with a callback listener, on the test's clock."""

    def __init__(self, folder: Path, site: Scripted, lanes: Callable[[], Lanes], hub: Hub) -> None:
        super().__init__(folder, site, lanes)
        self.hub = hub
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.listen = f"127.0.0.1:{probe.getsockname()[1]}"
        self._ingest = Ingest(
            allow_private_addresses=True,
            first_poll="tell",
            host_gap=Duration(0),
            deadline=Duration(5),
            max_body=Size(CAP),
            websub_listen=self.listen,
            websub_callback=f"http://{self.listen}/hook",
        )

    @contextmanager
    def working(self, *, listening: bool = True) -> Iterator[None]:
        """The daemon runs while the block does."""
        settings = self._ingest if listening else Ingest(allow_private_addresses=True)
        config = Config(ingest=settings, feeds=(Feed(url=self.site.base + "/feed"),))
        stop = Stop()
        context = Context(stage("ingest"), config, self.bus, self.engine, Pulse("ingest"), self.clock)
        thread = threading.Thread(target=daemon.Ingest(context, lanes=self._lanes).run, args=(stop,))
        thread.start()
        try:
            yield
        finally:
            stop.ask()
            thread.join()

    def subscribed(self) -> bool:
        """Whether the hub has verified, and holds to it now."""
        with sql.reading(self.engine) as connection:
            end = connection.scalar(sa.select(FEEDS.c.hub_until))
        return end is not None and end > self.now

    def set_state(self, state: str) -> None:
        with sql.writing(self.engine) as connection:
            connection.execute(sa.update(FEEDS).values(state=state))


def document(hub: Hub, *names: str) -> bytes:
    return rss(*names, head=f"<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='hub' href='{hub.url}'/>")


@pytest.fixture
def hub() -> Iterator[Hub]:
    with hubbing() as made:
        yield made


@pytest.fixture
def subscriber(tmp_path: Path, site: Scripted, lanes: Callable[[], Lanes], hub: Hub) -> Iterator[Subscriber]:
    site.answers["/feed"] = http(body=document(hub, "a"))
    made = Subscriber(tmp_path, site, lanes, hub)
    yield made
    made.close()


def test_what_a_hub_delivers_is_published_as_if_it_had_been_polled(subscriber: Subscriber, site: Scripted) -> None:
    hub = subscriber.hub
    with subscriber.working():
        until(subscriber.subscribed)
        assert hub.echoes == [(200, b"c-1234")]
        assert hub.deliver(document(hub, "b", "a")) == 202
        until(lambda: subscriber.published() == ["/p/a", "/p/b"])
        site.answers["/feed"] = http(body=document(hub, "c", "b", "a"))
        subscriber.later(hours=2)  # the backup poll
        until(lambda: len(subscriber.pages()) == 3)
    assert subscriber.published() == ["/p/a", "/p/b", "/p/c"]
    assert site.count["/feed"] == 2


def test_while_a_hub_pushes_polls_are_hourly_at_most(subscriber: Subscriber, site: Scripted) -> None:
    with subscriber.working():
        until(subscriber.subscribed)
        subscriber.later(minutes=30)
        until(lambda: site.count["/feed"] == 2)
        until(lambda: subscriber.feed().polls == 2)
    assert subscriber.feed().due - subscriber.now >= timedelta(minutes=59)


@pytest.mark.parametrize("method", rules.METHODS)
def test_every_method_of_the_recommendation_signs(method: str, subscriber: Subscriber) -> None:
    with subscriber.working():
        until(subscriber.subscribed)
        subscriber.hub.deliver(document(subscriber.hub, "b"), method=method)
        until(lambda: subscriber.published() == ["/p/a", "/p/b"])


def test_a_wrong_signature_is_acknowledged_and_ignored(subscriber: Subscriber) -> None:
    hub = subscriber.hub
    with subscriber.working():
        until(subscriber.subscribed)
        assert hub.deliver(document(hub, "b"), secret="guessed") == 202
        assert hub.deliver(document(hub, "b"), method="md5") == 202
        assert call("POST", hub.asked[-1]["hub.callback"], document(hub, "b"))[0] == 202
        hub.deliver(document(hub, "c"))
        until(lambda: len(subscriber.published()) == 2)
    assert subscriber.published() == ["/p/a", "/p/c"]


def test_a_delivery_of_another_topic_is_ignored(subscriber: Subscriber) -> None:
    hub = subscriber.hub
    with subscriber.working():
        until(subscriber.subscribed)
        assert hub.deliver(document(hub, "b"), topic="https://other.example/feed") == 202
        hub.deliver(document(hub, "c"))
        until(lambda: len(subscriber.published()) == 2)
    assert subscriber.published() == ["/p/a", "/p/c"]


def test_a_replayed_delivery_brings_no_old_state_back(subscriber: Subscriber) -> None:
    hub = subscriber.hub
    old = document(hub, "b").replace(b"<title>b<", b"<title>Three were hurt<")
    with subscriber.working():
        until(subscriber.subscribed)
        hub.deliver(old)
        until(lambda: len(subscriber.pages()) == 2)
        hub.deliver(old.replace(b"Three", b"Five"))
        until(lambda: len(subscriber.pages()) == 3)
        assert hub.deliver(old) == 202
        hub.deliver(document(hub, "c"))
        until(lambda: len(subscriber.pages()) >= 4)
    assert [page.entry.title for page in subscriber.pages() if page.url.endswith("/b")] == [
        "Three were hurt",
        "Five were hurt",
    ]


def test_nobody_verifies_what_was_not_asked(subscriber: Subscriber) -> None:
    hub = subscriber.hub
    with subscriber.working():
        until(subscriber.subscribed)
        (form,) = hub.asked
        callback, topic = form["hub.callback"], form["hub.topic"]
        assert hub.verify(callback, "unsubscribe", topic)[0] == 404
        assert hub.verify(callback, "subscribe", "https://other.example/feed")[0] == 404
        assert hub.verify(f"http://{subscriber.listen}/hook/guessed", "subscribe", topic)[0] == 404
        assert hub.verify(callback, "subscribe", topic, challenge="")[0] == 404
        assert subscriber.subscribed()


def test_the_path_and_the_secret_cannot_be_guessed(subscriber: Subscriber) -> None:
    with subscriber.working():
        until(subscriber.subscribed)
    form = subscriber.hub.asked[0]
    path = form["hub.callback"].rpartition("/")[2]
    assert len(path) >= 32
    assert len(form["hub.secret"]) >= 32
    assert path != form["hub.secret"]
    assert subscriber.site.base not in path


def test_a_subscription_is_renewed_before_it_ends_at_the_same_address(subscriber: Subscriber) -> None:
    hub = subscriber.hub
    with subscriber.working():
        until(subscriber.subscribed)
        subscriber.later(seconds=0.8 * hub.lease)
        until(lambda: len(hub.asked) == 2)
        until(lambda: subscriber.feed().hub_until == subscriber.now + timedelta(seconds=hub.lease))
    assert hub.asked[0] == hub.asked[1]


def test_a_hub_that_denies_is_left_alone_for_a_day(subscriber: Subscriber) -> None:
    hub = subscriber.hub
    hub.denies = True
    with subscriber.working():
        until(lambda: hub.echoes)
        until(lambda: subscriber.feed().hub_due >= subscriber.now + timedelta(days=1))
        assert not subscriber.subscribed()
        hub.denies = False
        subscriber.later(days=1, seconds=1)
        until(subscriber.subscribed)


@pytest.mark.parametrize(("status", "least"), [(500, timedelta(hours=1)), (403, timedelta(days=1))])
def test_a_hub_that_does_not_work_is_asked_again_later_and_polls_go_on(
    status: int, least: timedelta, subscriber: Subscriber, site: Scripted
) -> None:
    hub = subscriber.hub
    hub.status = status
    with subscriber.working():
        until(lambda: hub.asked)
        until(lambda: subscriber.feed().hub_due >= subscriber.now + least)
        subscriber.later(minutes=30)
        until(lambda: site.count["/feed"] == 2)
        hub.status = 202
        subscriber.later(seconds=2 * least.total_seconds() + 1)
        until(subscriber.subscribed)


def test_a_hub_that_cannot_be_reached_is_asked_again_later(subscriber: Subscriber, site: Scripted) -> None:
    site.answers["/feed"] = http(body=document(Hub(url="http://127.0.0.1:9/"), "a"))
    with subscriber.working():
        until(lambda: subscriber.published() == ["/p/a"])
        # an hour is kept from the beginning; the time that is drawn on top says that it has been tried
        until(lambda: (subscriber.feed().hub_due or subscriber.now) > subscriber.now + timedelta(hours=1))
    assert not subscriber.subscribed()


@pytest.mark.parametrize("state", ["paused", "removed"])
def test_a_feed_that_is_not_watched_any_more_is_unsubscribed(state: str, subscriber: Subscriber) -> None:
    hub = subscriber.hub
    with subscriber.working():
        until(subscriber.subscribed)
        subscriber.set_state(state)
        until(lambda: subscriber.feed().hub_secret is None)
        assert [form["hub.mode"] for form in hub.asked] == ["subscribe", "unsubscribe"]
        assert hub.asked[0]["hub.callback"] == hub.asked[1]["hub.callback"]
        assert call("POST", hub.asked[0]["hub.callback"], b"x")[0] == 404


def test_a_body_over_the_cap_is_refused(subscriber: Subscriber) -> None:
    with subscriber.working():
        until(subscriber.subscribed)
        body = document(subscriber.hub, "b") + b" " * CAP
        assert subscriber.hub.deliver(body) == 413
        subscriber.hub.deliver(document(subscriber.hub, "c"))
        until(lambda: len(subscriber.published()) == 2)
    assert subscriber.published() == ["/p/a", "/p/c"]


@pytest.mark.parametrize(
    "rubbish", [b"\0\1\2\r\n\r\n", b"GET /" + b"a" * 20_000, b"GET /?" + b"a&" * 99 + b" HTTP/1.1\r\n\r\n"]
)
def test_what_is_no_request_harms_nobody(rubbish: bytes, subscriber: Subscriber) -> None:
    with subscriber.working():
        until(subscriber.subscribed)
        parts = urlsplit(f"http://{subscriber.listen}")
        with socket.create_connection((parts.hostname, parts.port)) as peer:
            peer.sendall(rubbish)
            peer.shutdown(socket.SHUT_WR)
            assert peer.recv(100)[:12] in (b"", b"HTTP/1.1 400", b"HTTP/1.1 431")
        assert subscriber.hub.deliver(document(subscriber.hub, "b")) == 202


def test_without_a_listener_feeds_with_hubs_are_polled_as_usual(subscriber: Subscriber) -> None:
    with subscriber.working():
        until(subscriber.subscribed)
    with subscriber.working(listening=False):
        until(lambda: subscriber.feed().hub_until is None)
    assert len(subscriber.hub.asked) == 1


@given(st.binary(max_size=200), st.text(min_size=1, max_size=30), st.sampled_from(rules.METHODS), st.integers(0, 500))
def test_only_the_very_body_and_secret_are_signed(body: bytes, secret: str, method: str, at: int) -> None:
    key = secret.encode(errors="replace").decode()
    header = f"{method}={hmac.new(key.encode(), body, method).hexdigest()}"
    assert rules.is_signed(body, key, header)
    changed = bytearray(body + b"x")
    changed[at % len(changed)] ^= 1
    assert not rules.is_signed(bytes(changed), key, header)
    assert not rules.is_signed(body, key + "x", header)
    assert not rules.is_signed(body, key, header[:-1])


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ('<https://h.example/>; rel="hub", <https://x.example/feed>; rel="self"', None),
        ("<https://y.example/feed>; rel=self", "https://y.example/feed"),
        ('<https://h.example/>; rel="hub"', None),
        (None, None),
    ],
)
def test_a_topic_is_another_where_the_link_says_so(link: str | None, found: str | None) -> None:
    assert rules.other_topic(link, "https://x.example/feed") == found


@pytest.mark.parametrize(
    ("text", "seconds"), [("3600", 3600), ("1", 60), ("9" * 9, 30 * 86400), ("-5", 864000), ("", 864000)]
)
def test_a_lease_is_what_the_hub_says_within_reason(text: str, seconds: float) -> None:
    assert rules.granted({"hub.lease_seconds": text}) == seconds
