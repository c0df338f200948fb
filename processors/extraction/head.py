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
TITLE = re.compile(r"<title\b[^<>]{0,500}>", re.I)
H1 = re.compile(r"<h1\b[^<>]{0,500}>", re.I)
TIME = re.compile(r"<time\b[^<>]{0,500}>", re.I)
LINK = re.compile(r"<link\b[^<>]{1,2000}>", re.I)
BYLINE = re.compile(
    r"<(?:a|span|div|p|address)\b[^<>]{0,300}(?:rel|class|itemprop)\s*=\s*[\"'](?:author|byline)\b[^<>]{0,300}>", re.I
)
SCRIPT = re.compile(r"<script\b[^<>]{0,500}application/ld\+json[^<>]{0,500}>", re.I)
TAG = re.compile(r"<[^<>]+>")
BY = re.compile(r"^(?:by|von|par|автор:?|текст:?)\s+", re.I)
ARTICLES = ("NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "LiveBlogPosting", "AnalysisNewsArticle")
HEAD = 200_000
ZONES = {"EST": -18000, "EDT": -14400, "CST": -21600, "CDT": -18000, "PST": -28800, "PDT": -25200, "MSK": 10800,
         "BST": 3600, "CET": 3600, "CEST": 7200, "EET": 7200, "EEST": 10800}  # fmt: skip
LONGEST_HEADLINE = 2000
LONGEST_BYLINE = 300


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
    title = linked.get("headline") or meta.get("og:title") or _inner(H1, page, "</h1") or _inner(TITLE, page, "</title")
    return Head(
        title=_clean(title),
        author=_clean(
            _author(linked.get("author")) or _author(meta.get("author")) or _author(meta.get("article:author"))
        )
        or _byline(page),
        published=moment(linked.get("datePublished") or meta.get("article:published_time") or _time(page)),
        modified=moment(linked.get("dateModified") or meta.get("article:modified_time")),
        canonical=_canonical(page[:HEAD]),
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
    at = 0
    while (opened := SCRIPT.search(page, at)) is not None:
        at = page.find("</script", opened.end())
        if at < 0:
            return
        try:
            found = msgspec.json.decode(page[opened.end() : at].strip())
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


def _inner(pattern: re.Pattern[str], page: str, end: str) -> str | None:
    """What the first such element holds; None where it does not end soon."""
    opened = pattern.search(page)
    if opened is None:
        return None
    rest = page[opened.end() : opened.end() + LONGEST_HEADLINE]
    until = rest.lower().find(end)
    return rest[:until] if until >= 0 else None


def _byline(page: str) -> str | None:
    """The first element that is called author or byline, without its "by"."""
    opened = BYLINE.search(page)
    if opened is None:
        return None
    inner = page[opened.end() : opened.end() + LONGEST_BYLINE].partition("</")[0]
    said = _clean(inner)
    return BY.sub("", said) if said and len(said) < 100 else None


def _time(page: str) -> str | None:
    opened = TIME.search(page)
    return dict(_attributes(opened[0])).get("datetime") if opened else None


def _canonical(page: str) -> str | None:
    links = (dict(_attributes(match[0])) for match in LINK.finditer(page))
    return next((link.get("href") for link in links if link.get("rel", "").lower() == "canonical"), None)


def _clean(text: object) -> str | None:
    if not isinstance(text, str):
        return None
    return " ".join(html.unescape(TAG.sub(" ", text)).split())[:500] or None


def _plain(text: object) -> str | None:
    if not isinstance(text, str):
        return None
    lines = html.unescape(TAG.sub(" ", text)).splitlines()
    return "\n".join(line for line in (" ".join(each.split()) for each in lines) if line) or None


def moment(value: object) -> datetime | None:
    """A date of a head in UTC; None for what cannot be read or lies before 1990."""
    if not isinstance(value, str):
        return None
    try:
        found = dateutil_parser.parse(value.strip()[:100], tzinfos=ZONES)
    except (ValueError, OverflowError):  # an unknown zone's name is read as UTC, with a warning
        return None
    aware = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return aware if aware.year >= 1990 else None
