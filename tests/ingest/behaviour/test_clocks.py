"""Behaviour 28: absurd dates, and the clocks that travel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.ingest.conftest import START, Poller
from tests.ingest.feeds import entry, feed
from tests.servers.site import Scripted, http


@pytest.mark.parametrize(
    "raw",
    [
        "Mon, 01 Jan 2145 00:00:00 GMT",
        format_datetime(START + timedelta(hours=1, minutes=5)),
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "31 Dec 1989 23:00:00 GMT",
        "0001-01-01T00:00:00+03:00",
        "yesterday",
        "10:30",
        "Monday",
        "99999999999999999999",
    ],
)
def test_28_absurd_dates_are_unknown_and_the_original_is_kept(raw: str, poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=feed(entry("One", "/p/a", date=raw)))
    poller.run()
    (page,) = poller.pages()
    assert (page.clocks.published, page.clocks.published_raw, page.clocks.first_seen) == (None, raw, START)


def test_28_no_date_is_none_and_a_few_minutes_ahead_are_forgiven(poller: Poller, site: Scripted) -> None:
    soon = START + timedelta(minutes=59)
    site.answers["/feed"] = http(body=feed(entry("One", "/p/a"), entry("Two", "/p/b", date=format_datetime(soon))))
    poller.run()
    clocks = {page.entry.title: page.clocks for page in poller.pages()}
    assert (clocks["One"].published, clocks["One"].published_raw) == (None, None)
    assert clocks["Two"].published == soon


def test_28_the_clocks_travel_with_the_page_and_first_seen_stays(poller: Poller, site: Scripted) -> None:
    published = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
    dated = "Sun, 01 Mar 2026 10:30:00 +0300"
    site.answers["/feed"] = http(body=feed(entry("One", "/p/a", "g", "First.", date=dated)))
    site.answers["/p/a"] = site.in_turn(http("503 Busy", retry_after="1800"), site.answers["/p/a"])
    poller.run()
    poller.later(hours=1)
    poller.run()
    site.answers["/feed"] = http(body=feed(entry("One", "/p/a", "g", "Edited.", date=dated)))
    poller.later(hours=1)
    poller.run()
    first, second = poller.pages()
    hour = timedelta(hours=1)
    assert (first.clocks.published, first.clocks.first_seen, first.clocks.fetched) == (published, START, START + hour)
    assert (second.clocks.first_seen, second.clocks.fetched) == (START, START + 2 * hour)
