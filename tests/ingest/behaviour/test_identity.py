"""Behaviours 26, 27 and 29: which entry is which article."""

from __future__ import annotations

import pytest

from tests.ingest.conftest import Poller
from tests.ingest.feeds import entry, feed, rss
from tests.servers.site import Scripted, http


def test_26_an_entry_without_a_guid_is_known_by_its_link(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=feed(entry("One", "/p/a")))
    poller.run()
    site.answers["/feed"] = http(body=feed(entry("Two", "/p/b"), entry("One", "/p/a")))
    poller.later(hours=2)
    poller.run()
    assert poller.published() == ["/p/a", "/p/b"]


def test_26_an_entry_without_a_link_is_its_own_page_and_known_again(poller: Poller, site: Scripted) -> None:
    named = entry("Notice", guid="n1", text="The embassy is closed on Monday.")
    nameless = entry("Another", text="And on Tuesday.")
    site.answers["/feed"] = http(body=feed(named, nameless, entry("Bare")))
    poller.run()
    poller.later(hours=2)
    site.answers["/feed"] = http(body=feed(entry("Third", text="And for ever."), nameless, named))
    poller.run()
    assert sorted(page.entry.title or "" for page in poller.pages()) == ["Another", "Notice", "Third"]
    assert len({page.id for page in poller.pages()}) == 3
    assert any(b"closed on Monday" in poller.body(page) for page in poller.pages())


@pytest.mark.parametrize("links", [("/p/a", "/p/b"), (None, None)])
def test_26_two_entries_with_one_guid_are_two_articles(
    links: tuple[str | None, str | None], poller: Poller, site: Scripted
) -> None:
    one, two = entry("One", links[0], "same", "First words."), entry("Two", links[1], "same", "Other words.")
    for body in (feed(one, two), feed(two, one), feed(one, two) + b"\n"):
        site.answers["/feed"] = http(body=body)
        poller.run()
        poller.later(days=1)
    assert sorted(page.entry.title or "" for page in poller.pages()) == ["One", "Two"]
    assert len({page.id for page in poller.pages()}) == 2


def test_26_an_entry_whose_link_changes_is_the_same_article_by_its_guid(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=feed(entry("One", "/p/a", "g1", "text")))
    poller.run()
    site.answers["/feed"] = http(body=feed(entry("One", "/p/b", "g1", "text")))
    poller.later(hours=2)
    poller.run()
    assert poller.published() == ["/p/a"]


def test_26_a_relative_guid_names_the_same_article_after_the_feed_has_moved(
    poller: Poller, site: Scripted, other: Scripted
) -> None:
    """Its relative links lead elsewhere then."""
    body = feed(entry("One", "/p/a", "item/1", "text"), entry("Two", "/p/b", "item/2", "text"))
    site.answers["/feed"] = http(body=body)
    poller.run()
    site.answers["/feed"] = http("301 Moved Permanently", location=f"{other.base}/new/feed")
    other.answers["/new/feed"] = http(body=body)
    for _ in range(7):
        poller.later(hours=7)
        poller.run()
    assert poller.feed().moved_to == f"{other.base}/new/feed"
    assert poller.published() == ["/p/a", "/p/b"]


def test_26_a_guid_that_comes_back_on_another_article_loses_none(poller: Poller, site: Scripted) -> None:
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


def test_26_over_five_percent_of_bad_guids_switch_the_feed_once_and_publish_nothing_again(
    poller: Poller, site: Scripted
) -> None:
    """One link changes before the switch: by its link alone that article would be a new one."""
    old = [entry(f"Old {n}", f"/p/{n}", f"g-{n}", f"Text {n}") for n in "abcdef"]
    site.answers["/feed"] = http(body=feed(*old))
    poller.run()
    moved = [entry("Old a", "/p/a-renamed", "g-a", "Text a"), *old[1:]]
    bad = [entry("New g", "/p/g", "post", "Text g"), entry("New h", "/p/h", "post", "Text h")]
    switched = []
    for n in range(4):
        site.answers["/feed"] = http(body=feed(*bad, *moved) + b"<!-- %d -->" % n)
        poller.later(days=1)
        poller.run()
        switched.append(poller.feed().by_link)
    assert switched == [True] * 4
    assert poller.published() == [f"/p/{n}" for n in "abcdefgh"]


def test_26_a_few_bad_guids_switch_nothing(poller: Poller, site: Scripted) -> None:
    good = [entry(f"n{n}", f"/p/{n}", f"g{n}") for n in range(60)]
    site.answers["/feed"] = http(body=feed(entry("x", "/p/a", "same"), entry("y", "/p/b", "same"), *good))
    poller.run()
    assert not poller.feed().by_link


def test_27_an_edited_entry_is_one_revision_of_the_same_article(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=feed(entry("One", "/p/a", "g1", "Three were hurt.")))
    poller.run()
    site.answers["/feed"] = http(body=feed(entry("One", "/p/a", "g1", "Five were hurt.")))
    for _ in range(3):
        poller.later(hours=2)
        poller.run()
    first, second = poller.pages()
    assert first.id == second.id
    assert [page.revision for page in (first, second)] == [1, 2]


def test_27_an_entry_that_changes_with_every_poll_is_muted_after_24_revisions(poller: Poller, site: Scripted) -> None:
    for n in range(30):
        site.answers["/feed"] = http(body=feed(entry("Live", "/p/a", "g1", f"{n} minutes ago")))
        poller.run()
        poller.later(hours=2)
    assert [page.revision for page in poller.pages()] == list(range(1, 26))  # first published, then edited 24 times


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_27_an_edited_entry_whose_page_is_gone_is_withdrawn(status: str, poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=feed(entry("One", "/p/a", "g1", "x")))
    poller.run()
    site.answers["/feed"] = http(body=feed(entry("Withdrawn", "/p/a", "g1", "")))
    site.answers["/p/a"] = http(status)
    poller.later(hours=2)
    poller.run()
    assert [(page.revision, page.status) for page in poller.pages()] == [(1, 200), (2, int(status[:3]))]


def test_29_relative_links_are_resolved_against_the_final_address(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http("302 Found", location="/deep/er/feed")
    links = ["x", "../y", "/z", "?q=1", f"//{site.base.partition('//')[2]}/w"]
    site.answers["/deep/er/feed"] = http(body=feed(*(entry(link, link) for link in links)))
    poller.run()
    assert sorted(poller.items()) == ["/deep/er/feed?q=1", "/deep/er/x", "/deep/y", "/w", "/z"]


def test_29_links_that_are_no_addresses_of_pages_are_dropped(poller: Poller, site: Scripted) -> None:
    bad = [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "mailto:a@b.example",
        "file:///etc/passwd",
    ]
    bad += ["http://", "http://[::1", "http://x.example:port/"]
    entries = [f"<item><title>{n}</title><link>{link}</link></item>" for n, link in enumerate(bad)]
    site.answers["/feed"] = http(body=rss("a", head="".join(entries)))
    poller.run()
    assert sorted(poller.items()) == ["/p/a"]
    assert poller.published() == ["/p/a"]


def test_29_a_host_in_letters_and_in_punycode_is_one(
    poller: Poller, site: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def resolver(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host in ("xn--e1afmkfd.xn--p1ai", "127.0.0.1") else []

    monkeypatch.setattr("detente.http.client.SystemResolver", lambda: resolver)
    port = site.base.rpartition(":")[2]
    hosts = ["пример.рф", "ПРИМЕР.РФ", "xn--e1afmkfd.xn--p1ai", "XN--E1AFMKFD.xn--p1ai.", "пример。рф"]
    site.answers["/feed"] = http(body=feed(*(entry(host, f"http://{host}:{port}/p/a") for host in hosts)))
    poller.run("/feed", f"http://пример.рф:{port}/feed")
    assert [page.url for page in poller.pages()] == [f"http://xn--e1afmkfd.xn--p1ai:{port}/p/a"]
    assert poller.feed(f"http://пример.рф:{port}/feed").failures == 0


def test_29_links_that_are_longer_than_any_address_are_dropped(poller: Poller, site: Scripted) -> None:
    bad = [f"/p/{'a' * 3000}", f"/p/{'ж' * 400}", f"http://{'a.' * 200}example/", f"http://{'a' * 3000}/"]
    entries = [entry(str(n), link) for n, link in enumerate(bad)]
    site.answers["/feed"] = http(body=feed(*entries, entry("Text", bad[0], text="It has words."), entry("One", "/p/a")))
    poller.run()
    assert sorted(page.entry.title or "" for page in poller.pages()) == ["One", "Text"]
