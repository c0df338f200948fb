"""Behaviour 33: every format comes to the same; a plain sitemap and an unwatched page do not."""

from __future__ import annotations

import pytest

from tests.ingest.conftest import Poller
from tests.servers.site import Scripted, http

ITEM = "<item><title>One</title><link>{base}/p/a</link><description>Text.</description></item>"
FEEDS = {
    "rss 0.91": "<rss version='0.91'><channel><title>t</title>{item}</channel></rss>",
    "rss 0.92": "<rss version='0.92'><channel><title>t</title>{item}</channel></rss>",
    "rss 2.0": "<?xml version='1.0'?><rss version='2.0'><channel><title>t</title>{item}</channel></rss>",
    "rss without version": "<rss><channel><title>t</title>{item}</channel></rss>",
    "rss 0.90": "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
    "xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel><title>t</title></channel>{item}</rdf:RDF>",
    "rdf": "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
    "<channel rdf:about='x'><title>t</title></channel>{item}</rdf:RDF>",
    "atom 0.3": "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>t</title>{entry}</feed>",
    "atom": "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>{entry}</feed>",
    "atom with prefix": "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>t</a:title><a:entry><a:title>One"
    "</a:title><a:link href='{base}/p/a'/></a:entry></a:feed>",
    "json feed": '{{"version": "https://jsonfeed.org/version/1.1", "title": "t", '
    '"items": [{{"id": "1", "url": "{base}/p/a", "title": "One", "content_text": "Text."}}]}}',
    "news sitemap": "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
    "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>{base}/p/a</loc>"
    "<news:news><news:title>One</news:title></news:news></url><url><loc>{base}/about</loc></url></urlset>",
}
ENTRY = (
    "<entry><id>tag:1</id><title>One</title><link rel='alternate' href='{base}/p/a'/><summary>Text.</summary></entry>"
)


@pytest.mark.parametrize("name", FEEDS)
def test_33_each_format_gives_the_same_article(name: str, poller: Poller, site: Scripted) -> None:
    item, entry = ITEM.format(base=site.base), ENTRY.format(base=site.base)
    site.answers["/feed"] = http(body=FEEDS[name].format(base=site.base, item=item, entry=entry).encode())
    poller.run()
    (page,) = poller.pages()
    assert (page.url, page.entry.title, poller.feed().malformed) == (f"{site.base}/p/a", "One", None)


def test_33_a_plain_sitemap_is_refused(poller: Poller, site: Scripted) -> None:
    plain = (
        f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{site.base}/p/a</loc></url></urlset>"
    )
    index = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>"
    site.answers["/plain"], site.answers["/index"] = http(body=plain.encode()), http(body=index.encode())
    poller.run("/plain", "/index")
    assert "a plain sitemap" in poller.feed("/plain").last_error
    assert "an index of sitemaps" in poller.feed("/index").last_error
    assert poller.items() == {}


def listing(*names: str) -> bytes:
    """A list page with a menu, and some links beside the list."""
    rows = "".join(
        f"<li class='row'><a href='/p/{n}'>Statement {n} of the ministry on the matter</a><time>2026-03-01</time></li>"
        for n in names
    )
    menu = "".join(f"<a href='/menu/{n}'>A long entry of the menu number {n}</a>" for n in range(9))
    aside = "<p class='pick'><a href='/p/h'>What the editors think is worth your time</a></p>"
    return f"<html><body><nav>{menu}</nav><ul>{rows}</ul>{aside}</body></html>".encode()


def test_33_a_watched_page_tells_what_is_new_in_its_list_and_keeps_the_difference(
    poller: Poller, site: Scripted
) -> None:
    site.answers["/news"] = http(body=listing("a", "b", "c"), content_type="text/html")
    poller.run("/news", kind="page")
    site.answers["/news"] = http(body=listing("d", "a", "b"), content_type="text/html")
    poller.later(days=1)
    poller.run("/news", kind="page")
    assert poller.published() == ["/p/a", "/p/b", "/p/c", "/p/d"]
    (change,) = poller.page_changes()
    assert [each["url"].removeprefix(site.base) for each in change.added] == ["/p/d"]
    assert [each["url"].removeprefix(site.base) for each in change.removed] == ["/p/c"]


def test_33_a_selector_says_which_links_are_watched(poller: Poller, site: Scripted) -> None:
    site.answers["/news"] = http(body=listing("a", "b", "c"), content_type="text/html")
    poller.run("/news", kind="page", selector="p.pick a")
    assert poller.published() == ["/p/h"]


def test_33_a_page_that_changed_its_shape_is_a_failure_that_says_so(poller: Poller, site: Scripted) -> None:
    site.answers["/news"] = http(body=listing("a", "b", "c"), content_type="text/html")
    poller.run("/news", kind="page", selector="table.news a")
    assert "selector 'table.news a' finds no links" in poller.feed("/news").last_error


def test_33_a_page_is_watched_only_where_it_is_called_one(poller: Poller, site: Scripted) -> None:
    site.answers["/news"] = http(body=listing("a", "b", "c"), content_type="text/html")
    poller.run("/news")
    assert "HTML page" in poller.feed("/news").last_error
