"""Behaviours 20 to 22: feeds that are none, feeds that are broken, and what charset they are in."""

from __future__ import annotations

import io

import feedparser
import pytest

from tests.ingest.conftest import Poller
from tests.ingest.feeds import entry, feed, rss
from tests.servers.site import Scripted, http


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  \n",
        b"<!doctype html><html><body>Sorry</body></html>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'><head><title>Error</title></head></html>",
        b"<?xml version='1.0'?><error>try later</error>",
        b"plain words",
        b"{}",
        b'{"version": "https://jsonfeed.org/version/1.1", "items": [',
        bytes(1000),
        "<html><body>Простите</body></html>".encode("utf-16"),
    ],
)
def test_20_html_or_nothing_with_status_200_is_not_a_feed_and_the_last_good_state_stays(
    body: bytes, poller: Poller, site: Scripted
) -> None:
    site.answers["/feed"] = http(body=rss("a"), etag='"1"')
    poller.run()
    good = poller.feed()
    site.answers["/feed"] = http(body=body, etag='"2"')
    poller.later(hours=2)
    poller.run()
    after = poller.feed()
    assert "not a feed" in (after.last_error or "")
    assert (after.etag, after.body_hash, after.last_success) == ('"1"', good.body_hash, good.last_success)
    assert poller.published() == ["/p/a"]
    site.answers["/feed"] = http(body=rss("b", "a"), etag='"3"')
    poller.later(days=1)
    poller.run()
    assert (poller.feed().failures, poller.published()) == (0, ["/p/a", "/p/b"])


WHOLE = rss("a", "b", "c")
DECLARED = b"<?xml version='1.0' encoding='utf-8'?>"


@pytest.mark.parametrize(
    ("body", "published"),
    [
        (rss("a", "b", "c").replace(b"<title>b<", b"<title>b & c<"), "abc"),
        (rss("a", "b", "c").replace(b"<link>/p/b<", b"<link>/p/b?x=1&y=2<"), "acb?x=1&y=2"),
        (rss("a", "b", "c").replace(b"<title>b<", b"<title>b\0<"), "abc"),
        (rss("a", "b", "c").replace(b"<title>b<", b"<title>b\x08<"), "abc"),
        (rss("a", "b", "c").replace(b"<title>b<", b"<title>b&nosuch;<"), "abc"),
        (rss("a", "b", "c").replace(b"<title>b<", b"<title>b&#xD800;&#0;<"), "abc"),
        (rss("a", "b", "c").replace(b"<title>b<", b"<title>b \xff\xfe<"), "abc"),
        (b"\n junk " + DECLARED + WHOLE, "abc"),
        (b"<br />\n<b>Warning</b>: Undefined index in feed.php on line 3<br />\n" + DECLARED + WHOLE, "abc"),
        (b"\n\n" + DECLARED + WHOLE, "abc"),
        (WHOLE[: WHOLE.index(b"</channel>")], "abc"),
        (WHOLE[: WHOLE.index(b"<title>c<")], "ab"),
        (WHOLE[: WHOLE.index(b"/p/c") + 3], "ab"),
        (WHOLE[: WHOLE.index(b"<guid>c") + 7], "abc"),
        (feed(entry("a", "/p/a"), entry("b", "/p/b"))[:-21] + b"<item><description><![CDATA[ half a", "ab"),
    ],
)
def test_21_every_complete_item_of_a_malformed_feed_is_published(
    body: bytes, published: str, poller: Poller, site: Scripted
) -> None:
    site.answers["/feed"] = http(body=body)
    for name in ("/p/b?x=1&y=2",):
        site.answers[name] = site.answers["/p/b"]
    poller.run()
    wanted = ["/p/a", "/p/b?x=1&y=2", "/p/c"] if "?" in published else [f"/p/{name}" for name in published]
    assert poller.published() == wanted
    feed_row = poller.feed()
    assert feed_row.failures == 0
    assert feed_row.malformed or b"\xff" in body


def test_21_a_feed_that_is_mended_is_marked_no_more(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = site.in_turn(http(body=rss("a & b")), http(body=rss("c")))
    site.answers["/p/a%20&%20b"] = site.answers["/p/a"]
    poller.run()
    assert poller.feed().malformed
    poller.later(days=1)
    poller.run()
    assert poller.feed().malformed is None


def test_21_a_broken_item_of_a_json_feed_keeps_none_from_the_others(poller: Poller, site: Scripted) -> None:
    items = b'{"id": 1, "url": "/p/a"}, {"id": {}, "url": 7}, null, {"id": 3, "url": "/p/b", "authors": null}'
    site.answers["/feed"] = http(body=b'{"version": "https://jsonfeed.org/version/1.1", "items": [%b]}' % items)
    poller.run()
    assert poller.published() == ["/p/a", "/p/b"]
    assert "2 items" in poller.feed().malformed


TITLE = "Встреча министров"


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r"])
@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "windows-1251", "no-such-charset"])
@pytest.mark.parametrize("served", ["text/xml", "text/xml; charset=iso-8859-1", "application/rss+xml; charset=utf-8"])
def test_22_a_wrong_or_missing_charset_leaves_the_text_right(
    encoding: str, declared: str | None, served: str, poller: Poller, site: Scripted
) -> None:
    text = feed(entry(TITLE, "/p/a")).decode()
    head = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    site.answers["/feed"] = http(body=(head + text).encode(encoding), content_type=served)
    poller.run()
    assert [page.entry.title for page in poller.pages()] == [TITLE]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
@pytest.mark.parametrize("declared", ["utf-16", "utf-8"])
def test_22_utf_16_and_byte_order_marks_go_before_what_is_declared(
    encoding: str, declared: str, poller: Poller, site: Scripted
) -> None:
    text = f"<?xml version='1.0' encoding='{declared}'?>" + feed(entry(TITLE, "/p/a")).decode()
    site.answers["/feed"] = http(body=text.encode(encoding), content_type="text/xml; charset=windows-1251")
    poller.run()
    assert ([page.entry.title for page in poller.pages()], poller.feed().malformed) == ([TITLE], None)


def test_22_western_text_is_not_taken_for_cyrillic(poller: Poller, site: Scripted) -> None:
    title = "Été à Genève – où l’accord échoua"
    body = feed(entry(title, "/p/a")).decode().encode("cp1252")
    site.answers["/feed"] = http(body=body, content_type="text/xml; charset=utf-8")
    poller.run()
    assert [page.entry.title for page in poller.pages()] == [title]


@pytest.mark.parametrize(
    ("title", "encoding", "declared"),
    [
        ("Зустріч міністрів у Києві — «перший» крок", "windows-1251", "utf-8"),
        ("日本語の見出しと本文の例、東京から", "euc-jp", "euc-jp"),
        ("朱镕基在北京会见客人", "gb18030", "gb2312"),
    ],
)
def test_22_a_charset_that_is_declared_or_can_be_told_is_used(
    title: str, encoding: str, declared: str, poller: Poller, site: Scripted
) -> None:
    body = f"<?xml version='1.0' encoding='{declared}'?>" + feed(entry(title, "/p/a")).decode()
    site.answers["/feed"] = http(body=body.encode(encoding), content_type="text/xml")
    poller.run()
    assert [page.entry.title for page in poller.pages()] == [title]


@pytest.mark.parametrize(
    ("title", "encoding"),
    [
        ("日本語の見出しと本文の例、東京から", "euc-jp"),
        ("日本語の見出し", "shift-jis"),
        ("פגישת השרים בירושלים", "windows-1255"),
    ],
)
def test_22_what_nobody_can_tell_is_read_as_feedparser_reads_it(
    title: str, encoding: str, poller: Poller, site: Scripted
) -> None:
    body = feed(entry(title, "/p/a")).decode().encode(encoding)
    site.answers["/feed"] = http(body=body, content_type="text/xml")
    poller.run()
    assert [page.entry.title for page in poller.pages()] == [feedparser.parse(io.BytesIO(body)).entries[0].title]


def test_22_a_feed_cut_in_the_middle_of_a_character_is_utf_8_all_the_same(poller: Poller, site: Scripted) -> None:
    body = feed(entry(TITLE, "/p/a")) + "ж".encode()[:1]
    site.answers["/feed"] = http(body=body)
    poller.run()
    assert [page.entry.title for page in poller.pages()] == [TITLE]


@pytest.mark.parametrize("served", ["text/html; charset=windows-1251", "text/html"])
def test_22_the_titles_of_a_watched_page_are_right_too(served: str, poller: Poller, site: Scripted) -> None:
    rows = "".join(f"<li class='row'><a href='/p/{n}'>{TITLE} {n} и стран</a></li>" for n in "abc")
    body = f"<html><body><ul>{rows}</ul></body></html>".encode("windows-1251")
    site.answers["/news"] = http(body=body, content_type=served)
    poller.run("/news", kind="page")
    assert {page.entry.title for page in poller.pages()} == {f"{TITLE} {n} и стран" for n in "abc"}


def test_21_half_a_pair_of_surrogates_in_a_json_feed_costs_one_character(poller: Poller, site: Scripted) -> None:
    items = rb'{"id": 1, "url": "/p/a", "title": "cut \ud83d"}, {"id": 2, "url": "/p/b", "title": "whole \ud83d\ude00"}'
    site.answers["/feed"] = http(body=b'{"version": "https://jsonfeed.org/version/1.1", "items": [%b]}' % items)
    poller.run()
    assert {page.entry.title for page in poller.pages()} == {"cut \ufffd", "whole \U0001f600"}


def test_21_what_is_one_line_is_as_long_as_a_line(poller: Poller, site: Scripted) -> None:
    """What travels must fit into the bus."""
    long = "long " * 20_000
    site.answers["/feed"] = http(body=feed(entry(long, "/p/a", long, date=long)))
    poller.run()
    (page,) = poller.pages()
    texts = (page.entry.title, page.entry.guid, page.clocks.published_raw)
    assert all(text is not None and 500 < len(text) <= 1000 for text in texts)
