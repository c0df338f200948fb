"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import re

import msgspec

from detente.urls import absolute
from ingest.counted import counted
from ingest.formats import dates
from ingest.formats.parsed import ParsedEntry, ParsedFeed, clean, newest

_HIGH, _LOW = rb"\\u[dD][89abAB][0-9a-fA-F]{2}", rb"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_HALF = re.compile(b"%b(?!%b)|(?<!%b)%b" % (_HIGH, _LOW, _HIGH, _LOW))


class _Author(msgspec.Struct):
    name: str | None = None


class _Item(msgspec.Struct):
    id: str | int | float | None = None
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    summary: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    authors: list[_Author] | None = None
    author: _Author | None = None


class _Hub(msgspec.Struct):
    type: str = ""
    url: str = ""


class _Feed(msgspec.Struct):
    version: str
    title: str | None = None
    feed_url: str | None = None
    next_url: str | None = None
    hubs: list[_Hub] | None = None
    items: list[msgspec.Raw] | None = None


def looks_like(body: bytes) -> bool:
    """Whether it is worth reading as JSON."""
    return body.lstrip()[:1] == b"{" and b"jsonfeed.org" in body[:4096]


def parse(body: bytes, url: str, cap: int) -> ParsedFeed:
    """The newest `cap` items in feed order; kind not_a_feed where it is none. An item that is none is left out."""
    try:
        feed = _decoded(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return ParsedFeed(kind="not_a_feed", malformed=f"no JSON Feed: {error}")
    raw = feed.items or []
    items = [item for each in raw if (item := _item(each)) is not None]
    entries = newest([_entry(each, url) for each in items], cap)
    hub = next((_target(url, each.url) for each in feed.hubs or [] if each.type.lower() == "websub"), None)
    links = {"hub": hub, "self": _target(url, feed.feed_url), "next": _target(url, feed.next_url)}
    broken = len(raw) - len(items)
    return ParsedFeed(
        kind="jsonfeed",
        title=feed.title,
        entries=entries,
        malformed=f"{counted(broken, 'item')} not as JSON Feed has them" if broken else None,
        dropped=len(items) - len(entries),
        links={relation: target for relation, target in links.items() if target},
    )


def _decoded(body: bytes) -> _Feed:
    """Also where a text was cut in the middle of a pair of surrogates, as writers do that count in UTF-16."""
    try:
        return msgspec.json.decode(body, type=_Feed, strict=False)
    except msgspec.DecodeError:
        return msgspec.json.decode(_HALF.sub(rb"\\ufffd", body), type=_Feed, strict=False)


def _item(raw: msgspec.Raw) -> _Item | None:
    try:
        return msgspec.json.decode(raw, type=_Item, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _target(base: str, link: str | None) -> str | None:
    return absolute(base, clean(link) or "")


def _entry(item: _Item, base: str) -> ParsedEntry:
    authors = [each.name for each in item.authors or ([item.author] if item.author else []) if each.name]
    link = item.url or item.external_url
    return ParsedEntry(
        guid=None if item.id is None else clean(str(item.id)),
        url=absolute(base, link) if link else None,
        link=clean(link),
        title=clean(item.title),
        summary=clean(item.summary),
        author=", ".join(authors) or None,
        content=clean(item.content_html or item.content_text),
        published=dates.read(item.date_published),
        published_raw=item.date_published,
        updated=dates.read(item.date_modified),
    )
