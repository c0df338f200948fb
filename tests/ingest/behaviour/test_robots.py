"""Behaviour 14: robots.txt (RFC 9309) for article pages."""

from __future__ import annotations

import pytest

from tests.ingest.conftest import Poller
from tests.ingest.feeds import entry, feed, rss
from tests.servers.site import Scripted, http


def test_14_robots_txt_is_asked_once_and_obeyed(poller: Poller, site: Scripted) -> None:
    site.answers["/robots.txt"] = http(body=b"User-agent: *\nDisallow: /p/a\n")
    site.answers["/feed"] = http(body=rss("a", "b"))
    poller.run()
    assert poller.published() == ["/p/b"]
    assert poller.items()["/p/a"].reason == "robots.txt does not allow it"
    assert (site.count["/p/a"], site.count["/robots.txt"]) == (0, 1)


def test_14_feeds_are_polled_whatever_robots_txt_says(poller: Poller, site: Scripted) -> None:
    site.answers["/robots.txt"] = http(body=b"User-agent: *\nDisallow: /\n")
    site.answers["/feed"] = http(body=rss("a"))
    poller.run()
    assert (site.count["/feed"], poller.items()["/p/a"].state) == (1, "failed")


@pytest.mark.parametrize("status", ["400 Bad", "401 Unauthorized", "403 Forbidden", "404 Not Found", "410 Gone"])
def test_14_a_4xx_allows_everything(status: str, poller: Poller, site: Scripted) -> None:
    site.answers["/robots.txt"] = http(status, body=b"User-agent: *\nDisallow: /\n")
    site.answers["/feed"] = http(body=rss("a"))
    poller.run()
    assert poller.published() == ["/p/a"]


@pytest.mark.parametrize("status", ["500 Oops", "502 Bad Gateway", "503 Busy"])
def test_14_a_5xx_disallows_until_it_is_asked_again(status: str, poller: Poller, site: Scripted) -> None:
    site.answers["/robots.txt"] = site.in_turn(http(status), http("404 Not Found"))
    site.answers["/feed"] = http(body=rss("a"))
    poller.run()
    assert (poller.published(), site.count["/p/a"], poller.items()["/p/a"].state) == ([], 0, "due")
    poller.later(minutes=10)
    poller.run()
    assert site.count["/robots.txt"] == 1
    poller.later(minutes=21)
    poller.run()
    assert poller.published() == ["/p/a"]


def test_14_it_is_kept_for_a_day_over_a_restart(poller: Poller, site: Scripted) -> None:
    site.answers["/robots.txt"] = site.in_turn(http("404 Not Found"), http(body=b"User-agent: *\nDisallow: /"))
    for n, name in enumerate("abc"):
        site.answers["/feed"] = http(body=rss(*"abc"[: n + 1]))
        poller.run()
        assert site.count["/robots.txt"] == (2 if name == "c" else 1)
        poller.later(hours=13)
    assert poller.published() == ["/p/a", "/p/b"]


def test_14_half_a_mebibyte_is_read_in_whole_lines(poller: Poller, site: Scripted) -> None:
    padding = b"# nothing\n" * 52_000
    cut = b"Disallow: /p/".ljust(200, b"x")
    head = b"User-agent: *\nDisallow: /p/a\n" + padding
    head = head[: (500 << 10) - 100].rpartition(b"\n")[0] + b"\n" + cut  # cut after "/p/": all pages, if it counted
    site.answers["/robots.txt"] = site.endless(b"HTTP/1.1 200 OK\r\n\r\n" + head + b"\n", b"Disallow: /\n" * 1000)
    site.answers["/feed"] = http(body=rss("a", "b"))
    poller.run()
    assert poller.published() == ["/p/b"]


def test_14_wildcards_and_ends_count_and_the_longest_rule_wins(poller: Poller, site: Scripted) -> None:
    rules = b"User-agent: *\nDisallow: /p/*/print\nDisallow: /p/b$\nDisallow: /p/d\nAllow: /p/d/open\n"
    site.answers["/robots.txt"] = http(body=rules)
    paths = ["/p/a/print", "/p/a/print/2", "/p/b", "/p/b2", "/p/d/shut", "/p/d/open"]
    for path in paths:
        site.answers[path] = site.answers["/p/a"]
    site.answers["/feed"] = http(body=feed(*(entry(path, path) for path in paths)))
    poller.run()
    assert poller.published() == ["/p/b2", "/p/d/open"]


def test_14_a_group_of_our_own_goes_before_the_one_for_all(poller: Poller, site: Scripted) -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: detente\nDisallow: /p/b\n"
    site.answers["/robots.txt"] = http(body=rules)
    site.answers["/feed"] = http(body=rss("a", "b"))
    poller.run()
    assert poller.published() == ["/p/a"]


def test_14_redirects_that_lead_nowhere_are_no_robots_txt(poller: Poller, site: Scripted) -> None:
    site.answers["/robots.txt"] = http("301 Moved", location="/robots.txt")
    site.answers["/feed"] = http(body=rss("a"))
    poller.run()
    assert poller.published() == ["/p/a"]


def test_14_a_page_that_a_redirect_leads_to_is_asked_for_too(poller: Poller, site: Scripted, other: Scripted) -> None:
    site.answers["/robots.txt"] = http(body=b"User-agent: *\nDisallow: /p/a\n")
    other.answers["/robots.txt"] = http(body=b"User-agent: *\nDisallow: /p/b\n")
    targets = {"/to/a": "/p/a", "/to/b": f"{other.base}/p/b", "/to/c": f"{other.base}/p/c"}
    site.answers |= {path: http("302 Found", location=target) for path, target in targets.items()}
    site.answers["/feed"] = http(body=feed(*(entry(path, path) for path in targets)))
    poller.run()
    assert poller.published() == ["/to/c"]
    assert (site.count["/p/a"], other.count["/p/b"]) == (0, 0)
    assert poller.items()["/to/b"].reason == "robots.txt does not allow it"
