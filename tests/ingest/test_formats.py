"""Feeds of every format are brought to one form; what is broken gives what is whole."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats import dates
from ingest.formats.parse import parse

BASE = "https://x.example/feeds/news.xml"
ATOM = b"""<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>
<entry><id>tag:1</id><title>One</title><link href='/one'/><updated>2026-03-01T10:00:00+03:00</updated></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>
<channel rdf:about='x'><title>t</title></channel><item rdf:about='u'><title>One</title><link>https://x.example/one</link></item></rdf:RDF>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "t",
"items": [{"id": 7, "url": "/one", "title": "One", "date_published": "2026-03-01T10:00:00Z", "authors": [{"name":
"N"}]}]}"""


@pytest.mark.parametrize(("body", "kind"), [(ATOM, "atom"), (RDF, "rdf"), (JSON, "jsonfeed")])
def test_each_format_gives_the_same_entry(body: bytes, kind: str) -> None:
    found = parse(body, BASE)
    (entry,) = found.entries
    assert (found.kind, entry.title, entry.url) == (kind, "One", "https://x.example/one")


def test_the_guid_stays_raw_so_that_ids_survive_a_move() -> None:
    body = b"<rss version='2.0'><channel><item><guid>item-7</guid><link>/a</link></item></channel></rss>"
    assert parse(body, BASE).entries[0].guid == "item-7"


def test_entries_past_the_cap_are_counted() -> None:
    items = b"".join(b"<item><link>/%d</link></item>" % n for n in range(30))
    found = parse(b"<rss version='2.0'><channel>" + items + b"</channel></rss>", BASE, cap=10)
    assert (len(found.entries), found.dropped) == (10, 20)


def test_a_body_that_is_a_path_opens_no_file() -> None:
    assert parse(b"/etc/passwd", BASE).kind == "not_a_feed"


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-16", "utf-8"])
def test_the_text_is_right_in_every_charset(encoding: str) -> None:
    item = "<item><title>Встреча</title></item>"
    text = f"<?xml version='1.0' encoding='{encoding}'?><rss version='2.0'><channel>{item}</channel></rss>"
    assert parse(text.encode(encoding), BASE).entries[0].title == "Встреча"


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("Mon, 02 Mar 2026 10:00:00 +0300", datetime(2026, 3, 2, 7, tzinfo=UTC)),
        ("2026-03-02T10:00:00Z", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 10:00:00 CET", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("1772445600", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("2026-03-02 10:00:00 +0000 UTC", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("2026-03-02 10:00:00", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("", None),
        ("not a date", None),
    ],
)
def test_dates_are_read_also_where_the_parser_reads_them_wrong(raw: str, found: datetime | None) -> None:
    assert dates.read(raw) == found


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_none(raw: str) -> None:
    found = dates.read(raw)
    assert found is None or found.tzinfo is not None


@given(st.binary(max_size=300))
def test_any_bytes_are_a_feed_or_not_a_feed(body: bytes) -> None:
    assert parse(body, BASE).kind


@pytest.mark.parametrize(
    "title",
    [
        "Two  spaces &amp;amp; a <![CDATA[<b>bold</b> <script>alert(1)</script> word]]>",
        "",
        " \n ",
        "AT&amp;T",
        "<![CDATA[a <a href='/x' onclick='y'>link</a>\nand more]]>",
    ],
)
def test_titles_are_feedparsers_own(title: str) -> None:
    body = f"<rss version='2.0'><channel><item><title>{title}</title></item></channel></rss>".encode()
    assert parse(body, BASE).entries[0].title == feedparser.parse(io.BytesIO(body)).entries[0].get("title")


def test_the_link_stays_as_it_stands_beside_the_address() -> None:
    body = b"<rss version='2.0'><channel><item><link>../a</link></item><item><title>b</title></item></channel></rss>"
    links = [(entry.link, entry.url) for entry in parse(body, BASE).entries]
    assert links == [("../a", "https://x.example/a"), (None, None)]
