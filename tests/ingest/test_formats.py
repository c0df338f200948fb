"""Feeds of every format are brought to one form; what is broken gives what is whole."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats import dates
from ingest.formats.charset import to_utf8
from ingest.formats.parse import parse
from ingest.formats.parsed import newest
from ingest.formats.pieces import split, thinned

BASE = "https://x.example/feeds/news.xml"


def test_the_guid_stays_raw_so_that_ids_survive_a_move() -> None:
    body = b"<rss version='2.0'><channel><item><guid>item-7</guid><link>/a</link></item></channel></rss>"
    assert parse(body, BASE).entries[0].guid == "item-7"


def test_entries_past_the_cap_are_counted() -> None:
    items = b"".join(b"<item><link>/%d</link></item>" % n for n in range(30))
    found = parse(b"<rss version='2.0'><channel>" + items + b"</channel></rss>", BASE, cap=10)
    assert (len(found.entries), found.dropped) == (10, 20)


def test_a_body_that_is_a_path_opens_no_file() -> None:
    assert parse(b"/etc/passwd", BASE).kind == "not_a_feed"


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


@given(st.binary(max_size=300), st.sampled_from([None, "text/xml; charset=koi8-r", "text/xml; charset=utf-8"]))
def test_any_bytes_become_utf_8(body: bytes, content_type: str | None) -> None:
    to_utf8(body, content_type).decode()


@given(st.text(min_size=1), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_any_text_stays_the_same_in_unicode(text: str, encoding: str) -> None:
    document = f"<a>{text}</a>"
    assert to_utf8(document.encode(encoding, "replace")) == document.encode(errors="replace")


@given(
    st.lists(st.sampled_from(["2026-03-01T10:00:00Z", "Mon, 02 Mar 2026 10:00:00 GMT", "March 3, 2026"]), min_size=1)
)
def test_the_newest_entries_are_chosen_before_the_parse_as_after_it(dates_of: list[str]) -> None:
    items = "".join(f"<item><guid>{n}</guid><pubDate>{date}</pubDate></item>" for n, date in enumerate(dates_of))
    body = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    pieces = split(body)
    assert pieces is not None
    assert pieces.whole() == body
    before = parse(thinned(pieces, 3).whole(), BASE)
    assert before.entries == newest(parse(body, BASE).entries, 3)
