"""One exchange at a time against a hostile server: bounded in time, bytes, hops and addresses."""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
import time
import zlib

import pytest

from detente.http import Http, HttpFault, Limits, Response, refusal
from detente.http.network import DNS_THREADS, SystemResolver
from tests.servers.addresses import LOOPBACK, PRIVATE
from tests.servers.site import Scripted, http


def get(
    url: str,
    *,
    limits: Limits | None = None,
    allow_private: bool = True,
    headers: dict[str, str] | None = None,
    head: int | None = None,
    **options: object,
) -> Response:
    async def once() -> Response:
        client = Http("Test/1", limits or Limits(deadline=5), **options)  # type: ignore[arg-type]
        try:
            return await client.get(url, headers, allow_private=allow_private, head=head)
        finally:
            await client.close()

    return asyncio.run(once())


def fault(url: str, **options: object) -> HttpFault:
    with pytest.raises(HttpFault) as caught:
        get(url, **options)  # type: ignore[arg-type]
    assert "\n" not in caught.value.reason
    return caught.value


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_refused(address: str) -> None:
    assert refusal(address) is not None


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8"]
)
def test_a_public_address_may_be_dialled(address: str) -> None:
    assert refusal(address) is None


@pytest.mark.parametrize("host", LOOPBACK)
def test_no_way_of_writing_loopback_is_dialled(host: str, site: Scripted) -> None:
    port = site.base.rpartition(":")[2]
    assert fault(f"http://{host}:{port}/", allow_private=False).kind in ("refused_address", "dns", "url")
    assert not site.count


def test_a_name_with_one_bad_address_is_refused() -> None:
    async def resolver(host: str, port: int) -> list[str]:
        return ["93.184.216.34", "10.0.0.5"]

    found = fault("http://mixed.example/", allow_private=False, resolver=resolver)
    assert (found.kind, "10.0.0.5" in found.reason) == ("refused_address", True)


def test_the_address_that_was_checked_is_the_one_that_is_dialled(site: Scripted) -> None:
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[min(len(asked) - 1, 1)]

    port = site.base.rpartition(":")[2]
    kind = fault(
        f"http://rebind.example:{port}/", allow_private=False, resolver=rebinding, limits=Limits(deadline=1)
    ).kind
    assert kind in ("connect", "timeout")
    assert (len(asked), not site.count) == (1, True)


def test_a_redirect_to_a_private_address_is_refused(site: Scripted) -> None:
    async def resolver(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    site.answers["/a"] = http("302 Found", location="http://10.0.0.1/admin")
    with pytest.raises(HttpFault):
        get(f"{site.base}/a", allow_private=False, resolver=resolver)


def test_redirects_are_followed_five_times_and_no_more(site: Scripted) -> None:
    for n in range(7):
        site.answers[f"/{n}"] = http("301 Moved", location=f"/{n + 1}")
    site.answers["/good"] = http("302 Found", location="/6")
    site.answers["/7"] = http(body=b"end")
    found = get(f"{site.base}/3")
    assert (found.body, [hop.status for hop in found.hops], found.final_url) == (b"end", [301] * 4, f"{site.base}/7")
    assert fault(f"{site.base}/0").kind == "redirect"
    assert sum(site.count[f"/{n}"] for n in range(3)) == 3


@pytest.mark.parametrize("location", [None, "javascript:alert(1)", "ftp://x.example/", "http://"])
def test_a_redirect_to_nowhere_is_a_fault(location: str | None, site: Scripted) -> None:
    site.answers["/a"] = http("302 Found", location=location) if location else http("302 Found")
    assert fault(f"{site.base}/a").kind == "redirect"


def test_a_loop_of_redirects_is_a_fault(site: Scripted) -> None:
    site.answers["/a"] = http("302 Found", location="/b")
    site.answers["/b"] = http("302 Found", location="/a")
    assert fault(f"{site.base}/a").kind == "redirect"


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, lambda b: zlib.compress(b)[2:-4]])
def test_compressed_bodies_are_read(pack: object, site: Scripted) -> None:
    packed = pack(b"hello " * 1000)  # type: ignore[operator]
    encoding = "gzip" if packed[:2] == b"\x1f\x8b" else "deflate"
    site.answers["/a"] = http(body=packed, content_encoding=encoding)
    assert get(f"{site.base}/a").body == b"hello " * 1000


def test_a_bomb_is_stopped_at_the_cap(site: Scripted) -> None:
    bomb = gzip.compress(bytes(200 << 20))
    site.answers["/a"] = http(body=bomb, content_encoding="gzip")
    assert fault(f"{site.base}/a", limits=Limits(deadline=10, max_body=1 << 20)).kind == "too_large"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (http(body=gzip.compress(b"x" * 5000)[:-20], content_encoding="gzip"), "truncated"),
        (http(body=b"not gzip at all", content_encoding="gzip"), "encoding"),
        (http(body=b"x", content_encoding="br"), "encoding"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort", "truncated"),
        (b"HTTP/1.1 200 OK\r\nconte", "protocol"),
        (b"\x00\x01nonsense\r\n\r\n", "protocol"),
    ],
)
def test_a_broken_answer_is_a_fault_of_its_kind(answer: bytes, kind: str, site: Scripted) -> None:
    site.answers["/a"] = answer
    assert fault(f"{site.base}/a").kind in (kind, "truncated", "protocol")


@pytest.mark.parametrize("first", [b"HTTP/1.1 200 OK\r\nx: ", b"HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n"])
def test_a_trickle_is_stopped_at_the_total_deadline_and_the_next_exchange_is_served(
    first: bytes, site: Scripted
) -> None:
    site.answers["/slow"] = site.trickle(first)
    site.answers["/ok"] = http(body=b"ok")

    async def both() -> tuple[str, float, bytes]:
        client = Http("Test/1", Limits(deadline=0.6, connections=1))
        began = time.monotonic()
        kind = ""
        try:
            await client.get(f"{site.base}/slow", allow_private=True)
        except HttpFault as caught:
            kind = caught.kind
        took = time.monotonic() - began
        answer = await client.get(f"{site.base}/ok", allow_private=True)
        await client.close()
        return kind, took, answer.body

    kind, took, body = asyncio.run(both())
    assert (kind, body) == ("timeout", b"ok")
    assert took < 3


def test_no_cookie_no_referrer_and_who_we_are(site: Scripted) -> None:
    site.answers["/a"] = http("302 Found", location="/b", set_cookie="a=1; path=/")
    site.answers["/b"] = http(body=b"x", set_cookie="b=2")
    get(f"{site.base}/a")
    (head,) = site.asked["/b"]
    assert head["user-agent"] == "Test/1"
    assert head["accept-encoding"] == "gzip, deflate"
    assert not head.keys() & {"cookie", "referer"}


def test_a_post_follows_no_redirect(site: Scripted) -> None:
    site.answers["/a"] = http("302 Found", location="/b")

    async def once() -> int:
        client = Http("Test/1", Limits(deadline=5))
        answer = await client.post(f"{site.base}/a", b"body", allow_private=True)
        await client.close()
        return answer.status

    assert asyncio.run(once()) == 302
    assert not site.count["/b"]


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://x.example/", "http://", "http://[::1", "file:///etc/passwd"])
def test_what_is_no_address_is_a_fault(url: str) -> None:
    assert fault(url).kind == "url"


def test_a_name_that_does_not_resolve_is_a_fault() -> None:
    async def resolver(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert fault("http://nowhere.example/", resolver=resolver).kind == "dns"


def test_thirty_slow_names_keep_no_healthy_one_waiting(site: Scripted) -> None:
    site.answers["/"] = http(body=b"ok")

    async def resolver(host: str, port: int) -> list[str]:
        if host.startswith("slow"):
            await asyncio.Event().wait()
        return ["127.0.0.1"]

    async def all_at_once() -> tuple[bytes, float]:
        client = Http("Test/1", Limits(deadline=2.0), resolver=resolver)
        slow = [asyncio.create_task(client.get(f"http://slow{n}.example/", allow_private=True)) for n in range(30)]
        await asyncio.sleep(0)
        began = time.monotonic()
        answer = await client.get(f"http://fast.example:{site.base.rpartition(':')[2]}/", allow_private=True)
        took = time.monotonic() - began
        for each in await asyncio.gather(*slow, return_exceptions=True):
            assert isinstance(each, HttpFault)
        await client.close()
        return answer.body, took

    body, took = asyncio.run(all_at_once())
    assert body == b"ok"
    assert took < 1.5


def test_a_header_goes_and_comes_byte_for_byte(site: Scripted) -> None:
    site.answers["/a"] = http(body=b"x", etag='"\xe9\xff"', x_long="x" * 9000)
    answer = get(f"{site.base}/a", headers={"if-none-match": '"\xe9\xff"'})
    assert (answer.headers["etag"], "x-long" in answer.headers) == ('"\xe9\xff"', False)
    assert site.asked["/a"][0]["if-none-match"] == '"\xe9\xff"'


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_only_the_head_of_a_body_is_read_where_that_is_enough(encoding: str, site: Scripted) -> None:
    piece = b"line\n" * 1000
    head = f"HTTP/1.1 200 OK\r\ncontent-encoding: {encoding}\r\n\r\n".encode()
    site.answers["/a"] = site.endless(head, gzip.compress(piece) if encoding == "gzip" else piece)
    assert get(f"{site.base}/a", head=7).body == b"line\nli"


def test_what_decodes_to_nothing_counts_as_it_was_sent(site: Scripted) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n"
    site.answers["/a"] = site.endless(head, gzip.compress(b"") * 1000)
    assert fault(f"{site.base}/a", limits=Limits(deadline=20, max_body=1 << 18)).kind == "too_large"


def test_a_fault_says_whether_there_was_an_answer(site: Scripted) -> None:
    site.answers["/a"] = http(body=b"x" * 100, content_length="200")
    assert fault(f"{site.base}/a").answered
    site.answers["/b"] = b"HTTP/1.1 200 OK\r\nconte"
    assert not fault(f"{site.base}/b").answered


def test_a_location_in_letters_is_followed(site: Scripted) -> None:
    site.answers["/a"] = http("302 Found", location="/путь".encode().decode("latin-1"))
    site.answers["/%D0%BF%D1%83%D1%82%D1%8C"] = http(body=b"there")
    assert get(f"{site.base}/a").body == b"there"


def test_names_that_answered_before_do_not_wait_behind_slow_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()

    def lookup(host: str, port: int) -> list[tuple[object, ...]]:
        if host.startswith("slow"):
            ended.wait(30)
        return [(None, None, None, "", ("192.0.2.1", port))]

    monkeypatch.setattr("detente.http.network._getaddrinfo", lookup)

    async def scene() -> list[str]:
        resolve = SystemResolver()
        await resolve("known.example", 80)
        slow = [asyncio.ensure_future(resolve(f"slow{n}.example", 80)) for n in range(3 * DNS_THREADS)]
        try:
            return await asyncio.wait_for(resolve("known.example", 80), 5)
        finally:
            ended.set()
            await asyncio.gather(*slow)

    assert asyncio.run(scene()) == ["192.0.2.1"]
