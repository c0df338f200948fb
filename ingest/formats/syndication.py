"""RSS, RDF and Atom by feedparser. Runs where it can be killed: some inputs take it minutes."""

from __future__ import annotations

import io
from typing import Any

import feedparser

from detente.urls import absolute
from ingest.formats import dates
from ingest.formats.parsed import Kind, ParsedEntry, ParsedFeed, newest

HTML = ("text/html", "application/xhtml+xml")
RELATIONS = ("hub", "self", "prev-archive", "next")


def parse(body: bytes, url: str, content_type: str | None, cap: int) -> ParsedFeed:
    """The newest `cap` entries of `body`, fetched from `url`, in feed order; kind not_a_feed where it is none."""
    # without content-location nothing is resolved but by xml:base: guids stay raw, and links are resolved below
    headers = {"content-type": content_type} if content_type else {}
    # never parse(body): a body that is a path would open a local file
    found = feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    kind = _kind(found.get("version", ""))
    if kind == "not_a_feed":
        return ParsedFeed(kind="not_a_feed", malformed=_trouble(found))
    entries = newest([_entry(each, url) for each in found.entries], cap)
    return ParsedFeed(
        kind=kind,
        title=found.feed.get("title"),
        entries=entries,
        malformed=_trouble(found),
        dropped=len(found.entries) - len(entries),
        links=_links(found.feed.get("links", []), url),
    )


def _links(links: Any, base: str) -> dict[str, str]:
    """The first link of each relation that says where more of the feed comes from."""
    found: dict[str, str] = {}
    for each in links:
        relation, target = each.get("rel"), absolute(base, each.get("href") or "")
        if relation in RELATIONS and target:
            found.setdefault(relation, target)
    return found


def _kind(version: str) -> Kind:
    if version.startswith("atom"):
        return "atom"
    if version in ("rss090", "rss10"):
        return "rdf"
    return "rss" if version.startswith("rss") else "not_a_feed"


def _trouble(found: Any) -> str | None:
    """Malformed XML, in one line; a wrong content type alone is no trouble."""
    error = found.get("bozo_exception")
    harmless = (feedparser.exceptions.NonXMLContentType, feedparser.exceptions.CharacterEncodingOverride)
    if not found.get("bozo") or isinstance(error, harmless):
        return None
    line = getattr(error, "getLineNumber", lambda: None)()
    what = str(getattr(error, "getMessage", lambda: error)()).splitlines()[0] if error else "unknown"
    return f"malformed XML at line {line}: {what}" if line is not None else f"malformed: {what}"


def _entry(each: Any, base: str) -> ParsedEntry:
    published_raw = each.get("published") or each.get("created")
    updated_raw = each.get("updated")
    link = each.get("link")
    guid = each.get("id")
    if not link and guid and guid.startswith(("http://", "https://")):
        link = guid
    content = max((part.get("value") or "" for part in each.get("content", [])), key=len, default="")
    return ParsedEntry(
        guid=guid,
        url=absolute(base, link) if link else None,
        link=each.get("link"),
        title=_title(each),
        summary=each.get("summary"),
        author=_text(each.get("author")),
        content=content or None,
        published=dates.read(published_raw or updated_raw),
        published_raw=published_raw or updated_raw,
        updated=dates.read(updated_raw),
    )


def _title(each: Any) -> str | None:
    """As feedparser gives it when it sanitises: the one text that is shown, so the one that is worth it."""
    title: str | None = each.get("title")
    if title and ("<" in title or "&" in title) and each.get("title_detail", {}).get("type") in HTML:
        return str(feedparser.sanitizer._sanitize_html(title, "utf-8", "text/html"))
    return title


def _text(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None
