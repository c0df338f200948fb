"""How a good poller behaves: each line of ours a test, through the real daemon against a real server."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import zstandard

from detente.bus import Outgoing
from detente.errors import BusUnavailable
from tests.ingest.conftest import PAGE, START, Poller, rss
from tests.ingest.site import Scripted, http


def test_a_new_item_is_published_once_with_its_page(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a", "b"))
    poller.run()
    poller.later(hours=2)
    poller.run()
    assert poller.published() == ["/p/a", "/p/b"]
    page = poller.pages()[0]
    assert zstandard.ZstdDecompressor().decompress(page.body) == PAGE
    assert (page.clocks.first_seen, page.source.feed) == (START, site.base + "/feed")


def test_validators_come_back_byte_for_byte_also_after_a_restart(poller: Poller, site: Scripted) -> None:
    odd = 'W/"a\\b  c"'
    site.answers["/feed"] = http(body=rss("a"), etag=odd, last_modified="yesterday, says the server")
    poller.run()
    site.answers["/feed"] = http("304 Not Modified")
    poller.later(hours=2)
    poller.run()
    second = site.asked["/feed"][1]
    assert (second["if-none-match"], second["if-modified-since"]) == (odd, "yesterday, says the server")


def test_a_304_is_success_and_its_validators_replace_the_stored_ones(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"), etag='"1"')
    poller.run()
    site.answers["/feed"] = http("304 Not Modified", etag='"2"')
    poller.later(hours=2)
    poller.run()
    assert (poller.feed().etag, poller.feed().failures, poller.published()) == ('"2"', 0, ["/p/a"])


def test_a_new_etag_on_the_same_body_is_stored_and_nothing_published(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"), etag='"1"')
    poller.run()
    site.answers["/feed"] = http(body=rss("a"), etag='"2"')
    poller.later(hours=2)
    poller.run()
    assert (poller.feed().etag, poller.published()) == ('"2"', ["/p/a"])


def test_the_same_etag_on_another_body_is_parsed(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"), etag='"1"')
    poller.run()
    site.answers["/feed"] = http(body=rss("b", "a"), etag='"1"')
    poller.later(hours=2)
    poller.run()
    assert poller.published() == ["/p/a", "/p/b"]


def test_max_age_less_age_sets_the_earliest_next_poll(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"), cache_control="public, max-age=7200", age="600")
    poller.run()
    assert poller.feed().due - START == timedelta(seconds=6600)


@pytest.mark.parametrize("value", ["3600", format_datetime(START + timedelta(hours=1), usegmt=True)])
def test_retry_after_of_a_429_is_obeyed(value: str, poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("429 Too Many", retry_after=value)
    poller.run()
    assert poller.feed().due - START == timedelta(hours=1)


def test_a_retry_after_that_is_garbage_backs_off_by_itself(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("503 Busy", retry_after="soon")
    poller.run()
    assert timedelta(minutes=5) <= poller.feed().due - START <= timedelta(hours=24)


def test_a_failing_feed_is_never_polled_faster_and_keeps_its_last_good_state(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"), etag='"1"')
    poller.run()
    site.answers["/feed"] = http("500 Oops")
    for failures in range(1, 4):
        poller.now = poller.feed().due
        poller.run()
        assert poller.feed().due - poller.now >= timedelta(minutes=5)
        assert (poller.feed().failures, poller.feed().etag) == (failures, '"1"')


def test_410_twice_a_day_apart_ends_the_feed_and_once_does_not(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("410 Gone")
    poller.run()
    assert poller.feed().state == "active"
    poller.later(days=2)
    poller.run()
    assert poller.feed().state == "gone"


@pytest.mark.parametrize("body", [b"", b"<!doctype html><html><body>Sorry</body></html>", b"plain words", b"{}"])
def test_html_or_nothing_with_status_200_is_not_a_feed(body: bytes, poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"))
    poller.run()
    site.answers["/feed"] = http(body=body)
    poller.later(hours=2)
    poller.run()
    assert "not a feed" in (poller.feed().last_error or "")
    assert poller.published() == ["/p/a"]


def test_every_complete_item_of_a_malformed_feed_is_published(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=b"\n junk " + rss("a", "b & c", "d")[:-60])
    poller.run()
    assert "/p/a" in poller.published()
    assert poller.feed().malformed


def test_a_parser_that_does_not_end_is_killed_and_other_feeds_go_on(
    poller: Poller, site: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.poll.PARSE_SECONDS", 1.0)
    quadratic = b"<rss version='2.0'><channel><item><author>" + b"a." * 400_000 + b"</author></item></channel></rss>"
    site.answers["/feed"] = http(body=quadratic)
    site.answers["/good"] = http(body=rss("a"))
    poller.run("/feed", "/good")  # the second is due a moment later: a start-up is spread
    poller.later(seconds=1)
    poller.run("/feed", "/good")
    assert "took over" in (poller.feed().last_error or "")
    assert poller.published() == ["/p/a"]


def test_external_entities_open_no_file_and_no_connection(poller: Poller, site: Scripted) -> None:
    entity = b'<!DOCTYPE r [<!ENTITY x SYSTEM "/secret"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = b"<?xml version='1.0'?>" + entity + rss("a").replace(b"<title>a<", b"<title>a &x;&f;<")
    site.answers["/feed"] = http(body=body)
    poller.run()
    assert not site.count["/secret"]
    assert not any("root:" in (page.entry.title or "") for page in poller.pages())


def test_javascript_and_data_links_are_dropped_and_relative_ones_resolved(poller: Poller, site: Scripted) -> None:
    bad = (
        "<item><title>x</title><link>javascript:alert(1)</link></item><item><title>y</title><link>data:,x</link></item>"
    )
    site.answers["/feed"] = http(body=rss("a", head=bad))
    poller.run()
    assert poller.published() == ["/p/a"]


def test_absurd_dates_are_unknown_and_the_original_is_kept(poller: Poller, site: Scripted) -> None:
    body = rss("a").replace(b"</guid>", b"</guid><pubDate>Mon, 01 Jan 2145 00:00:00 GMT</pubDate>")
    site.answers["/feed"] = http(body=body)
    poller.run()
    (page,) = poller.pages()
    assert (page.clocks.published, page.clocks.published_raw) == (None, "Mon, 01 Jan 2145 00:00:00 GMT")


def test_who_asks_has_a_contact_and_brings_no_cookie_or_referrer(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"), set_cookie="a=b")
    poller.run()
    head = site.asked["/p/a"][0]
    assert head["user-agent"].endswith("(+https://example.org/bot)")
    assert not head.keys() & {"cookie", "referer"}


def test_robots_txt_is_asked_once_and_obeyed(poller: Poller, site: Scripted) -> None:
    site.answers["/robots.txt"] = http(body=b"User-agent: *\nDisallow: /p/a\n")
    site.answers["/feed"] = http(body=rss("a", "b"))
    poller.run()
    assert poller.published() == ["/p/b"]
    assert poller.items()["/p/a"].reason == "robots.txt does not allow it"
    assert (site.count["/p/a"], site.count["/robots.txt"]) == (0, 1)


def test_a_robots_txt_that_answers_5xx_disallows_and_4xx_allows(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"))
    site.answers["/robots.txt"] = http("503 Busy")
    poller.run()
    assert poller.published() == []


def test_an_article_that_answers_5xx_is_tried_again_over_hours_and_then_failed(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"))
    site.answers["/p/a"] = http("500 Oops")
    for _ in range(5):
        poller.run()
        poller.later(hours=12)
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


def test_two_entries_that_lead_to_one_page_are_one_item(poller: Poller, site: Scripted) -> None:
    twice = rss("a").replace(b"</channel>", b"<item><link>/p/a?utm_source=rss</link><guid>z</guid></item></channel>")
    site.answers["/feed"] = http(body=twice)
    poller.run()
    assert poller.published() == ["/p/a"]


def test_items_of_a_first_poll_are_seeds_unless_they_are_to_be_told(site: Scripted, tmp_path: Path) -> None:
    seeding = Poller(tmp_path, site, first_poll="seed")
    site.answers["/feed"] = http(body=rss("a"))
    seeding.run()
    site.answers["/feed"] = http(body=rss("b", "a"))
    seeding.later(hours=2)
    seeding.run()
    assert {page.url.rpartition("/")[2]: page.seed for page in seeding.pages()} == {"a": True, "b": False}
    seeding.close()


def test_a_feed_taken_out_of_the_configuration_is_polled_no_more(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = site.answers["/other"] = http(body=rss("a"))
    poller.run("/feed", "/other")
    poller.later(hours=2)
    poller.run("/other")
    assert (poller.feed().state, site.count["/feed"]) == ("removed", 1)


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
