"""What a page says of itself in its head: Open Graph, JSON-LD, title, time. Cheap patterns, no parse."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
from dateutil import parser as dateutil_parser

META = re.compile(r"<meta\b[^>]{1,2000}>", re.I)
ATTRIBUTE = re.compile(r"""(\w[\w:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.I | re.S)
H1 = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.I | re.S)
TIME = re.compile(r"<time\b[^>]*\bdatetime\s*=\s*[\"']([^\"']+)", re.I)
CANONICAL = re.compile(r"<link\b[^>]*\brel\s*=\s*[\"']canonical[\"'][^>]*>", re.I)
LD = re.compile(r"<script\b[^>]*application/ld\+json[^>]*>(.*?)</script>", re.I | re.S)
TAG = re.compile(r"<[^>]+>")
ARTICLES = ("NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "LiveBlogPosting", "AnalysisNewsArticle")
HEAD = 200_000


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """None for what is not said; `body` is JSON-LD's articleBody."""

    title: str | None = None
    author: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    canonical: str | None = None
    site: str | None = None
    body: str | None = None


def read(page: str) -> Head:
    """The head of an HTML page."""
    meta = dict(_meta(page[:HEAD]))
    linked = next(_articles(page), {})
    title = linked.get("headline") or meta.get("og:title") or _inner(H1, page) or _inner(TITLE, page)
    time = TIME.search(page)
    canonical = CANONICAL.search(page[:HEAD])
    return Head(
        title=_clean(title),
        author=_clean(_author(linked.get("author")) or meta.get("author") or meta.get("article:author")),
        published=moment(
            linked.get("datePublished") or meta.get("article:published_time") or (time[1] if time else None)
        ),
        modified=moment(linked.get("dateModified") or meta.get("article:modified_time")),
        canonical=dict(_attributes(canonical[0])).get("href") if canonical else None,
        site=_clean(meta.get("og:site_name")),
        body=_plain(linked.get("articleBody")),
    )


def _meta(page: str) -> Iterator[tuple[str, str]]:
    for match in META.finditer(page):
        given = dict(_attributes(match[0]))
        name = (given.get("property") or given.get("name") or "").lower()
        if name and given.get("content"):
            yield name, given["content"]


def _attributes(tag: str) -> Iterator[tuple[str, str]]:
    for match in ATTRIBUTE.finditer(tag):
        yield match[1].lower(), html.unescape(match[2] if match[2] is not None else match[3])


def _articles(page: str) -> Iterator[dict[str, Any]]:
    """Every object of JSON-LD that is an article."""
    for match in LD.finditer(page):
        try:
            found = msgspec.json.decode(match[1].strip())
        except (msgspec.DecodeError, RecursionError):
            continue
        yield from _walk(found, 0)


def _walk(node: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(node, list):
        for each in node:
            yield from _walk(each, depth + 1)
    elif isinstance(node, dict):
        kinds = node.get("@type")
        if any(kind in ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds])):
            yield node
        yield from _walk(node.get("@graph"), depth + 1)


def _author(value: object) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, (_author(each) for each in value[:5]))) or None
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) and not value.startswith("http") else None


def _inner(pattern: re.Pattern[str], page: str) -> str | None:
    match = pattern.search(page)
    return match[1] if match else None


def _clean(text: object) -> str | None:
    if not isinstance(text, str):
        return None
    return " ".join(html.unescape(TAG.sub(" ", text)).split())[:500] or None


def _plain(text: object) -> str | None:
    if not isinstance(text, str):
        return None
    return html.unescape(TAG.sub(" ", text)).strip() or None


def moment(value: object) -> datetime | None:
    """A date of a head in UTC; None for what cannot be read or lies before 1990."""
    if not isinstance(value, str):
        return None
    try:
        found = dateutil_parser.parse(value.strip())
    except (ValueError, OverflowError):
        return None
    aware = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return aware if aware.year >= 1990 else None
