"""One article, one id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.urls import absolute, article_id, canonical, host_of

SAME = [
    "https://www.example.org/a/b?x=1&y=2",
    "http://www.example.org/a/b?x=1&y=2",
    "https://www.EXAMPLE.org:443/a/b?y=2&x=1#part",
    " https://www.example.org/a/b?utm_source=rss&x=1&y=2&fbclid=abc ",
    "https://www.example.org./a/b?x=1&y=2",
]


def test_all_addresses_of_one_article_have_one_id() -> None:
    assert len({article_id(url) for url in SAME}) == 1


@pytest.mark.parametrize("other", ["https://www.example.org/a/b?x=1&y=3", "https://www.example.org/a/B?x=1&y=2"])
def test_another_article_has_another_id(other: str) -> None:
    assert article_id(other) != article_id(SAME[0])


def test_an_international_host_has_one_identity() -> None:
    assert article_id("https://пример.рф/а") == article_id("https://xn--e1afmkfd.xn--p1ai/%D0%B0")
    assert host_of("https://ПРИМЕР.рф/") == "xn--e1afmkfd.xn--p1ai"


@pytest.mark.parametrize("url", ["", "x", "mailto:a@b.example", "javascript:alert(1)", "http://", "http:///path"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="is no"):
        canonical(url)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_value_error(text: str) -> None:
    try:
        once = canonical(f"https://example.org/{text}")
    except ValueError:
        return
    assert canonical(once) == once


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("b", "https://x.example/a/b"),
        ("/b", "https://x.example/b"),
        ("//y.example/c", "https://y.example/c"),
        ("javascript:void(0)", None),
        ("data:text/html,x", None),
        ("mailto:a@x.example", None),
        ("http://[bad", None),
    ],
)
def test_links_are_resolved_against_their_document(link: str, found: str | None) -> None:
    assert absolute("https://x.example/a/feed.xml", link) == found
