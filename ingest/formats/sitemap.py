"""Google News sitemap (schemas/sitemap-news/0.9). A plain sitemap is refused: it lists a whole site, not its news."""

from __future__ import annotations

import lxml.etree as xml

from detente.urls import absolute
from ingest.formats import dates
from ingest.formats.parsed import ParsedEntry, ParsedFeed, newest

NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def looks_like(body: bytes) -> bool:
    """Whether the document is a sitemap of some kind."""
    head = body[:2048]
    return b"<urlset" in head or b"<sitemapindex" in head


def parse(body: bytes, url: str, cap: int) -> ParsedFeed:
    """The newest `cap` news of the sitemap; kind not_a_feed where it lists no news."""
    root = _root(body)
    if root is None:
        return ParsedFeed(kind="not_a_feed", malformed="no XML")
    if str(root.tag).endswith("sitemapindex"):
        return ParsedFeed(kind="not_a_feed", malformed="an index of sitemaps: name the news sitemap itself")
    places = [each for each in root if isinstance(each.tag, str) and xml.QName(each).localname == "url"]
    entries = [_entry(place, news, url) for place in places if (news := place.find(f"{NEWS}news")) is not None]
    if not entries:
        return ParsedFeed(kind="not_a_feed", malformed="a plain sitemap, not of news")
    kept = newest(entries, cap)
    return ParsedFeed(kind="sitemap", entries=kept, dropped=len(entries) - len(kept))


def _root(body: bytes) -> xml._Element | None:
    parser = xml.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False, remove_comments=True)
    try:
        return xml.fromstring(body.lstrip(), parser)
    except (xml.XMLSyntaxError, ValueError):
        return None


def _entry(place: xml._Element, news: xml._Element, base: str) -> ParsedEntry:
    location = place.findtext(f"{SITEMAP}loc") or place.findtext("loc")
    raw = news.findtext(f"{NEWS}publication_date")
    changed = place.findtext(f"{SITEMAP}lastmod") or place.findtext("lastmod")
    return ParsedEntry(
        guid=None,
        url=absolute(base, location) if location else None,
        link=location and location.strip(),
        title=" ".join((news.findtext(f"{NEWS}title") or "").split()) or None,
        published=dates.read(raw),
        published_raw=raw,
        updated=dates.read(changed),
    )
