"""A source's bytes read as the poller would, in a process that can be killed; of a page, the feeds that it names."""

from __future__ import annotations

import time

import lxml.html
import msgspec
from lxml.etree import ParserError

from detente.urls import absolute
from ingest.formats.parse import is_html, parse
from ingest.formats.parsed import ParsedFeed

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")


class Read(msgspec.Struct, frozen=True):
    """`named`: addresses of feeds in a page's head (autodiscovery), absolute. `seconds`: what the reading took."""

    feed: ParsedFeed
    seconds: float
    named: tuple[str, ...] = ()
    is_html: bool = False
    is_opml: bool = False


def read(body: bytes, url: str, content_type: str | None, kind: str, selector: str | None) -> Read:
    """What is in `body`, fetched from `url`. A plain function of data."""
    began = time.perf_counter()
    feed = parse(body, url, content_type, kind=kind, selector=selector)
    seconds = time.perf_counter() - began
    if feed.kind not in ("not_a_feed", "page"):
        return Read(feed, seconds)
    page = is_html(body)
    return Read(feed, seconds, named_feeds(body, url) if page else (), page, b"<opml" in body[:2048])


def named_feeds(body: bytes, url: str) -> tuple[str, ...]:
    """The feeds that a page's head names, in its order."""
    try:
        links = lxml.html.document_fromstring(body).iterfind(".//link")
    except (ParserError, ValueError):
        return ()
    feeds = [each for each in links if "alternate" in (each.get("rel") or "").lower().split()]
    found = [absolute(url, each.get("href") or "") for each in feeds if (each.get("type") or "").lower() in FEED_TYPES]
    return tuple(dict.fromkeys(each for each in found if each is not None))
