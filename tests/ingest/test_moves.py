"""Where permanent redirects lead: believed from the first hop on, never away from https."""

from __future__ import annotations

import pytest

from detente.http import Response
from detente.http.client import Hop
from ingest.outcome import moved_to


@pytest.mark.parametrize(
    ("urls", "statuses", "target"),
    [
        (["http://a/", "http://b/"], [301], "http://b/"),
        (["http://a/", "https://a/", "https://b/"], [301, 308], "https://b/"),
        (["https://a/", "http://a/"], [301], None),
        (["https://a/", "http://b/", "https://b/"], [301, 301], None),
        (["https://a/", "https://b/", "http://b/"], [301, 301], "https://b/"),
        (["http://a/", "http://b/", "http://c/"], [301, 302], "http://b/"),
        (["http://a/", "http://b/"], [302], None),
        (["http://a/"], [], None),
    ],
)
def test_a_move_is_believed_hop_by_hop(urls: list[str], statuses: list[int], target: str | None) -> None:
    hops = tuple(Hop(url, status) for url, status in zip(urls, statuses, strict=False))
    assert moved_to(Response(urls[0], urls[-1], 200, {}, b"", hops, 0.0)) == target
