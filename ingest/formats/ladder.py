"""The parse ladder: the least work that gives the same new entries as a full parse.

same but for volatile parts ─▶ nothing          (lastBuildDate and the like change with every answer)
new entries between known ones ─▶ splice        head + the new `<item>`s + tail, parsed by feedparser
anything else ─▶ full parse                     first poll, odd documents, every 50th poll

(304 and an identical body are known before, in `ingest/reading.py`.) A plain function of data:
it runs where it can be killed.
"""

from __future__ import annotations

import re

import msgspec
import xxhash

from ingest.formats import jsonfeed
from ingest.formats.charset import to_utf8
from ingest.formats.parse import CAP, parse_text
from ingest.formats.parsed import ParsedFeed
from ingest.formats.pieces import Pieces, split, thinned

FULL_EVERY = 50
MOST_KNOWN = 4000
KEY = 8  # bytes of an entry's hash
SPOILER = b"\n."  # text after the document's end
_VOLATILE = re.compile(
    rb"<!--.*?-->"
    rb"|<((?:[A-Za-z]\w*:)?(?:lastBuildDate|pubDate|updated|modified|date|generator|ttl|updateBase|cacheTime))\b[^>]*>.*?</\1\s*>",
    re.S,
)


class Known(msgspec.Struct, frozen=True):
    """What was read of a feed: a hash of all but the volatile parts, and of each entry; polls until a full parse.

    `loose`: the document is malformed, so that feedparser read it with its loose parser.
    """

    soft: bytes
    entries: bytes = b""
    spliceable: bool = False
    loose: bool = False
    until_full: int = FULL_EVERY
    links: tuple[str, ...] = ()  # of a watched page


class Document(msgspec.Struct, frozen=True):
    """What was fetched, and what the configuration says of it."""

    body: bytes
    url: str
    content_type: str | None = None
    kind: str = "auto"
    selector: str | None = None


class Climbed(msgspec.Struct, frozen=True):
    """What a rung gave. `feed` has the new or changed entries only, all of them after a full parse."""

    rung: str  # same | splice | full
    feed: ParsedFeed
    known: Known | None


def climb(given: Document, known: Known | None, cap: int = CAP) -> Climbed:
    """The new entries of a document; `known` is what the last successful poll gave, None on the first."""
    given = msgspec.structs.replace(given, body=to_utf8(given.body, given.content_type))
    whole = given.kind in ("page", "jsonfeed", "sitemap") or jsonfeed.looks_like(given.body)
    pieces = None if whole else split(given.body)
    soft = soft_hash(given.body, pieces)
    if known is not None and known.until_full > 0:
        left = known.until_full - 1
        if soft == known.soft:
            return Climbed("same", _nothing(), msgspec.structs.replace(known, until_full=left))
        spliced = _splice(pieces, given, known, cap) if pieces is not None and known.spliceable else None
        if pieces is not None and spliced is not None:
            entries = remembered(pieces, known.entries)
            return Climbed(
                "splice", spliced, msgspec.structs.replace(known, soft=soft, entries=entries, until_full=left)
            )
    return _full(given, pieces, soft, cap)


def _full(given: Document, pieces: Pieces | None, soft: bytes, cap: int) -> Climbed:
    feed = parse_text(given.body, given.url, cap, kind=given.kind, selector=given.selector)
    if feed.kind == "not_a_feed":
        return Climbed("full", feed, None)
    if feed.kind == "page":
        return Climbed("full", feed, Known(soft, links=tuple(each.url or "" for each in feed.entries)))
    if pieces is None or len(pieces.entries) != len(feed.entries) + feed.dropped:
        return Climbed("full", feed, Known(soft))
    entries = remembered(pieces, b"")
    return Climbed("full", feed, Known(soft, entries, spliceable=True, loose=feed.malformed is not None))


def _splice(pieces: Pieces, given: Document, known: Known, cap: int) -> ParsedFeed | None:
    """The entries that are not known, parsed in their document; None where that is not sure to be the same."""
    seen = _keys(known.entries)
    fresh = [entry for entry in thinned(pieces, cap).entries if _key(entry) not in seen]
    if not fresh:
        return _nothing()
    if len(fresh) == len(pieces.entries):
        return None
    # a malformed document is read by another parser: what is spliced must be read by the same one
    whole = Pieces(pieces.head, fresh, pieces.tail + (SPOILER if known.loose else b"")).whole()
    feed = parse_text(whole, given.url, cap)
    if feed.kind == "not_a_feed" or len(feed.entries) != len(fresh) or (feed.malformed is not None) != known.loose:
        return None
    return msgspec.structs.replace(feed, malformed=None)


def remembered(pieces: Pieces, before: bytes) -> bytes:
    """The keys of what is in the document now, then of what was known before, up to a bound."""
    now = b"".join(_key(entry) for entry in pieces.entries)
    here = _keys(now)
    older = [before[n : n + KEY] for n in range(0, len(before), KEY) if before[n : n + KEY] not in here]
    return (now + b"".join(older))[: MOST_KNOWN * KEY]


def soft_hash(body: bytes, pieces: Pieces | None) -> bytes:
    """A hash that does not change when only channel-level dates and comments do."""
    if pieces is None:
        return xxhash.xxh3_128_digest(body)
    digest = xxhash.xxh3_128(_VOLATILE.sub(b"", pieces.head))
    for entry in pieces.entries:
        digest.update(entry)
    digest.update(_VOLATILE.sub(b"", pieces.tail))
    return digest.digest()


def _key(entry: bytes) -> bytes:
    return xxhash.xxh3_64_digest(entry)


def _keys(packed: bytes) -> set[bytes]:
    return {packed[n : n + KEY] for n in range(0, len(packed), KEY)}


def _nothing() -> ParsedFeed:
    return ParsedFeed(kind="rss")
