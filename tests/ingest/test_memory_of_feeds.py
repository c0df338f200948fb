"""What the poller remembers of a feed and its entries: identity, edits, moves, holds, quiet caches, archives."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.ingest.conftest import Poller, rss
from tests.ingest.site import Scripted, http


def feed(*entries: str, head: str = "") -> bytes:
    return f"<rss version='2.0'><channel><title>t</title>{head}{''.join(entries)}</channel></rss>".encode()


def entry(title: str, link: str | None = None, guid: str | None = None, text: str = "") -> str:
    parts = [f"<title>{title}</title>", f"<description>{text}</description>"]
    parts += [f"<link>{link}</link>"] if link else []
    parts += [f"<guid isPermaLink='false'>{guid}</guid>"] if guid else []
    return f"<item>{''.join(parts)}</item>"


def test_a_304_does_not_mend_a_feed_that_cannot_be_parsed(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"), etag='"1"')
    poller.run()
    site.answers["/feed"] = http(body=b"<html>down for repairs</html>", etag='"2"')
    poller.later(days=1)
    poller.run()
    site.answers["/feed"] = http("304 Not Modified")
    poller.later(days=1)
    poller.run()
    assert poller.feed().failures == 1
    assert "not a feed" in poller.feed().last_error
    site.answers["/feed"] = http(body=rss("a", "b"))
    poller.later(days=2)
    poller.run()
    assert (poller.feed().failures, poller.feed().last_error) == (0, None)


def test_a_cache_that_answers_304_for_ever_is_asked_once_a_day_without_validators(
    poller: Poller, site: Scripted
) -> None:
    site.answers["/feed"] = http(body=rss("a"), etag='"1"')
    poller.run()
    site.answers["/feed"] = http(body=rss("b", "a"), etag='"1"')
    poller.later(hours=2)
    poller.run()
    site.answers["/feed"] = http("304 Not Modified")
    asked = site.asked["/feed"]
    for _ in range(60):
        poller.later(hours=1)
        poller.run()
    without = [n for n, each in enumerate(asked[2:]) if "if-none-match" not in each]
    assert 1 <= len(without) <= 3
    assert {each.get("if-none-match") for each in asked[2:]} == {None, '"1"'}


def test_a_permanent_redirect_is_stored_when_it_has_proved_itself(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("301 Moved Permanently", location="/new")
    site.answers["/new"] = http(body=rss("a"))
    for n in range(7):
        poller.run()
        assert (poller.feed().moved_to is None) == (n < 4)
        poller.later(hours=6)
    assert poller.feed().moved_to == site.base + "/new"
    assert site.count["/feed"] == 5
    assert poller.published() == ["/p/a"]


@pytest.mark.parametrize("status", ["302 Found", "303 See Other", "307 Temporary Redirect"])
def test_a_temporary_redirect_is_followed_and_never_stored(status: str, poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(status, location="/new")
    site.answers["/new"] = http(body=rss("a"))
    for _ in range(7):
        poller.run()
        poller.later(days=1)
    assert (poller.feed().moved_to, poller.feed().redirect_to) == (None, None)


def test_a_redirect_to_what_is_no_feed_proves_nothing(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("301 Moved Permanently", location="/parked")
    site.answers["/parked"] = http(body=b"<html>This domain is for sale</html>")
    for _ in range(7):
        poller.run()
        poller.later(days=30)
    assert (poller.feed().moved_to, poller.feed().redirect_polls) == (None, 0)


def test_what_a_host_asked_for_with_retry_after_holds_over_a_restart(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("503 Service Unavailable", retry_after="3000")
    site.answers["/other"] = http(body=rss("a"))
    poller.run()
    assert poller.holds() == {"127.0.0.1": 3000.0}
    poller.later(seconds=3001)
    assert poller.holds() == {}


def test_an_entry_without_a_guid_is_known_by_its_link(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=feed(entry("One", "/p/a")))
    poller.run()
    site.answers["/feed"] = http(body=feed(entry("Two", "/p/b"), entry("One", "/p/a")))
    poller.later(hours=2)
    poller.run()
    assert poller.published() == ["/p/a", "/p/b"]


def test_an_entry_without_a_link_is_its_own_page_and_known_again(poller: Poller, site: Scripted) -> None:
    body = feed(entry("Notice", guid="n1", text="The embassy is closed on Monday."), entry("Bare"))
    site.answers["/feed"] = http(body=body)
    poller.run()
    poller.later(hours=2)
    site.answers["/feed"] = http(body=body + b" ")
    poller.run()
    (page,) = poller.pages()
    assert (page.entry.title, page.status) == ("Notice", 200)
    assert b"closed on Monday" in poller.body(page)


def test_two_entries_with_one_guid_are_two_articles(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=feed(entry("One", "/p/a", "same"), entry("Two", "/p/b", "same")))
    poller.run()
    assert poller.published() == ["/p/a", "/p/b"]


def test_an_entry_whose_link_changes_is_the_same_article_by_its_guid(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=feed(entry("One", "/p/a", "g1", "text")))
    poller.run()
    site.answers["/feed"] = http(body=feed(entry("One", "/p/b", "g1", "text")))
    poller.later(hours=2)
    poller.run()
    assert poller.published() == ["/p/a"]


def test_a_guid_that_comes_back_on_another_article_loses_none(poller: Poller, site: Scripted) -> None:
    """Some feeds number their places: item-1 is always the newest."""
    site.answers["/feed"] = http(body=feed(entry("One", "/p/a", "item-1"), entry("Zero", "/p/b", "item-2")))
    poller.run()
    newer = feed(entry("Two", "/p/c", "item-1"), entry("Three", "/p/d", "item-2"))
    site.answers["/feed"] = http(body=newer)
    poller.later(hours=2)
    poller.run()
    assert poller.published() == ["/p/a", "/p/b", "/p/c", "/p/d"]
    assert poller.feed().by_link
    site.answers["/feed"] = http(body=newer + b"\n")
    poller.later(hours=2)
    poller.run()
    assert len(poller.pages()) == 4


def test_an_edited_entry_is_one_revision_of_the_same_article(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=feed(entry("One", "/p/a", "g1", "Three were hurt.")))
    poller.run()
    site.answers["/feed"] = http(body=feed(entry("One", "/p/a", "g1", "Five were hurt.")))
    for _ in range(3):
        poller.later(hours=2)
        poller.run()
    first, second = poller.pages()
    assert first.id == second.id
    assert [page.revision for page in (first, second)] == [1, 2]


def test_an_entry_that_changes_with_every_poll_is_muted_after_24_revisions(poller: Poller, site: Scripted) -> None:
    for n in range(30):
        site.answers["/feed"] = http(body=feed(entry("Live", "/p/a", "g1", f"{n} minutes ago")))
        poller.run()
        poller.later(hours=2)
    assert [page.revision for page in poller.pages()] == list(range(1, 25))


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_an_edited_entry_whose_page_is_gone_is_withdrawn(status: str, poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=feed(entry("One", "/p/a", "g1", "x")))
    poller.run()
    site.answers["/feed"] = http(body=feed(entry("Withdrawn", "/p/a", "g1", "")))
    site.answers["/p/a"] = http(status)
    poller.later(hours=2)
    poller.run()
    assert [(page.revision, page.status) for page in poller.pages()] == [(1, 200), (2, int(status[:3]))]


def test_the_archives_of_a_new_feed_are_read_once_and_not_without_end(poller: Poller, site: Scripted) -> None:
    def archive(name: str, before: str) -> bytes:
        link = f"<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='prev-archive' href='/{before}'/>"
        return feed(entry(name, f"/p/{name}"), head=link)

    site.answers["/feed"] = http(body=archive("a", "one"))
    site.answers["/one"] = http(body=archive("b", "two"))
    site.answers["/two"] = http(body=archive("c", "one"))
    poller.run()
    poller.later(hours=2)
    site.answers["/feed"] = http(body=archive("d", "one"))
    poller.run()
    assert poller.published() == ["/p/a", "/p/b", "/p/c", "/p/d"]
    assert (site.count["/one"], site.count["/two"]) == (1, 1)


def test_a_watched_page_tells_what_is_new_in_its_list_and_keeps_the_difference(poller: Poller, site: Scripted) -> None:
    def listing(*names: str) -> bytes:
        rows = "".join(
            f"<li class='row'><a href='/p/{n}'>Statement {n} of the ministry on the matter</a></li>" for n in names
        )
        menu = "".join(f"<a href='/menu/{n}'>A long entry of the menu number {n}</a>" for n in range(9))
        return f"<html><body><nav>{menu}</nav><ul>{rows}</ul></body></html>".encode()

    site.answers["/news"] = http(body=listing("a", "b", "c"), content_type="text/html")
    poller.run("/news", kind="page")
    site.answers["/news"] = http(body=listing("d", "a", "b"), content_type="text/html")
    poller.later(days=1)
    poller.run("/news", kind="page")
    assert poller.published() == ["/p/a", "/p/b", "/p/c", "/p/d"]
    (change,) = poller.page_changes()
    assert [each["url"].removeprefix(site.base) for each in change.added] == ["/p/d"]
    assert [each["url"].removeprefix(site.base) for each in change.removed] == ["/p/c"]


def test_a_host_that_does_not_answer_is_left_alone_and_its_items_wait(poller: Poller, site: Scripted) -> None:
    names = "abcdefgh"
    site.answers["/feed"] = http(body=feed(*(entry(n, f"http://127.0.0.1:9/p/{n}") for n in names)))
    poller.run()
    tried = [row.attempts for row in poller.items().values()]
    assert all(row.state == "due" for row in poller.items().values())
    assert sum(tried) < len(names)


def test_a_bug_that_one_feed_brings_to_light_is_that_feeds_failure(
    poller: Poller, site: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers["/bad"] = http(body=rss("a"))
    site.answers["/good"] = http(body=rss("b"))

    def broken(*_: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("ingest.poll.fresh_for", lambda headers, now: broken() if "x-bad" in headers else None)
    site.answers["/bad"] = http(body=rss("a"), x_bad="1")
    poller.run("/bad", "/good")
    assert "ZeroDivisionError" in poller.feed("/bad").last_error
    assert poller.published() == ["/p/b"]
    assert poller.feed("/bad").due - poller.now > timedelta(minutes=4)
