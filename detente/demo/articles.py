"""The demo's articles, read from `articles.txt`. All reports are invented; what each is about is known.

So tests can compare.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec

from detente.errors import UsageError


class Outlet(msgspec.Struct, frozen=True, kw_only=True):
    """A feed of the site; `encoding` is that of its feed."""

    id: str
    name: str
    language: str
    side: str
    format: str
    encoding: str = "utf-8"


OUTLETS = {
    outlet.id: outlet
    for outlet in (
        Outlet(id="wire", name="Harbour Wire", language="en", side="us", format="rss"),
        Outlet(id="courier", name="Capital Courier", language="en", side="us", format="atom"),
        Outlet(id="vestnik", name="Невский вестник", language="ru", side="ru", format="rss", encoding="windows-1251"),
        Outlet(id="khronika", name="Московская хроника", language="ru", side="ru", format="atom"),
    )
}


class DemoArticle(msgspec.Struct, frozen=True, kw_only=True):
    """`story` is the label of the event that it reports; None where it is not about US-Russia relations."""

    slug: str
    outlet: Outlet
    story: str | None
    minutes_ago: int
    byline: str
    title: str
    paragraphs: tuple[str, ...]

    @property
    def path(self) -> str:
        return f"/{self.outlet.id}/{self.slug}.html"

    def published(self, now: datetime) -> datetime:
        return now - timedelta(minutes=self.minutes_ago)


@cache
def articles() -> tuple[DemoArticle, ...]:
    """All articles in the order of the file."""
    text = (Path(__file__).parent / "articles.txt").read_text(encoding="utf-8")
    return tuple(_article(block) for block in text.split("\n=== ")[1:])


def _article(block: str) -> DemoArticle:
    head, *paragraphs = [line for line in block.splitlines() if line.strip()]
    fields = [field.strip() for field in head.split("|")]
    if len(fields) != 6:
        raise UsageError(f"demo: {head!r} has {len(fields)} fields, not 6")
    slug, outlet, story, minutes, byline, title = fields
    return DemoArticle(
        slug=slug,
        outlet=OUTLETS[outlet],
        story=None if story == "-" else story,
        minutes_ago=int(minutes),
        byline=byline,
        title=title,
        paragraphs=tuple(paragraphs),
    )
