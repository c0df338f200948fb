"""What every format is brought to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

Kind = Literal["rss", "atom", "rdf", "jsonfeed", "sitemap", "page", "not_a_feed"]


class ParsedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry in feed order. `guid` and `title` are as the feed has them, `link` too but for its xml:base.

    `url` is absolute or None, dates are UTC or None with the raw text kept.
    """

    guid: str | None
    url: str | None
    title: str | None
    link: str | None = None
    summary: str | None = None
    author: str | None = None
    content: str | None = None
    published: datetime | None = None
    published_raw: str | None = None
    updated: datetime | None = None


class ParsedFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed's entries; `malformed` says what is wrong with a document that still gave some.

    `dropped` counts entries past the cap. `links` are the feed's own by relation: hub and self (WebSub), prev-archive
    and next (RFC 5005), absolute.
    """

    kind: Kind
    title: str | None = None
    entries: tuple[ParsedEntry, ...] = ()
    malformed: str | None = None
    dropped: int = 0
    links: dict[str, str] = {}


def newest(entries: Sequence[ParsedEntry], cap: int) -> tuple[ParsedEntry, ...]:
    """The newest `cap` entries in feed order: by date where all have one, else the first of the feed."""
    if len(entries) <= cap:
        return tuple(entries)
    if any(each.published is None for each in entries):
        return tuple(entries[:cap])
    order = sorted(range(len(entries)), key=lambda n: (-entries[n].published.timestamp(), n))  # type: ignore[union-attr]
    return tuple(entries[n] for n in sorted(order[:cap]))
