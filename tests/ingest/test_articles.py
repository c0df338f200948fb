"""From an entry to a published page: once, politely, over hours, and never at the cost of the others."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from detente.bus import Outgoing
from detente.config.units import Duration
from detente.errors import BusUnavailable
from tests.ingest.conftest import PAGE, START, Poller
from tests.ingest.feeds import entry, feed, rss
from tests.servers.site import Scripted, http


def test_a_new_item_is_published_once_with_its_page(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a", "b"))
    poller.run()
    poller.later(hours=2)
    poller.run()
    assert poller.published() == ["/p/a", "/p/b"]
    page = poller.pages()[0]
    assert poller.body(page) == PAGE
    assert (page.clocks.first_seen, page.source.feed) == (START, site.base + "/feed")


def test_an_article_that_answers_5xx_is_tried_again_over_hours_and_then_failed(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"))
    site.answers["/p/a"] = http("500 Oops")
    waits = []
    for _ in range(5):
        poller.run()
        row = poller.items()["/p/a"]
        waits.append((row.due - poller.now).total_seconds() if row.due else None)
        poller.later(hours=12)
    assert waits == [300, 1800, 7200, 21600, None]
    assert (site.count["/p/a"], poller.items()["/p/a"].state) == (5, "failed")
    assert "gave up after 5 attempts" in (poller.items()["/p/a"].reason or "")


def test_an_article_that_comes_back_is_published(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"))
    site.answers["/p/a"] = http("503 Busy", retry_after="60")
    poller.run()
    site.answers["/p/a"] = http(body=PAGE, content_type="text/html")
    poller.later(minutes=2)
    poller.run()
    assert poller.published() == ["/p/a"]


@pytest.mark.parametrize(
    "answer",
    [
        http("404 Not Found"),
        http(body=b"%PDF-", content_type="application/pdf"),
        http(body=b"  ", content_type="text/html"),
    ],
)
def test_what_is_no_page_fails_with_its_reason(answer: bytes, poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a", "b"))
    site.answers["/p/a"] = answer
    poller.run()
    assert (poller.published(), poller.items()["/p/a"].state) == (["/p/b"], "failed")
    assert poller.items()["/p/a"].reason


def test_a_page_that_does_not_say_what_it_is_is_html(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a", "b"))
    site.answers["/p/a"], site.answers["/p/b"] = http(body=PAGE), http(body=PAGE, content_type=" ; charset=utf-8")
    poller.run()
    assert poller.published() == ["/p/a", "/p/b"]


def test_a_page_that_moved_to_what_is_no_address_fails_at_once(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"))
    site.answers["/p/a"] = http("302 Found", location="http://127.0.0.1:99999/")
    poller.run()
    assert poller.items()["/p/a"].state == "failed"


def test_two_entries_that_lead_to_one_page_are_one_item(poller: Poller, site: Scripted) -> None:
    twice = rss("a").replace(b"</channel>", b"<item><link>/p/a?utm_source=rss</link><guid>z</guid></item></channel>")
    site.answers["/feed"] = http(body=twice)
    poller.run()
    assert poller.published() == ["/p/a"]


def test_items_of_a_first_poll_are_seeds_unless_they_are_to_be_told(poller: Poller, site: Scripted) -> None:
    poller.set(first_poll="seed")
    site.answers["/feed"] = http(body=rss("a"))
    poller.run()
    site.answers["/feed"] = http(body=rss("b", "a"))
    poller.later(hours=2)
    poller.run()
    assert {page.url.rpartition("/")[2]: page.seed for page in poller.pages()} == {"a": True, "b": False}


def test_a_feed_taken_out_of_the_configuration_is_polled_no_more(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = site.answers["/other"] = http(body=rss("a"))
    poller.run("/feed", "/other")
    poller.later(hours=2)
    poller.run("/other")
    assert (poller.feed().state, site.count["/feed"]) == ("removed", 1)


def test_a_host_that_does_not_answer_is_left_alone_and_its_items_wait(
    poller: Poller, site: Scripted, other: Scripted
) -> None:
    poller.set(deadline=Duration(0.3), respect_robots=False)
    names = [f"n{n}" for n in range(16)]
    other.answers |= {f"/q/{name}": other.silence for name in names}
    entries = [entry("g", "/p/g"), *(entry(name, f"{other.base}/q/{name}") for name in names)]
    site.answers["/feed"] = http(body=feed(*entries))
    poller.run()
    waiting = [row for url, row in poller.items().items() if "/q/" in url]
    assert poller.published() == ["/p/g"]
    assert {row.state for row in waiting} == {"due"}
    assert 5 <= other.count.total() <= 6
    assert sum(row.attempts for row in waiting) == other.count.total()


def test_a_bug_that_one_feed_brings_to_light_is_that_feeds_failure(
    poller: Poller, site: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(headers: dict[str, str], _now: object) -> None:
        if "x-bad" in headers:
            raise ZeroDivisionError("ours")

    monkeypatch.setattr("ingest.reading.fresh_for", broken)
    site.answers["/bad"] = http(body=rss("a"), x_bad="1")
    site.answers["/good"] = http(body=rss("b"))
    poller.run("/bad", "/good")
    assert "ZeroDivisionError" in poller.feed("/bad").last_error
    assert poller.published() == ["/p/b"]
    assert poller.wait("/bad").total_seconds() > 240


def test_while_the_bus_is_away_nothing_is_marked_and_afterwards_nothing_is_missing(
    poller: Poller, site: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers["/feed"] = http(body=rss("a", "b"), etag='"1"')
    publish, states = poller.bus.publish, []

    def away_twice(records: Sequence[Outgoing], timeout: float = 30.0) -> None:
        states.append({row.state for row in poller.items().values()})
        if len(states) < 3:
            raise BusUnavailable("bus: away")
        publish(records, timeout)

    monkeypatch.setattr(poller.bus, "publish", away_twice)
    poller.run()
    assert states[:3] == [{"due"}] * 3
    assert poller.published() == ["/p/a", "/p/b"]
