"""A page that yields nothing says why; no page raises, and none takes long."""

from __future__ import annotations

import random
import time

import pytest

from processors.extraction import Extracted, NoText, extract
from tests.processors.extraction.pages import PARAGRAPHS, SENTENCES, page

CPU_SECONDS = 20.0  # of this process: generous, for a page whose time grew with its square would take minutes
LINKS = "".join(f'<li><a href="/{n}">Ferry {n}</a></li>' for n in range(60))


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ('<html><body><div class="paywall"></div></body></html>', "paywall"),
        ('<html><head><script>{"isAccessibleForFree": "False"}</script></head><body></body></html>', "paywall"),
        ('<html><body><div id="consent-wall"></div></body></html>', "consent wall"),
        ('<html><body><div id="root"></div><script src="/app.js"></script></body></html>', "script only"),
        (f"<html><body><ul>{LINKS}</ul></body></html>", "a list page"),
        ("<html><body></body></html>", "an empty page"),
        ("", "an empty page"),
        (" \n ", "an empty page"),
        ("<html><body>" + "<div>" * 10_000 + PARAGRAPHS, "nested too deeply"),
    ],
)
def test_a_page_that_yields_nothing_says_why(markup: str, why: str) -> None:
    got = extract(markup.encode(), "text/html")
    assert isinstance(got, NoText)
    assert why in got.reason


def test_an_article_with_links_in_it_is_no_list_page() -> None:
    linked = "".join(f'<p><a href="/{n}">{each}</a> It was so.</p>' for n, each in enumerate(SENTENCES * 5))
    assert isinstance(extract(page(linked).encode(), "text/html"), Extracted)


@pytest.mark.parametrize(
    "body",
    [b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0 JFIF", b"PK\x03\x04", b"<html>\0\0\0", b"\x1f\x8b\x08"],
)
def test_binary_data_is_called_so(body: bytes) -> None:
    assert extract(body, "text/html") == NoText("not a page but binary data")


HOSTILE = {
    "50 MB of article": b"<html><body>" + PARAGRAPHS.encode() * (50_000_000 // len(PARAGRAPHS)),
    "50 MB of one letter": b"a" * 50_000_000,
    "divs in divs": b"<div>" * 100_000,
    "headlines that do not end": b"<h1>" * 500_000,
    "titles that do not end": b"<title>" * 300_000,
    "tags that do not end": b"<time " * 400_000,
    "links that do not end": b"<link " * 300_000,
    "scripts that do not end": b"<script type=application/ld+json>" * 100_000,
    "only less-than signs": b"<" * 4_000_000,
    "comments that do not end": b"<!--" * 500_000,
    "paragraphs without number": b"<html><body><article>" + b"<p>reading time " * 200_000,
    "brackets in JSON-LD": b'<script type="application/ld+json">' + b"[" * 200_000 + b"</script>",
    "links that do not close": b"<body>" + b"<a href=/x>ferry\n" * 300_000,
    "attributes": b"<p " + b"a=b " * 500_000 + b">",
    "noise": bytes(random.Random(1).choices(range(1, 256), k=1_000_000)),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_page_neither_raises_nor_hangs(body: bytes) -> None:
    began = time.process_time()
    got = extract(body, "text/html")
    assert isinstance(got, Extracted | NoText)
    assert time.process_time() - began < CPU_SECONDS


def test_a_wrong_charset_is_no_fault() -> None:
    for charset in ("utf-16", "no-such-charset", "utf-7", "idna", "base64"):
        assert isinstance(extract(page().encode(), f"text/html; charset={charset}"), Extracted | NoText)
