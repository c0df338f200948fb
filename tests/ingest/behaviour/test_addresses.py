"""Behaviour 30: nothing is dialled that is not of the public internet, however it is written or where it comes from."""

from __future__ import annotations

import pytest

from tests.ingest.conftest import Poller
from tests.ingest.feeds import entry, feed, rss
from tests.servers.addresses import LOOPBACK, PRIVATE
from tests.servers.site import Scripted, http


class Dialled:
    """A resolver of the test's; any connection is an error of the poller, and would reach the site."""

    def __init__(self, answers: dict[str, list[list[str]]]) -> None:
        self._answers = answers
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        turns = self._answers[host]
        return turns.pop(0) if len(turns) > 1 else turns[0]


def use(monkeypatch: pytest.MonkeyPatch, **answers: list[list[str]]) -> Dialled:
    resolver = Dialled({f"{name}.example": turns for name, turns in answers.items()})
    monkeypatch.setattr("detente.http.client.SystemResolver", lambda: resolver)
    return resolver


def test_30_there_are_46_forms_and_more() -> None:
    assert len(PRIVATE) + len(LOOPBACK) >= 46


def test_30_a_name_of_an_address_that_is_not_public_is_refused(
    poller: Poller, site: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, **{f"n{n}": [[address]] for n, address in enumerate(PRIVATE)})
    poller.set(allow_private_addresses=False)
    port = site.base.rpartition(":")[2]
    urls = [f"http://n{n}.example:{port}/feed" for n in range(len(PRIVATE))]
    poller.run(*urls)
    for url, address in zip(urls, PRIVATE, strict=True):
        assert "addresses are not dialled" in (poller.feed(url).last_error or ""), address
        assert (poller.feed(url).failures, address in poller.feed(url).last_error) == (1, True)
    assert not site.count


def test_30_no_way_of_writing_loopback_is_dialled(poller: Poller, site: Scripted) -> None:
    """By the system's own resolver, which takes most of them."""
    site.answers["/feed"] = http(body=rss("a"))
    poller.set(allow_private_addresses=False)
    port = site.base.rpartition(":")[2]
    urls = [f"http://{host}:{port}/feed" for host in LOOPBACK]
    poller.run(*urls)
    assert all(poller.feed(url).failures == 1 for url in urls)
    assert not site.count


def test_30_a_name_with_one_bad_record_is_refused(
    poller: Poller, site: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, mixed=[["93.184.216.34", "2606:4700::1111", "127.0.0.1"]])
    poller.set(allow_private_addresses=False)
    url = f"http://mixed.example:{site.base.rpartition(':')[2]}/feed"
    poller.run(url)
    assert "mixed.example is 127.0.0.1: loopback addresses are not dialled" in poller.feed(url).last_error
    assert not site.count


def test_30_the_address_that_is_checked_is_the_address_that_is_dialled(
    poller: Poller, site: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second answer of a rebinding name would be loopback; it is not asked for."""
    resolver = use(monkeypatch, rebind=[["192.0.2.77"], ["127.0.0.1"]])
    monkeypatch.setattr("detente.http.network.refusal", lambda address: "loopback" if address[:3] == "127" else None)
    poller.set(allow_private_addresses=False, deadline=1.0)
    url = f"http://rebind.example:{site.base.rpartition(':')[2]}/feed"
    poller.run(url)
    assert poller.feed(url).failures == 1
    assert (resolver.asked, site.count.total()) == (["rebind.example"], 0)


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://[fd00::1]/", "http://169.254.169.254/latest/meta-data"])
def test_30_a_redirect_to_an_address_that_is_not_public_is_refused(
    target: str, poller: Poller, site: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site's own address is let through here, as if it were a public one."""
    refusal = "detente.http.network.refusal"
    from detente.http import refusal as real

    monkeypatch.setattr(refusal, lambda address: None if address == "127.0.0.1" else real(address))
    poller.set(allow_private_addresses=False)
    site.answers["/feed"] = http("302 Found", location=target)
    site.answers["/other"] = http(body=feed(entry("One", target), entry("Two", "/p/b")))
    poller.run("/feed", "/other")
    assert "addresses are not dialled" in poller.feed().last_error
    assert poller.published() == ["/p/b"]
