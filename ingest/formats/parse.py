"""From the bytes of an answer to a `ParsedFeed`: picks the format. A plain function of data, so a worker process can
run it.
"""

from __future__ import annotations

from ingest.formats import jsonfeed, listing, sitemap, syndication
from ingest.formats.parsed import ParsedFeed

CAP = 2000


def parse(
    body: bytes,
    url: str,
    content_type: str | None = None,
    cap: int = CAP,
    *,
    kind: str = "auto",
    selector: str | None = None,
) -> ParsedFeed:
    """The feed in `body`, fetched from `url`; kind not_a_feed, with what is wrong, where it is none.

    `kind` is what the configuration says: a page is read as a list of links only where it is called one.
    """
    if not body.strip():
        return ParsedFeed(kind="not_a_feed", malformed="the answer is empty")
    if kind == "page":
        return listing.parse(body, url, selector, cap)
    if jsonfeed.looks_like(body):
        return jsonfeed.parse(body, url, cap)
    if kind == "sitemap" or sitemap.looks_like(body):
        return sitemap.parse(body, url, cap)
    found = syndication.parse(body, url, content_type, cap)
    if found.kind == "not_a_feed" and is_html(body):
        return ParsedFeed(kind="not_a_feed", malformed="the answer is an HTML page")
    return found


def load_parser() -> None:
    """Have the parser imported, and its first use behind it, before a deadline counts."""
    parse(b"<rss version='2.0'><channel><item><title>x</title></item></channel></rss>", "http://localhost/")


def is_html(body: bytes) -> bool:
    """Whether the document says that it is a page."""
    head = body[:2048].lstrip().lower()
    return head.startswith((b"<!doctype html", b"<html")) or b"<head" in head
