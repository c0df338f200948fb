"""The site's pages and feeds as bytes: pure functions of the articles, a base address and a moment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from detente.demo.articles import DemoArticle, Outlet

WORDS = {
    "en": {"world": "World", "economy": "Economy", "sport": "Sport", "more": "More from us",
           "cookies": "We use cookies to remember that you read this."},
    "ru": {"world": "В мире", "economy": "Экономика", "sport": "Спорт", "more": "Ещё у нас",
           "cookies": "Мы храним cookie, чтобы помнить, что вы это прочли."},
}  # fmt: skip


@cache
def _template() -> Template:
    return Template((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))


def page(article: DemoArticle, others: Sequence[DemoArticle], base: str, now: datetime) -> bytes:
    """The article's page; `others` are linked beside it."""
    published = article.published(now).isoformat(timespec="seconds")
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": published,
        "author": {"@type": "Person", "name": article.byline},
    }
    related = "".join(f'<li><a href="{base}{each.path}">{escape(each.title)}</a></li>' for each in others[:4])
    return (
        _template()
        .substitute(
            WORDS[article.outlet.language],
            language=article.outlet.language,
            title=escape(article.title),
            outlet=escape(article.outlet.name),
            outlet_id=article.outlet.id,
            url=base + article.path,
            published=published,
            byline=escape(article.byline),
            linked=json.dumps(linked, ensure_ascii=False).replace("<", "\\u003c"),
            paragraphs="\n".join(f"<p>{escape(each)}</p>" for each in article.paragraphs),
            related=related,
        )
        .encode()
    )


def feed(outlet: Outlet, shown: Sequence[DemoArticle], base: str, now: datetime) -> bytes:
    """The outlet's feed, the newest first."""
    ordered = sorted(shown, key=lambda each: each.minutes_ago)
    body = _rss(outlet, ordered, base, now) if outlet.format == "rss" else _atom(outlet, ordered, base, now)
    head = f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n'
    return (head + body).encode(outlet.encoding, errors="xmlcharrefreplace")


def _rss(outlet: Outlet, shown: Sequence[DemoArticle], base: str, now: datetime) -> str:
    items = "".join(
        f"<item><title>{escape(each.title)}</title><link>{base}{each.path}</link>"
        f"<guid isPermaLink='false'>{each.slug}</guid>"
        f"<pubDate>{format_datetime(each.published(now))}</pubDate>"
        f"<description>{escape(each.paragraphs[0][:200])}</description></item>\n"
        for each in shown
    )
    return (
        f"<rss version='2.0'><channel><title>{escape(outlet.name)}</title><link>{base}/</link>"
        f"<description>{escape(outlet.name)}</description><language>{outlet.language}</language>\n"
        f"{items}</channel></rss>\n"
    )


def _atom(outlet: Outlet, shown: Sequence[DemoArticle], base: str, now: datetime) -> str:
    entries = "".join(
        f"<entry><title>{escape(each.title)}</title><link href='{base}{each.path}'/><id>urn:demo:{each.slug}</id>"
        f"<updated>{each.published(now).isoformat(timespec='seconds')}</updated>"
        f"<published>{each.published(now).isoformat(timespec='seconds')}</published>"
        f"<author><name>{escape(each.byline)}</name></author>"
        f"<summary>{escape(each.paragraphs[0][:200])}</summary></entry>\n"
        for each in shown
    )
    updated = max((each.published(now) for each in shown), default=now).isoformat(timespec="seconds")
    return (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>{escape(outlet.name)}</title><id>urn:demo:{outlet.id}</id>"
        f"<updated>{updated}</updated><link href='{base}/'/>\n{entries}</feed>\n"
    )
