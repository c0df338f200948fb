"""Behaviours 10 and 11: where a feed says that it went."""

from __future__ import annotations

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.ingest.conftest import Poller
from tests.ingest.feeds import rss
from tests.servers.certificate import Certificate, certificate
from tests.servers.site import Scripted, http, scripted


@pytest.mark.parametrize("status", ["301 Moved Permanently", "308 Permanent Redirect"])
def test_10_a_permanent_redirect_is_followed_now_and_stored_when_it_has_proved_itself(
    status: str, poller: Poller, site: Scripted
) -> None:
    site.answers["/feed"] = http(status, location="/new")
    site.answers["/new"] = http(body=rss("a"))
    with capture_logs() as logs:
        for n in range(7):
            poller.run()
            assert (poller.feed().moved_to is None) == (n < 4)
            poller.later(hours=6)
    assert poller.feed().moved_to == site.base + "/new"
    assert site.count["/feed"] == 5
    assert poller.published() == ["/p/a"]
    assert [each["event"] for each in logs].count("feed_moved") == 1


def test_10_many_polls_within_a_day_prove_nothing(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("301 Moved Permanently", location="/new")
    site.answers["/new"] = http(body=rss("a"))
    for _ in range(12):
        poller.run()
        poller.later(hours=1)
    assert poller.feed().moved_to is None


def test_10_a_target_that_answers_304_proves_itself_as_well(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("301 Moved Permanently", location="/new")
    site.answers["/new"] = site.in_turn(http(body=rss("a"), etag='"1"'), http("304 Not Modified"))
    for _ in range(6):
        poller.run()
        poller.later(hours=6)
    assert poller.feed().moved_to == site.base + "/new"


def test_10_another_target_begins_to_prove_itself_anew(poller: Poller, site: Scripted) -> None:
    site.answers["/one"] = site.answers["/two"] = http(body=rss("a"))
    for n in range(10):
        site.answers["/feed"] = http("301 Moved Permanently", location="/one" if n % 2 else "/two")
        poller.run()
        poller.later(hours=6)
    assert poller.feed().moved_to is None


@pytest.mark.parametrize("status", ["302 Found", "303 See Other", "307 Temporary Redirect"])
def test_10_a_temporary_redirect_is_followed_and_never_stored(status: str, poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(status, location="/new")
    site.answers["/new"] = http(body=rss("a"))
    for _ in range(7):
        poller.run()
        poller.later(days=1)
    assert (poller.feed().moved_to, poller.feed().redirect_to) == (None, None)
    assert poller.published() == ["/p/a"]


def test_10_what_a_temporary_redirect_leads_on_to_is_not_stored_either(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("302 Found", location="/between")
    site.answers["/between"] = http("301 Moved Permanently", location="/new")
    site.answers["/new"] = http(body=rss("a"))
    for _ in range(7):
        poller.run()
        poller.later(days=1)
    assert (poller.feed().moved_to, poller.feed().redirect_to) == (None, None)


def test_10_a_redirect_to_what_is_no_feed_proves_nothing(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("301 Moved Permanently", location="/parked")
    site.answers["/parked"] = http(body=b"<html>This domain is for sale</html>")
    for _ in range(7):
        poller.run()
        poller.later(days=30)
    assert (poller.feed().moved_to, poller.feed().redirect_polls) == (None, 0)


def test_11_five_hops_are_followed(poller: Poller, site: Scripted) -> None:
    for n in range(5):
        site.answers[f"/{n}"] = http("302 Found", location=f"/{n + 1}")
    site.answers["/5"] = http(body=rss("a"))
    poller.run("/0")
    assert (poller.feed("/0").failures, poller.published()) == (0, ["/p/a"])


@pytest.mark.parametrize(
    ("locations", "requests"),
    [
        ({f"/{n}": f"/{n + 1}" for n in range(9)}, 6),
        ({"/0": "/0"}, 1),
        ({"/0": "/1", "/1": "/2", "/2": "/0"}, 3),
        ({"/0": None}, 1),
        ({"/0": ""}, 1),
        ({"/0": "ftp://files.example/feed"}, 1),
        ({"/0": "javascript:alert(1)"}, 1),
        ({"/0": "file:///etc/passwd"}, 1),
        ({"/0": "http://"}, 1),
        ({"/0": "http://[::1"}, 1),
    ],
)
def test_11_a_redirect_that_leads_nowhere_is_one_failure(
    locations: dict[str, str | None], requests: int, poller: Poller, site: Scripted
) -> None:
    for path, location in locations.items():
        site.answers[path] = http("301 Moved", location=location) if location is not None else http("301 Moved")
    poller.run("/0")
    assert (poller.feed("/0").failures, site.count.total()) == (1, requests)
    assert "redirect" in poller.feed("/0").last_error or "Location" in poller.feed("/0").last_error
    assert site.count.total() <= 6


def test_11_the_body_of_a_redirect_is_not_read(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = site.endless(b"HTTP/1.1 302 Found\r\nlocation: /new\r\n\r\n", b"x" * 65536)
    site.answers["/new"] = http(body=rss("a"))
    poller.run()
    assert poller.published() == ["/p/a"]


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:-1/",
        "http://127.0.0.1:word/",
        "http://a..b/",
        "http://./",
        "http://%31%32%37.0.0.1/",
        "http://xn--a-ecp.xn--zzzzzz/",
        f"http://{'a' * 300}.example/",
        f"/{'a' * 70_000}",
        "http://[::ffff:zzz]/",
        "http://@/",
        "//",
    ],
)
def test_11_a_location_that_is_no_address_is_a_failure_and_no_bug(
    location: str, poller: Poller, site: Scripted
) -> None:
    site.answers["/feed"] = http("301 Moved", location=location)
    with capture_logs() as logs:
        poller.run()
    assert (poller.feed().failures, site.count.total()) == (1, 1)
    assert "poll_bug" not in [each["event"] for each in logs]


@pytest.mark.parametrize("location", ["//{host}/new", "http://user:word@{host}/new", "  /new#part  ", "http:///new"])
def test_11_a_location_of_an_odd_form_is_followed(location: str, poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("302 Found", location=location.format(host=site.base.partition("//")[2]))
    site.answers["/new"] = http(body=rss("a"))
    poller.run()
    assert (poller.feed().failures, poller.published()) == (0, ["/p/a"])
    assert "authorization" not in site.asked["/new"][0]


@pytest.fixture
def secure(tmp_path: Path) -> Certificate:
    return certificate(tmp_path)


def test_10_a_redirect_away_from_https_is_followed_and_never_stored(
    secure: Certificate, poller: Poller, site: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.http.transport._tls", lambda: secure.client)
    site.answers["/new"] = http(body=rss("a"))
    with scripted(secure.server) as safe:
        safe.answers["/feed"] = http("301 Moved Permanently", location=f"{site.base}/new")
        safe.answers["/moved"] = http("301 Moved Permanently", location="/kept")
        safe.answers["/kept"] = http(body=rss())
        for _ in range(7):
            poller.run(f"{safe.base}/feed", f"{safe.base}/moved")
            poller.later(days=1)
        unsafe, kept = poller.feed(f"{safe.base}/feed"), poller.feed(f"{safe.base}/moved")
    assert (unsafe.moved_to, unsafe.redirect_to, unsafe.failures) == (None, None, 0)
    assert kept.moved_to == f"{safe.base}/kept"
    assert poller.published() == ["/p/a"]


def test_10_whom_nobody_vouches_for_is_not_followed_to(secure: Certificate, poller: Poller, site: Scripted) -> None:
    with scripted(secure.server) as unknown:
        site.answers["/feed"] = http("301 Moved Permanently", location=f"{unknown.base}/new")
        poller.run()
        assert "certificate" in poller.feed().last_error
        assert not unknown.count
