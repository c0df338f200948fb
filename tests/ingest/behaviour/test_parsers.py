"""Behaviours 23 to 25: documents that are meant to hurt, or might as well be."""

from __future__ import annotations

import time
from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from tests.ingest.conftest import START, Poller
from tests.ingest.feeds import entry, feed, rss
from tests.servers.site import Scripted, http


def laughing(depth: int, title: str) -> bytes:
    names = "abcdefghijklmnop"
    made = [f"<!ENTITY {two} '{f'&{one};' * 10}'>" for one, two in pairwise(names[:depth])]
    declared = f"<!DOCTYPE rss [<!ENTITY a 'lol'>{''.join(made)}]>"
    return b"<?xml version='1.0'?>" + declared.encode() + rss("a").replace(b"<title>a<", f"<title>{title}<".encode())


def test_23_a_billion_laughs_are_no_laugh(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=laughing(10, "&amp;j; &j;"))
    began = time.monotonic()
    poller.run()
    assert time.monotonic() - began < 2
    assert poller.published() == ["/p/a"]
    assert len(poller.pages()[0].entry.title or "") < 100


def test_23_external_entities_open_no_file_and_no_connection(poller: Poller, site: Scripted, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("do not tell", encoding="utf-8")
    declared = (
        f"<!DOCTYPE rss SYSTEM '{site.base}/dtd' [<!ENTITY x SYSTEM '{site.base}/entity'>"
        f"<!ENTITY f SYSTEM 'file://{secret}'><!ENTITY % p SYSTEM '{site.base}/parameter'> %p;]>"
    )
    body = rss("a").replace(b"<title>a<", b"<title>a &x; &f;<")
    site.answers["/feed"] = http(body=b"<?xml version='1.0'?>" + declared.encode() + body)
    sitemap = NEWS.replace(b"<urlset", declared.replace("rss", "urlset").encode() + b"<urlset")
    site.answers["/sitemap"] = http(body=sitemap.replace(b"<n:title>b", b"<n:title>b &f;"))
    began = time.monotonic()
    poller.run("/feed", "/sitemap")
    assert time.monotonic() - began < 2
    assert not site.count.keys() & {"/dtd", "/entity", "/parameter"}
    assert poller.published() == ["/p/a", "/p/b"]
    assert not any("do not tell" in (page.entry.title or "") for page in poller.pages())


NEWS = b"""<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'
xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>/p/b</loc><n:news><n:title>b</n:title></n:news></url>
</urlset>"""
AUTHOR = b"<rss version='2.0'><channel><item><author>" + b"a." * 400_000 + b"</author></item></channel></rss>"
NAMESPACES = b"<rss version='2.0' %b><channel><item>%b</item></channel></rss>" % (
    b" ".join(b"xmlns:n%d='http://n.example/%d'" % (n, n) for n in range(20_000)),
    b"".join(b"<n%d:x/>" % n for n in range(20_000)),
)


@pytest.mark.parametrize("body", [AUTHOR, NAMESPACES], ids=["author", "namespaces"])
def test_24_a_parser_that_does_not_end_is_killed_and_the_other_feeds_do_not_wait(
    body: bytes, poller: Poller, site: Scripted, other: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    published: list[float] = []
    publish = poller.bus.publish

    def noted(*arguments: object, **named: object) -> None:
        published.append(time.monotonic())
        publish(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(poller.bus, "publish", noted)
    site.answers["/feed"] = site.answers["/again"] = http(body=body)
    other.answers["/feed"] = http(body=rss("a"))
    poller.run("/feed", "/again", f"{other.base}/feed")
    ended = time.monotonic()
    assert poller.feed().last_error == "the parser took over 5 s of CPU time"
    assert (poller.feed().failure_kind, poller.feed().failures, poller.feed("/again").failures) == ("parse", 1, 1)
    assert [page.url for page in poller.pages()] == [f"{other.base}/p/a"]
    assert ended - published[0] > 5  # it was published while the slow lane was still at it


BLOWN_UP = b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a \"%b\">]>%b" % (
    b"word " * 1_200_000,
    feed(f"<item><link>/p/b</link><description>{'&a;' * 90}</description></item>"),
)


def test_24_a_parser_that_takes_too_much_memory_is_a_failure_of_that_feed(poller: Poller, site: Scripted) -> None:
    """One entity, ninety times: 6 MB would be 540."""
    site.answers["/large"] = http(body=BLOWN_UP)
    site.answers["/feed"] = http(body=rss("a"))
    poller.run("/large", "/feed")
    assert poller.feed("/large").last_error == "the parser took too much memory"
    assert (poller.feed("/large").failures, poller.published()) == (1, ["/p/a"])


def dropped() -> float:
    return REGISTRY.get_sample_value("detente_feed_entries_dropped_total") or 0.0


def test_25_of_fifty_thousand_entries_the_newest_two_thousand_are_processed_and_the_rest_counted(
    poller: Poller, site: Scripted
) -> None:
    """The newest stand at the end; they have no pages of their own, so that there is nothing to fetch."""
    dates = [format_datetime(START - timedelta(seconds=60_000 - n), usegmt=True) for n in range(50_000)]
    entries = [entry(f"n{n}", guid=f"g{n}", text=f"Text {n}", date=date) for n, date in enumerate(dates)]
    site.answers["/feed"] = http(body=feed(*entries))
    before = dropped()
    poller.run()
    assert {page.entry.title for page in poller.pages()} == {f"n{n}" for n in range(48_000, 50_000)}
    assert dropped() - before == 48_000
    newer = entry("newer", guid="newer", text="Text", date=format_datetime(START, usegmt=True))
    site.answers["/feed"] = http(body=feed(*entries, newer))
    poller.later(days=1)
    poller.run()
    assert {page.entry.title for page in poller.pages()} == {"newer", *(f"n{n}" for n in range(48_000, 50_000))}


def test_23_one_entity_many_times_is_no_larger_than_a_document_may_be(poller: Poller, site: Scripted) -> None:
    """A megabyte, forty times: the parser has the memory, what it gives would be the poller's to hold."""
    declared = b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a \"%b\">]>" % (b"word " * 200_000)
    site.answers["/large"] = http(body=declared + feed(entry("One", "/p/b", text="&a;" * 40)))
    site.answers["/feed"] = http(body=rss("a"))
    poller.run("/large", "/feed")
    assert "entities" in poller.feed("/large").last_error
    assert (poller.feed("/large").failures, poller.published()) == (1, ["/p/a"])
