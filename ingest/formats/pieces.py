"""A document around its entries, as bytes: so that a part of it can be parsed instead of all."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import msgspec

from ingest.formats import dates

_TOKENS = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<(/?)((?:[A-Za-z]\w*:)?(?:item|entry))(?=[\s>/])([^>]*)>", re.S)
_BETWEEN = re.compile(rb"(?:\s|<!--.*?-->)*", re.S)
_LINK = re.compile(rb"<(?:[A-Za-z]\w*:)?link(?:[^>]*href[^>]*>|[^>]*>[^<]+</)")
_STAMP = re.compile(rb"<(?:[A-Za-z]\w*:)?(pubDate|published|issued|date|updated|modified)\b[^>]*>\s*([^<\s][^<]*)")


class Pieces(msgspec.Struct, frozen=True):
    """What stands before, between and after the opening of the first and the end of the last entry."""

    head: bytes
    entries: list[bytes]
    tail: bytes

    def whole(self) -> bytes:
        return b"".join((self.head, *self.entries, self.tail))


def split(body: bytes) -> Pieces | None:
    """The document's entries one by one; None where they do not simply follow one another."""
    spans: list[tuple[int, int]] = []
    depth, start, name = 0, 0, b""
    for token in _TOKENS.finditer(body):
        if token[2] is None:
            continue
        if token[1]:
            if depth != 1 or token[2] != name:
                return None
            spans.append((start, token.end()))
            depth = 0
        elif token[3].endswith(b"/") or depth:
            return None
        else:
            depth, start, name = 1, token.start(), token[2]
    if depth or not spans:
        return None
    ends_and_starts = itertools.pairwise(spans)
    if any(_BETWEEN.fullmatch(body, one[1], two[0]) is None for one, two in ends_and_starts):
        return None
    return Pieces(body[: spans[0][0]], [body[start:end] for start, end in spans], body[spans[-1][1] :])


def open_end(body: bytes) -> int:
    """Where a last entry begins that does not end; the document's length where it does."""
    last = max(body.rfind(b"<item"), body.rfind(b"<entry"))
    if last < 0 or body.find(b"</item", last) >= 0 or body.find(b"</entry", last) >= 0:
        return len(body)  # nearly every document: the exact look below is slower
    begun = None
    for token in _TOKENS.finditer(body):
        if token[2] is not None:
            begun = None if token[1] or token[3].endswith(b"/") else token.start()
    return len(body) if begun is None else begun


def has_whole_link(entry: bytes) -> bool:
    """Whether the link of an entry that is cut off stands before the cut."""
    return _LINK.search(entry) is not None


def thinned(pieces: Pieces, cap: int) -> Pieces:
    """With the newest `cap` entries, in their order: by date where all have one, else the first of the feed."""
    if len(pieces.entries) <= cap:
        return pieces
    stamps = [_moment(each) for each in pieces.entries]
    if any(each is None for each in stamps):
        kept = range(cap)
    else:
        order = sorted(range(len(stamps)), key=lambda n: (-(stamps[n] or 0.0), n))
        kept = sorted(order[:cap])  # type: ignore[assignment]
    return Pieces(pieces.head, [pieces.entries[n] for n in kept], pieces.tail)


def _moment(entry: bytes) -> float | None:
    """When the entry says it is from, read the quick way where that works."""
    found = {match[1]: match[2] for match in _STAMP.finditer(entry)}
    raw = next((found[name] for name in (b"pubDate", b"published", b"issued", b"date") if name in found), None)
    raw = raw or found.get(b"updated") or found.get(b"modified")
    if raw is None:
        return None
    text = raw.decode(errors="replace").strip()
    try:
        moment = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
    except ValueError:
        found_otherwise = dates.read(text)
        return None if found_otherwise is None else found_otherwise.timestamp()
    return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
