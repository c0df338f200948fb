"""Behaviours 1 to 6: what a server says of its answer is kept, sent back and obeyed."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.ingest.conftest import START, Poller
from tests.ingest.feeds import entry, feed, rss
from tests.servers.site import Scripted, http


@pytest.mark.parametrize(
    ("etag", "modified"),
    [
        ('W/"a\\b  c"', "yesterday, says the server"),
        ("no quotes; =,", "Mon, 02 Mar 2026 12:00:00 GMT"),
        ('"\xe9\xff-not-ascii"', "2026-03-02"),
    ],
)
def test_01_validators_come_back_byte_for_byte_after_a_restart(
    etag: str, modified: str, poller: Poller, site: Scripted
) -> None:
    site.answers["/feed"] = http(body=rss("a"), etag=etag, last_modified=modified)
    poller.run()
    site.answers["/feed"] = http("304 Not Modified")
    poller.later(hours=2)
    poller.run()
    second = site.asked["/feed"][1]
    assert (second["if-none-match"], second["if-modified-since"]) == (etag, modified)
    assert poller.feed().failures == 0


def test_01_a_validator_too_long_for_a_request_is_not_sent_in_part(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"), etag='"' + "x" * 9000 + '"')
    poller.run()
    poller.later(hours=2)
    poller.run()
    assert "if-none-match" not in site.asked["/feed"][1]


def test_02_a_304_is_success_and_its_validators_and_freshness_replace_the_stored_ones(
    poller: Poller, site: Scripted
) -> None:
    site.answers["/feed"] = http(body=rss("a"), etag='"1"')
    poller.run()
    site.answers["/feed"] = http("304 Not Modified", etag='"2"', cache_control="max-age=7200")
    poller.later(hours=2)
    poller.run()
    assert (poller.feed().etag, poller.feed().failures, poller.published()) == ('"2"', 0, ["/p/a"])
    assert poller.wait() == timedelta(hours=2)


def test_02_a_304_does_not_mend_a_feed_that_cannot_be_parsed(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"), etag='"1"')
    poller.run()
    broken = http(body=b"<html>down for repairs</html>", etag='"2"')
    site.answers["/feed"] = site.in_turn(broken, http("304 Not Modified"), http("500 Oops"), http("304 Not Modified"))
    for failures in (1, 1, 2, 2):
        poller.later(days=1)
        poller.run()
        assert poller.feed().failures == failures
    assert poller.feed().last_success == START
    site.answers["/feed"] = http(body=rss("a", "b"))
    poller.later(days=2)
    poller.run()
    assert (poller.feed().failures, poller.feed().last_error) == (0, None)


def test_03_a_new_etag_on_the_same_body_is_stored_and_nothing_published(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"), etag='"1"')
    poller.run()
    site.answers["/feed"] = http(body=rss("a"), etag='"2"')
    poller.later(hours=2)
    poller.run()
    assert (poller.feed().etag, poller.published()) == ('"2"', ["/p/a"])


def test_04_the_same_etag_on_another_body_is_parsed(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"), etag='"1"')
    poller.run()
    site.answers["/feed"] = http(body=rss("b", "a"), etag='"1"')
    poller.later(hours=2)
    poller.run()
    assert poller.published() == ["/p/a", "/p/b"]


def test_05_a_cache_that_answers_304_for_ever_is_asked_once_a_day_without_validators(
    poller: Poller, site: Scripted
) -> None:
    """Its feed had something new every two hours."""
    site.answers["/feed"] = site.in_turn(
        http(body=rss("a"), etag='"1"'), http(body=rss("b", "a"), etag='"1"'), http("304 Not Modified")
    )
    poller.run()
    poller.later(hours=2)
    poller.run()
    for _ in range(60):
        poller.later(hours=1)
        poller.run()
    validators = [each.get("if-none-match") for each in site.asked["/feed"][2:]]
    without = [n for n, each in enumerate(validators, 1) if each is None]
    assert without == [24, 48]
    assert set(validators) == {None, '"1"'}


def test_05_the_unconditional_get_brings_what_the_cache_withheld(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = site.in_turn(http(body=rss("a"), etag='"1"'), http(body=rss("b", "a"), etag='"1"'))
    poller.run()
    poller.later(hours=2)
    poller.run()
    site.answers["/feed"] = http(body=rss("c", "b", "a"), etag='"1"')
    poller.later(hours=25)
    poller.run()
    assert "if-none-match" not in site.asked["/feed"][-1]
    assert poller.published() == ["/p/a", "/p/b", "/p/c"]


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"cache_control": "public, max-age=7200"}, timedelta(hours=2)),
        ({"cache_control": "public, Max-Age=7200", "age": "600"}, timedelta(seconds=6600)),
        ({"cache_control": "max-age=7200", "expires": "Mon, 02 Mar 2026 18:00:00 GMT"}, timedelta(hours=2)),
        ({"cache_control": "max-age=99999999999"}, timedelta(hours=24)),
        (
            {"date": "Mon, 02 Mar 2026 10:00:00 GMT", "expires": "Mon, 02 Mar 2026 13:00:00 GMT"},
            timedelta(hours=3),
        ),
        ({"expires": format_datetime(START + timedelta(hours=5), usegmt=True)}, timedelta(hours=5)),
    ],
)
def test_06_freshness_sets_the_earliest_next_poll(
    headers: dict[str, str], wait: timedelta, poller: Poller, site: Scripted
) -> None:
    site.answers["/feed"] = http(body=rss("a"), **headers)
    poller.run()
    assert poller.wait() == wait


@pytest.mark.parametrize("control", ["max-age=0", "max-age=5", "no-cache, max-age=7200", "max-age=lots", "max-age=-1"])
def test_06_an_answer_that_is_never_fresh_is_not_polled_below_the_floor(
    control: str, poller: Poller, site: Scripted
) -> None:
    site.answers["/feed"] = http(body=rss("a"), cache_control=control, expires="0")
    poller.run()
    assert timedelta(minutes=5) <= poller.wait() <= timedelta(hours=1)


def test_06_a_feed_that_is_fresh_is_not_polled(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"), cache_control="max-age=7200")
    poller.run()
    poller.later(minutes=119)
    poller.run()
    assert site.count["/feed"] == 1
    poller.later(minutes=2)
    poller.run()
    assert site.count["/feed"] == 2


def test_02_a_304_to_who_has_nothing_is_a_failure_and_no_first_poll(poller: Poller, site: Scripted) -> None:
    poller.set(first_poll="seed")
    site.answers["/feed"] = site.in_turn(http("304 Not Modified", etag='"1"'), http(body=rss("a"), etag='"1"'))
    poller.run()
    assert (poller.feed().failures, poller.feed().etag, poller.feed().last_success) == (1, None, None)
    poller.later(hours=2)
    poller.run()
    assert [page.seed for page in poller.pages()] == [True]


def test_05_a_feed_that_is_as_quiet_as_its_rhythm_has_it_is_asked_with_its_validators(
    poller: Poller, site: Scripted
) -> None:
    """It has something new every five days."""
    dates = [format_datetime(START - n * timedelta(days=5), usegmt=True) for n in range(3)]
    entries = (entry(n, f"/p/{n}", date=date) for n, date in zip("abc", dates, strict=True))
    site.answers["/feed"] = site.in_turn(http(body=feed(*entries), etag='"1"'), http("304 Not Modified"))
    for _ in range(10):
        poller.run()
        poller.later(days=1)
    assert [each.get("if-none-match") for each in site.asked["/feed"][1:]] == 9 * ['"1"']
