"""OPML 2.0 (opml.org/spec2) in: nested outlines are groups, a feed that stands twice is one.

What OPML has no name for stands under the names of the configuration's keys; other readers pass over it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.etree as xml
import msgspec

from detente.config import Feed
from detente.config.check import is_http
from detente.config.units import Duration
from detente.errors import UsageError
from ingest.addresses import key_of
from ingest.groups import LEVEL

MOST_BYTES = 20 << 20
OURS = ("kind", "language", "side", "family", "tier", "selector", "urgent", "poll")


class Outlines(msgspec.Struct, frozen=True):
    """The feeds of a document in its order; how many outlines were another's again; what was passed over, with why."""

    feeds: list[Feed]
    merged: int
    skipped: list[str]


def read(path: Path) -> Outlines:
    """The feeds of a file; UsageError, with the line, where it is no OPML or says of a feed what cannot be."""
    root = _root(path)
    outlines = [pair for outline in root.iterfind("body/outline") for pair in _named(outline, ())]
    found: dict[str, Feed] = {}
    faults: list[str] = []
    skipped: list[str] = []
    for outline, groups in outlines:
        url = (outline.get("xmlUrl") or "").strip()
        where = f"{path}:{outline.sourceline}"
        try:
            if not is_http(url):
                raise ValueError(f"{url[:200]!r} is no http(s) address")
            key = key_of(url)
        except ValueError as error:
            skipped.append(f"{where}: {error}")
            continue
        try:
            feed = _feed(outline, url, groups)
            found[key] = _together(found[key], feed) if key in found else feed
        except msgspec.ValidationError as error:
            faults.append(f"{where}: {error}")
    if faults:
        raise UsageError("\n".join(faults))
    if not found:
        raise UsageError(f"{path}: no feeds in it")
    return Outlines(list(found.values()), len(outlines) - len(skipped) - len(found), skipped)


def _root(path: Path) -> xml._Element:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    if len(body) > MOST_BYTES or b"<!DOCTYPE" in body[:4096].upper():
        raise UsageError(f"{path}:1: a document type or over {MOST_BYTES} bytes is not read")
    parser = xml.XMLParser(resolve_entities=False, no_network=True, recover=False, huge_tree=False)
    try:
        root: xml._Element = xml.fromstring(body, parser)
    except xml.XMLSyntaxError as error:
        raise UsageError(f"{path}:{error.lineno or 1}: no OPML: {error.msg}") from error
    if root.tag != "opml":
        raise UsageError(f"{path}:{root.sourceline}: no OPML: a <{root.tag}> document")
    return root


def _named(outline: xml._Element, groups: tuple[str, ...]) -> Iterator[tuple[xml._Element, tuple[str, ...]]]:
    """The outlines in `outline` that have an address, itself too, each with the titles of those around it."""
    if outline.get("xmlUrl"):
        yield outline, groups
    elif title := _title(outline):
        groups = (*groups, title)
    for inner in outline.iterfind("outline"):
        yield from _named(inner, groups)


def _title(outline: xml._Element) -> str:
    return " ".join((outline.get("title") or outline.get("text") or "").split())


def _feed(outline: xml._Element, url: str, groups: tuple[str, ...]) -> Feed:
    """ValidationError where an attribute of ours has a value that its key cannot have."""
    given: dict[str, Any] = {key: value for key in OURS if (value := outline.get(key))}
    title = _title(outline)
    named = {"name": title} if title and title != url else {}
    grouped = {"group": LEVEL.join(groups)} if groups else {}
    return msgspec.convert({"url": url, **named, **grouped, **given}, Feed, strict=False, dec_hook=_duration)


def _duration(kind: type, value: object) -> Duration:
    return Duration.parse(value)


def _together(first: Feed, again: Feed) -> Feed:
    """The first, with what only the other one says."""
    silent = {
        field.name: getattr(again, field.name)
        for field in msgspec.structs.fields(Feed)
        if not field.required and getattr(first, field.name) == field.default
    }
    return msgspec.structs.replace(first, **silent)
