"""OPML 2.0 (opml.org/spec2) in and out: nested outlines are groups, a feed that stands twice is one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lxml.etree as xml

from detente.config import Feed
from detente.config.check import is_http
from detente.errors import UsageError

MOST_BYTES = 20 << 20


def read(path: Path) -> list[Feed]:
    """The feeds of a file in its order; UsageError where it is no OPML."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    if len(body) > MOST_BYTES or b"<!DOCTYPE" in body[:4096].upper():
        raise UsageError(f"{path}: a document type or over {MOST_BYTES} bytes is not read")
    parser = xml.XMLParser(resolve_entities=False, no_network=True, recover=False, huge_tree=False)
    try:
        root = xml.fromstring(body, parser)
    except xml.XMLSyntaxError as error:
        raise UsageError(f"{path}: no OPML: {error}") from error
    found = {feed.url: feed for outline in root.iterfind("body/outline") for feed in _feeds(outline, None)}
    if not found:
        raise UsageError(f"{path}: no feeds in it")
    return list(found.values())


def _feeds(outline: xml._Element, group: str | None) -> Iterator[Feed]:
    title = outline.get("title") or outline.get("text")
    url = outline.get("xmlUrl")
    if url and is_http(url):
        yield Feed(url=url, name=title, group=group)
    for inner in outline.iterfind("outline"):
        yield from _feeds(inner, group if url else title)


def write(feeds: list[Feed]) -> str:
    """The feeds as a document, grouped."""
    root = xml.Element("opml", version="2.0")
    xml.SubElement(xml.SubElement(root, "head"), "title").text = "Détente"
    body = xml.SubElement(root, "body")
    groups: dict[str | None, xml._Element] = {None: body}
    for feed in feeds:
        if feed.group not in groups:
            groups[feed.group] = xml.SubElement(body, "outline", text=feed.group or "")
        xml.SubElement(groups[feed.group], "outline", type="rss", text=feed.name or feed.url, xmlUrl=feed.url)
    return str(xml.tostring(root, pretty_print=True, encoding="unicode"))
