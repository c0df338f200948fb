"""Behaviours 7 to 9, 12, 13 and 15: how often, how many at once, and as whom."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta
from email.utils import format_datetime
from statistics import median

import pytest
from structlog.testing import capture_logs

from detente.config.units import Duration
from ingest.politeness import JITTER
from ingest.schedule import WEIGHTS
from tests.ingest.conftest import START, Poller
from tests.ingest.feeds import entry, feed, rss
from tests.servers.site import Scripted, http, scripted

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
GAP = 0.016


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize("value", ["3600", format_datetime(START + HOUR, usegmt=True)])
def test_07_retry_after_is_obeyed_by_the_whole_host(status: str, value: str, poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(status, retry_after=value)
    poller.run()
    assert poller.wait() == HOUR
    site.answers["/other"] = http(body=rss("a"))
    poller.later(minutes=59)
    poller.run("/feed", "/other")
    assert (site.count["/feed"], site.count["/other"]) == (1, 0)
    assert poller.feed("/other").failures == 0
    poller.later(minutes=2)
    poller.run("/feed", "/other")
    assert (site.count["/feed"], site.count["/other"]) == (2, 1)


def test_07_what_an_article_page_asks_for_holds_for_its_host_too(
    poller: Poller, site: Scripted, other: Scripted
) -> None:
    site.answers["/feed"] = http(body=feed(entry("One", f"{other.base}/p/a")))
    other.answers["/p/a"] = http("429 Too Many Requests", retry_after="600")
    poller.run()
    assert list(poller.holds().values()) == [600.0]
    other.answers["/feed"] = http(body=rss("b"))
    poller.later(minutes=9)
    poller.run("/feed", f"{other.base}/feed")
    assert (other.count["/p/a"], other.count["/feed"]) == (1, 0)


def test_07_what_robots_txt_asks_for_holds_for_its_host_too(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"))
    site.answers["/robots.txt"] = http("503 Service Unavailable", retry_after="7200")
    poller.run()
    assert list(poller.holds().values()) == [7200.0]
    assert site.count["/p/a"] == 0


@pytest.mark.parametrize("value", ["soon", "-5", "", "1.5", "Mon, 99 Foo 2026"])
def test_07_a_retry_after_that_is_garbage_means_backing_off(value: str, poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("503 Service Unavailable", retry_after=value)
    poller.run()
    assert timedelta(minutes=10) <= poller.wait() <= DAY
    assert poller.holds() == {}


@pytest.mark.parametrize("value", ["999999", "99999999999999999999", "Fri, 31 Dec 2999 23:59:59 GMT"])
def test_07_nobody_makes_us_wait_over_a_day(value: str, poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("429 Too Many Requests", retry_after=value)
    poller.run()
    assert poller.wait() == DAY


def test_07_without_retry_after_a_busy_server_is_left_alone_longer_each_time(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("429 Too Many Requests")
    waits = []
    for _ in range(20):
        poller.run()
        waits.append(poller.wait())
        poller.now += poller.wait()
    assert timedelta(minutes=10) <= waits[0] <= HOUR
    assert waits == sorted(waits)
    assert timedelta(hours=12) <= waits[-1] <= DAY


@pytest.mark.parametrize(
    ("answer", "weight"),
    [
        ("404 Not Found", 1.0),
        ("401 Unauthorized", 1.0),
        ("403 Forbidden", 1.0),
        ("500 Internal Server Error", 0.5),
        ("502 Bad Gateway", 0.5),
    ],
)
def test_08_a_status_weighs_what_it_says_of_the_feed(
    answer: str, weight: float, poller: Poller, site: Scripted
) -> None:
    site.answers["/feed"] = http(answer)
    poller.run()
    assert (poller.feed().failures, poller.feed().failure_weight) == (1, weight)


def test_08_a_time_out_weighs_half_and_dns_a_quarter(poller: Poller, site: Scripted) -> None:
    poller.set(deadline=Duration(0.3))
    site.answers["/feed"] = site.silence
    nowhere = "http://nowhere.invalid/feed"
    poller.run("/feed", nowhere)
    assert (poller.feed().failure_weight, poller.feed(nowhere).failure_weight) == (0.5, 0.25)
    assert (WEIGHTS["timeout"], WEIGHTS["dns"]) == (0.5, 0.25)


def test_08_a_failing_feed_is_never_polled_faster_nor_dropped_and_keeps_its_last_good_state(
    poller: Poller, site: Scripted
) -> None:
    """Its rhythm is six hours: a poll every three."""
    site.answers["/feed"] = http(body=rss("a"), etag='"1"')
    poller.run()
    poller.later(hours=6)
    site.answers["/feed"] = http(body=rss("b", "a"), etag='"2"')
    poller.run()
    usual = poller.wait()
    assert usual == 3 * HOUR
    site.answers["/feed"] = http("500 Internal Server Error")
    waits = []
    for failures in range(1, 32):
        poller.now = poller.feed().due
        poller.run()
        waits.append(poller.wait())
        assert (poller.feed().failures, poller.feed().etag, poller.feed().state) == (failures, '"2"', "active")
    assert all(one <= two for one, two in itertools.pairwise(waits))
    assert waits[0] >= usual
    assert max(waits[:29]) <= DAY
    assert waits[29:] == [30 * DAY] * 2
    site.answers["/feed"] = http(body=rss("c", "b", "a"))
    poller.now = poller.feed().due
    poller.run()
    assert (poller.feed().failures, poller.published()) == (0, ["/p/a", "/p/b", "/p/c"])


def test_09_410_twice_a_day_apart_ends_the_feed_with_one_event(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("410 Gone")
    with capture_logs() as logs:
        for _ in range(3):
            poller.run()
            assert poller.feed().state == "active"
            poller.later(hours=8, minutes=-1)
        poller.later(hours=8)
        poller.run()
        assert poller.feed().state == "gone"
        asked = site.count["/feed"]
        poller.later(days=40)
        poller.run()
    assert site.count["/feed"] == asked
    assert [each["event"] for each in logs].count("feed_gone") == 1


def test_09_a_feed_that_answers_between_two_410_is_not_gone(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = site.in_turn(http("410 Gone"), http(body=rss("a")), http("410 Gone"))
    for _ in range(3):
        poller.run()
        poller.later(days=2)
    assert poller.feed().state == "active"


def test_12_who_asks_has_a_contact_and_brings_no_cookie_referrer_or_parameter(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("302 Found", location="/moved", set_cookie="a=b; path=/")
    site.answers["/moved"] = http(body=rss("a"), set_cookie="c=d; path=/")
    for _ in range(2):
        poller.run()
        poller.later(hours=2)
    assert site.count.keys() == {"/feed", "/moved", "/robots.txt", "/p/a"}
    for head in itertools.chain.from_iterable(site.asked.values()):
        assert head["user-agent"].endswith("(+https://example.org/bot)")
        assert not head.keys() & {"cookie", "referer"}


def test_13_a_start_with_a_thousand_feeds_of_one_host_asks_them_in_turn_and_holds_nobody_up(
    poller: Poller, site: Scripted, other: Scripted
) -> None:
    """More than there are places, and more than may wait for a turn: the rest come back one by one."""
    poller.let_time_pass()
    poller.set(host_gap=Duration(GAP))
    paths = [f"/feed/{n}" for n in range(1000)]
    site.answers |= {path: http(body=rss()) for path in paths}
    site.answers |= {path: site.after(6 * GAP, http(body=rss())) for path in paths[::50] + paths[1::50] + paths[2::50]}
    other.answers["/feed"] = http(body=rss())
    poller.run(*paths, f"{other.base}/feed")
    assert {site.count[path] for path in paths} == {1}
    assert site.most_at_once == 2
    assert all(span >= 0.9 * 49 * GAP for span in spans(site.began, 50))
    assert median(spans(site.began, 2)) > GAP * (1 + JITTER / 4)  # the poller's chance is even: half of it is expected
    assert other.began[0] < site.began[500]
    poller.run(*paths, f"{other.base}/feed")
    assert (site.count.total(), other.count["/feed"]) == (1000, 1)


def spans(moments: Sequence[float], length: int) -> Iterator[float]:
    """The time that each `length` moments in a row take."""
    return (last - first for first, last in zip(moments, moments[length - 1 :], strict=False))


def test_13_a_restart_polls_nothing_early(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"))
    poller.run()
    for _ in range(3):
        poller.run()
    assert (site.count["/feed"], site.count["/p/a"]) == (1, 1)


def test_15_the_interval_follows_the_rhythm_of_the_feed(poller: Poller, site: Scripted) -> None:
    def dated(minutes: int) -> bytes:
        dates = [format_datetime(START - n * timedelta(minutes=minutes), usegmt=True) for n in range(4)]
        return feed(*(entry(n, f"/p/{n}", date=date) for n, date in zip("abcd", dates, strict=True)))

    waits: dict[int, timedelta] = {}
    for minutes in (1, 60, 600, 60_000):
        site.answers[f"/{minutes}"] = http(body=dated(minutes))
        poller.run(*(f"/{each}" for each in (*waits, minutes)))
        waits[minutes] = poller.wait(f"/{minutes}")
    assert waits == {
        1: timedelta(minutes=5) + timedelta(seconds=15),
        60: timedelta(minutes=30),
        600: timedelta(minutes=300),
        60_000: DAY - timedelta(hours=1, minutes=12),
    }


def test_15_a_feed_marked_urgent_may_be_polled_each_minute(poller: Poller, site: Scripted) -> None:
    dates = [format_datetime(START - timedelta(seconds=30 * n), usegmt=True) for n in range(4)]
    site.answers["/feed"] = http(
        body=feed(*(entry(n, f"/p/{n}", date=date) for n, date in zip("abcd", dates, strict=True)))
    )
    poller.run(urgent=True)
    assert timedelta(minutes=1) <= poller.wait() <= timedelta(minutes=1.1)


@pytest.mark.parametrize("value", ["0", "1", "Thu, 01 Jan 1970 00:00:00 GMT", format_datetime(START, usegmt=True)])
def test_08_a_retry_after_that_is_over_makes_no_feed_faster(value: str, poller: Poller, site: Scripted) -> None:
    """Its rhythm is six hours: a poll every three."""
    site.answers["/feed"] = http(body=rss("a"))
    poller.run()
    poller.later(hours=6)
    site.answers["/feed"] = site.in_turn(http(body=rss("b", "a")), http("503 Busy", retry_after=value))
    poller.run()
    poller.later(hours=3)
    poller.run()
    assert poller.feed().failures == 1
    assert poller.wait() >= 3 * HOUR


def test_07_a_redirect_leads_nobody_to_a_host_that_asked_for_time(
    poller: Poller, site: Scripted, other: Scripted
) -> None:
    other.answers["/busy"] = http("429 Too Many Requests", retry_after="3600")
    other.answers["/new"] = http(body=rss("a"))
    site.answers["/feed"] = http("302 Found", location=f"{other.base}/new")
    poller.run(f"{other.base}/busy")
    poller.later(minutes=30)
    poller.run("/feed")
    assert (other.count["/new"], poller.feed().failures) == (0, 0)
    assert timedelta(minutes=29) < poller.wait() <= timedelta(minutes=30)
    poller.later(minutes=31)
    poller.run("/feed")
    assert (other.count["/new"], poller.published()) == (1, [f"{other.base}/p/a"])


def test_13_a_host_that_many_others_redirect_to_is_asked_in_turn_too(poller: Poller, other: Scripted) -> None:
    with ExitStack() as stack:
        sites = [stack.enter_context(scripted()) for _ in range(8)]
        for n, site in enumerate(sites):
            site.answers["/feed"] = http("302 Found", location=f"{other.base}/{n}")
            other.answers[f"/{n}"] = other.after(0.1, http(body=rss()))
        poller.set(host_gap=Duration(GAP))
        poller.run(*(f"{site.base}/feed" for site in sites))
    assert (len(other.began), other.most_at_once) == (8, 2)
