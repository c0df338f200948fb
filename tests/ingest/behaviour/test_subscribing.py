"""Behaviour 16: archives on first subscribing, and what a feed says of its hub."""

from __future__ import annotations

from prometheus_client import REGISTRY

from tests.ingest.conftest import Poller
from tests.ingest.feeds import entry, feed
from tests.servers.site import Scripted, http


def archive(name: str, before: str, relation: str = "prev-archive") -> bytes:
    link = f"<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='{relation}' href='/{before}'/>"
    return feed(entry(name, f"/p/{name}"), head=link)


def test_16_the_archives_of_a_new_feed_are_read_once(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=archive("a", "one"))
    site.answers["/one"] = http(body=archive("b", "two"))
    site.answers["/two"] = http(body=archive("c", "one"))
    poller.run()
    poller.later(hours=2)
    site.answers["/feed"] = http(body=archive("d", "one"))
    poller.run()
    assert poller.published() == ["/p/a", "/p/b", "/p/c", "/p/d"]
    assert (site.count["/one"], site.count["/two"]) == (1, 1)


def test_16_archives_without_end_are_not_read_without_end(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=archive("a", "1", "next"))
    for n in range(1, 20):
        site.answers[f"/{n}"] = http(body=archive("b", str(n + 1), "next"))
    poller.run()
    assert [site.count[f"/{n}"] for n in range(1, 20)] == [1] * 5 + [0] * 14


def test_16_an_archive_that_cannot_be_read_takes_nothing_from_the_feed(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=archive("a", "one"))
    site.answers["/one"] = http("500 Oops", body=archive("b", "two"))
    poller.run()
    assert (poller.published(), poller.feed().failures) == (["/p/a"], 0)


def test_16_a_hub_is_remembered_and_forgotten_when_the_feed_offers_it_no_more(poller: Poller, site: Scripted) -> None:
    links = (
        f"<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='{relation}' href='{target}'/>"
        for relation, target in (("hub", "https://hub.example/"), ("self", "/canonical"))
    )
    site.answers["/feed"] = site.in_turn(
        http(body=feed(entry("a", "/p/a"), head="".join(links))), http(body=feed(entry("b", "/p/b")))
    )
    poller.run()
    assert (poller.feed().hub, poller.feed().hub_topic) == ("https://hub.example/", f"{site.base}/canonical")
    poller.later(days=1)
    poller.run()
    assert poller.feed().hub is None


def test_16_of_a_long_archive_the_first_five_hundred_are_read_and_the_rest_counted(
    poller: Poller, site: Scripted
) -> None:
    entries = (entry(str(n), guid=str(n), text=f"Text {n}") for n in range(700))
    site.answers["/feed"] = http(body=archive("a", "one"))
    site.answers["/one"] = http(body=feed(*entries))
    before = REGISTRY.get_sample_value("detente_feed_entries_dropped_total") or 0.0
    poller.run()
    assert len(poller.pages()) == 501
    assert REGISTRY.get_sample_value("detente_feed_entries_dropped_total") == before + 200
