"""OPML 2.0 (opml.org/spec2) out: what `ingest/opml.py` reads again as it was."""

from __future__ import annotations

import re
from collections.abc import Sequence

import lxml.etree as xml

from detente.config import Feed
from ingest.groups import LEVEL
from ingest.opml import OURS

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(feeds: Sequence[Feed]) -> str:
    """The feeds as a document, each in the outlines of its group."""
    root = xml.Element("opml", version="2.0")
    xml.SubElement(xml.SubElement(root, "head"), "title").text = "Détente"
    groups: dict[tuple[str, ...], xml._Element] = {(): xml.SubElement(root, "body")}
    for feed in feeds:
        around = tuple(feed.group.split(LEVEL)) if feed.group else ()
        _put(feed, _group(around, groups))
    return str(xml.tostring(root, pretty_print=True, encoding="unicode"))


def _group(names: tuple[str, ...], groups: dict[tuple[str, ...], xml._Element]) -> xml._Element:
    """The outline of a group, made where it is not there yet, with those around it."""
    if names not in groups:
        groups[names] = xml.SubElement(_group(names[:-1], groups), "outline", text=_legal(names[-1]))
    return groups[names]


def _put(feed: Feed, group: xml._Element) -> None:
    is_feed = feed.kind in ("auto", "feed")
    outline = xml.SubElement(group, "outline", text=_legal(feed.name or feed.url), type="rss" if is_feed else "link")
    outline.set("xmlUrl", _legal(feed.url))
    for key in OURS:
        value = getattr(feed, key)
        if value not in (None, False, "auto"):
            outline.set(key, "true" if value is True else _legal(str(value)))


def _legal(text: str) -> str:
    """`text` without what no XML can hold."""
    return NOT_XML.sub("", text)
