"""Behaviours 17 to 19 and 31: servers that are meant to hurt, or might as well be."""

from __future__ import annotations

import gzip
import subprocess
import sys
import threading
import time
import zlib
from functools import cache
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from detente.config import Ingest
from detente.config.units import Duration
from tests.ingest.conftest import Poller
from tests.ingest.feeds import rss
from tests.servers.site import Scripted, chunked, http

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


TRICKLES = [
    (b"HTTP", b"/"),
    (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    (HEAD + b"x-long: ", b"a"),
    (HEAD, b"x: y\r\n"),
    (HEAD + b"content-length: 99999\r\n\r\n", b"a"),
    (HEAD + b"transfer-encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    (HEAD + b"transfer-encoding: chunked\r\n\r\n1;x=", b"a"),
]


def test_18_the_deadline_is_thirty_seconds_and_frees_every_connection(
    poller: Poller, site: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many connections as trickles: what comes after them would have none if one were lost."""
    monkeypatch.setattr("ingest.client.CONNECTIONS", len(TRICKLES))
    poller.set(deadline=Ingest().deadline, connections_per_host=len(TRICKLES))
    paths = [f"/{n}" for n in range(len(TRICKLES))]
    site.answers |= {path: site.trickle(*each) for path, each in zip(paths, TRICKLES, strict=True)}
    after = [f"/after/{n}" for n in range(len(TRICKLES))]
    site.answers |= {path: http(body=rss()) for path in after}
    poller.run(*paths, *after)
    waited = site.began[len(TRICKLES)] - site.began[0]
    assert 29 < waited < 35
    assert site.began[-1] - site.began[len(TRICKLES)] < 5
    assert {poller.feed(path).last_error for path in paths} == {"no whole answer in time"}
    assert {poller.feed(path).failures for path in after} == {0}


@pytest.mark.parametrize(("first", "drop"), TRICKLES)
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


def test_31_thirty_hosts_with_slow_names_do_not_slow_a_healthy_one(
    poller: Poller, other: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()

    def lookup(host: str, port: int) -> list[tuple[object, ...]]:
        if host.startswith("slow"):
            ended.wait(60)
        return [(None, None, None, "", ("127.0.0.1", port))]

    monkeypatch.setattr("detente.http.network._getaddrinfo", lookup)
    poller.set(deadline=Duration(3))
    other.answers["/feed"] = http(body=rss())
    slow = [f"http://slow{n}.example/feed" for n in range(30)]
    began = time.monotonic()
    poller.run(*slow, f"http://fast.example:{other.base.rpartition(':')[2]}/feed")
    ended.set()
    assert other.began[0] - began < 2.5
    assert {poller.feed(url).failure_weight for url in slow} == {0.25}


@pytest.mark.parametrize(
    "answer",
    [
        b"<rss version='2.0'/>",
        b"HTTP/2 200 OK\r\n\r\n",
        b"HTTP/1.1 000 No\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n",
        HEAD + b"content-length: -5\r\n\r\n",
        HEAD + b"content-length: 5\r\ncontent-length: 6\r\n\r\n",
        HEAD + b"transfer-encoding: identity\r\n\r\n",
        HEAD + b"transfer-encoding: chunked\r\n\r\nzz\r\n",
        HEAD + b"transfer-encoding: chunked\r\n\r\n-1\r\n",
        HEAD + b"no colon " + b"x" * 60_000 + b"\r\n\r\n",
        HEAD + b"x: " + b"x" * 200_000 + b"\r\n\r\n",
    ],
)
def test_19_nonsense_is_a_failure_with_a_short_reason_and_no_bug(answer: bytes, poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = answer
    with capture_logs() as logs:
        poller.run()
    assert poller.feed().failures == 1
    assert len(poller.feed().last_error) <= 300
    assert "poll_bug" not in [each["event"] for each in logs]
