"""Behaviours 17 to 19, 23 to 25 and 31: what is meant to hurt, or might as well be."""

from __future__ import annotations

import asyncio
import gzip
import subprocess
import sys
import time
import zlib
from datetime import timedelta
from email.utils import format_datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from detente.config.units import Duration
from detente.pool import Pool
from ingest import lanes as limits
from ingest.formats.parse import load_parser
from ingest.lanes import Lanes
from tests.ingest.conftest import START, Poller
from tests.ingest.feeds import entry, feed, rss
from tests.ingest.site import Scripted, chunked, http

MIB = 1 << 20


@cache
def bombs() -> dict[str, bytes]:
    """A few hundred kibibytes that would be a few hundred mebibytes, packed in several ways."""
    members = gzip.compress(bytes(8 * MIB)) * 64
    return {
        "/gzip": http(body=gzip.compress(b"<rss>" + bytes(128 * MIB)), content_encoding="gzip"),
        "/deflate": http(body=zlib.compress(bytes(128 * MIB)), content_encoding="deflate"),
        "/members": http(body=members, content_encoding="gzip"),
        "/nested": http(body=gzip.compress(members), content_encoding="gzip, gzip"),
        "/in_gzip": http(body=gzip.compress(members), content_encoding="gzip"),
    }


def test_17_a_bomb_is_stopped_at_the_cap_with_little_memory(tmp_path: Path, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss())
    site.answers |= bombs()
    command = [sys.executable, "-m", "tests.ingest.behaviour.peak", str(tmp_path), site.base, "/feed", *bombs()]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert all(site.count[path] == 1 for path in bombs())
    assert int(done.stdout.splitlines()[-1]) < 64 * MIB


@pytest.mark.parametrize("path", ["/gzip", "/deflate", "/members", "/nested", "/in_gzip"])
def test_17_a_bomb_is_a_failure_of_its_feed_only(path: str, poller: Poller, site: Scripted) -> None:
    site.answers[path] = bombs()[path]
    site.answers["/feed"] = http(body=rss("a"))
    poller.run(path, "/feed")
    assert (poller.feed(path).failures, poller.published()) == (1, ["/p/a"])


def test_17_what_decodes_to_nothing_for_ever_is_stopped_too(poller: Poller, site: Scripted) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n"
    site.answers["/feed"] = site.endless(head, gzip.compress(b"") * 2000)
    poller.set(deadline=Duration(30), max_body=MIB)
    began = time.monotonic()
    poller.run()
    assert "over 1048576 bytes" in poller.feed().last_error
    assert time.monotonic() - began < 20


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (b"HTTP", b"/"),
        (HEAD + b"x-long: ", b"a"),
        (HEAD, b"x: y\r\n"),
        (HEAD + b"content-length: 99999\r\n\r\n", b"a"),
        (HEAD + b"transfer-encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (HEAD + b"transfer-encoding: chunked\r\n\r\n1;x=", b"a"),
    ],
)
def test_18_a_trickle_is_stopped_at_the_deadline_and_keeps_nobody_waiting(
    first: bytes, drop: bytes, poller: Poller, site: Scripted, other: Scripted
) -> None:
    poller.set(deadline=Duration(2))
    for n in range(4):
        site.answers[f"/{n}"] = site.trickle(first, drop)
    other.answers["/feed"] = http(body=rss("a"))
    began = time.monotonic()
    poller.run("/0", "/1", "/2", "/3", f"{other.base}/feed")
    assert time.monotonic() - began < 15
    assert all(poller.feed(f"/{n}").failures == 1 for n in range(4))
    assert other.began[0] - began < 2
    assert len(poller.pages()) == 1


def test_18_an_endless_body_is_stopped_at_the_cap_and_endless_headers_sooner(poller: Poller, site: Scripted) -> None:
    poller.set(max_body=MIB)
    site.answers["/body"] = site.endless(HEAD + b"\r\n", b"<item>" * 10_000)
    site.answers["/headers"] = site.endless(HEAD, b"x-more: and more\r\n" * 1000)
    site.answers["/chunks"] = site.endless(
        HEAD + b"transfer-encoding: chunked\r\n\r\n", b"1000\r\n%s\r\n" % bytes(4096)
    )
    site.answers["/feed"] = http(body=rss("a"))
    poller.run("/body", "/headers", "/chunks", "/feed")
    assert "over 1048576 bytes" in poller.feed("/body").last_error
    assert "over 1048576 bytes" in poller.feed("/chunks").last_error
    assert poller.feed("/headers").failures == 1
    assert poller.published() == ["/p/a"]


def flipped(packed: bytes) -> bytes:
    middle = len(packed) // 2
    return packed[:middle] + bytes([packed[middle] ^ 0xFF]) + packed[middle + 1 :]


NEW = rss("b", "a") + b"<!-- " + b"so that there is something to cut " * 40 + b"-->"
PACKED = gzip.compress(NEW)


@pytest.mark.parametrize(
    "answer",
    [
        http(body=NEW[:-700], content_length=str(len(NEW)), etag='"2"'),
        http(body=b"", content_length="500", etag='"2"'),
        chunked(NEW[:300], NEW[300:600], ended=False),
        chunked(NEW[:300], NEW[300:])[:-40],
        http(body=PACKED[:-30], content_encoding="gzip", etag='"2"'),
        http(body=PACKED[:-4], content_encoding="gzip", etag='"2"'),
        http(body=flipped(PACKED), content_encoding="gzip", etag='"2"'),
        http(body=PACKED[:-8] + bytes(8), content_encoding="gzip", etag='"2"'),
        http(body=NEW, content_encoding="gzip", etag='"2"'),
        http(body=zlib.compress(NEW)[:-20], content_encoding="deflate", etag='"2"'),
        http(body=NEW, content_encoding="br", etag='"2"'),
        HEAD + b"etag: half",
        b"",
    ],
)
def test_19_what_did_not_come_whole_is_a_failure_and_changes_nothing(
    answer: bytes, poller: Poller, site: Scripted
) -> None:
    site.answers["/feed"] = http(body=rss("a"), etag='"1"')
    poller.run()
    good = poller.feed()
    site.answers["/feed"] = answer
    poller.later(hours=2)
    poller.run()
    after = poller.feed()
    assert (after.failures, after.etag, after.body_hash, after.known) == (1, '"1"', good.body_hash, good.known)
    assert poller.published() == ["/p/a"]
    site.answers["/feed"] = http(body=NEW, etag='"2"')
    poller.later(days=1)
    poller.run()
    assert poller.published() == ["/p/a", "/p/b"]


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
    assert (limits.QUICK_SECONDS, limits.PARSE_SECONDS) == (1.0, 5.0)
    monkeypatch.setattr(limits, "PARSE_SECONDS", 2.0)
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
    assert poller.feed().last_error == "the parser took over 2 s of CPU time"
    assert (poller.feed().failure_kind, poller.feed().failures, poller.feed("/again").failures) == ("parse", 1, 1)
    assert [page.url for page in poller.pages()] == [f"{other.base}/p/a"]
    assert ended - published[0] > 1.5  # it was published while the slow lane was still at it


def test_24_a_parser_that_takes_too_much_memory_is_a_failure_of_that_feed(site: Scripted, tmp_path: Path) -> None:
    def tight() -> Lanes:
        return Lanes(Pool(1, load_parser, memory=100 * MIB), Pool(1, load_parser, memory=100 * MIB))

    assert limits.MEMORY_BYTES <= 1 << 30
    narrow = Poller(tmp_path, site, tight)
    large = "<item><description>" + "&lt;b>word &amp;amp; " * 700_000 + "</description></item>"
    site.answers["/large"] = http(body=feed(large))
    site.answers["/feed"] = http(body=rss("a"))
    narrow.run("/large", "/feed")
    assert "memory" in (narrow.feed("/large").last_error or "")
    assert narrow.published() == ["/p/a"]
    narrow.close()


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


def test_31_thirty_hosts_with_slow_names_do_not_slow_a_healthy_one(
    poller: Poller, other: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def resolver(host: str, port: int) -> list[str]:
        if host.startswith("slow"):
            await asyncio.Event().wait()
        return ["127.0.0.1"]

    monkeypatch.setattr("detente.http.client.SystemResolver", lambda: resolver)
    poller.set(deadline=Duration(3))
    other.answers["/feed"] = http(body=rss())
    slow = [f"http://slow{n}.example/feed" for n in range(30)]
    began = time.monotonic()
    poller.run(*slow, f"http://fast.example:{other.base.rpartition(':')[2]}/feed")
    assert other.began[0] - began < 2.5
    assert {poller.feed(url).failure_weight for url in slow} == {0.25}
