"""RSS, RDF and Atom by feedparser. Runs where it can be killed: some inputs take it minutes."""

from __future__ import annotations

import io
import re
from typing import Any

import feedparser

from detente.urls import absolute
from ingest.formats import dates, saxreader
from ingest.formats.parsed import Kind, ParsedEntry, ParsedFeed, clean, newest
from ingest.formats.pieces import has_whole_link, open_end, split, thinned

HTML = ("text/html", "application/xhtml+xml")
# declarations that grow (an entity made of entities) or reach out; what they stood for is then undefined
_ENTITIES = re.compile(rb"<!ENTITY\s(?:[^>]*?&[A-Za-z]|[^>]*?\b(?:SYSTEM|PUBLIC)\b|\s*%)[^>]*>")
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9A-Fa-f]{1,12})|([0-9]{1,12}));?")
MOST_TEXT = 32 << 20  # characters: twice what the largest body holds, for a summary may repeat the content
RELATIONS = ("hub", "self", "prev-archive", "next")


def parse(body: bytes, url: str, cap: int) -> ParsedFeed:
    """The newest `cap` entries of `body` (UTF-8, from `url`) in feed order; kind not_a_feed where it is none."""
    end = open_end(body)
    pieces = split(body[:end])
    fewer = None if pieces is None else thinned(pieces, cap)
    found = _read(body if fewer is pieces or fewer is None else fewer.whole() + body[end:])
    kind = _kind(found.get("version", ""))
    if kind == "not_a_feed":
        return ParsedFeed(kind="not_a_feed", malformed=_trouble(found))
    parsed = [_entry(each, url) for each in found.entries]
    if parsed and end < len(body) and not has_whole_link(body[end:]):
        parsed[-1] = ParsedEntry(guid=None, url=None, title=parsed[-1].title)
    if sum(len(each.summary or "") + len(each.content or "") for each in parsed) > MOST_TEXT:
        return ParsedFeed(kind="not_a_feed", malformed="its entities make more of it than any document may be")
    entries = newest(parsed, cap)
    left_out = len(pieces.entries) - len(fewer.entries) if pieces and fewer else 0
    return ParsedFeed(
        kind=kind,
        title=found.feed.get("title"),
        entries=entries,
        malformed=_trouble(found) if end == len(body) else _cut_off(body),
        dropped=left_out + len(parsed) - len(entries),
        links=_links(found.feed.get("links", []), url),
    )


def _read(body: bytes) -> Any:
    """What feedparser makes of `body`; it falls over characters that there cannot be."""
    body = _ENTITIES.sub(b"", body) if b"<!ENTITY" in body else body
    try:
        return _feedparser(body)
    except (ValueError, OverflowError):
        return _feedparser(_REFERENCE.sub(_possible, body))


def _feedparser(body: bytes) -> Any:
    # never parse(body): a body that is a path would open a local file. Without content-location nothing is resolved
    # but by xml:base: guids stay raw, and links are resolved below
    with saxreader.preferred():
        return feedparser.parse(
            io.BytesIO(body),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )


def _possible(reference: re.Match[bytes]) -> bytes:
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return b"" if 0xD800 <= number < 0xE000 or number > 0x10FFFF else reference[0]


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


def _cut_off(body: bytes) -> str:
    line = body.count(b"\n") + 1
    return f"malformed XML at line {line}: the document ends in the middle of an entry"


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
        guid=clean(guid),
        url=absolute(base, link) if link else None,
        link=clean(each.get("link")),
        title=clean(_title(each)),
        summary=clean(each.get("summary")),
        author=_text(each.get("author")),
        content=clean(content) or None,
        published=dates.read(published_raw or updated_raw),
        published_raw=clean(published_raw or updated_raw),
        updated=dates.read(updated_raw),
    )


def _title(each: Any) -> str | None:
    """As feedparser gives it when it sanitises: the one text that is shown, so the one that is worth it."""
    title: str | None = each.get("title")
    if title and ("<" in title or "&" in title) and each.get("title_detail", {}).get("type") in HTML:
        return str(feedparser.sanitizer._sanitize_html(title, "utf-8", "text/html"))
    return title


def _text(value: str | None) -> str | None:
    return " ".join((clean(value) or "").split()) or None
