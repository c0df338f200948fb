"""The article's text in a page: trafilatura's fast mode, then what may help where it finds little.

Or why there is none.
"""

from __future__ import annotations

import html
import re
from datetime import datetime

import lxml.etree
import msgspec
import trafilatura

from processors.extraction import boilerplate, charset, head
from processors.extraction.dateline import dateline
from processors.extraction.listing import LEAST_LINES, is_list

LONGEST_PAGE = 4 << 20
LONGEST_TEXT = 200_000
SHORT = 250
TAG = re.compile(r"<[^<>]+>")
BLOCK = re.compile(r"</?(?:p|div|br|h\d|li|blockquote|tr)\b[^<>]*>", re.I)
MOST_TAGS = 25_000
DEEPER = 1.5
NESTED = re.compile(r"(?:<\w[^<>]{0,200}>\s*){250}")
SIGNATURES = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"ID3", b"\x7fELF")
WHY_NOT = (
    ("paywall", re.compile(
        r"paywall|isAccessibleForFree[\"']?\s*:\s*[\"']?false|subscribe to (?:continue|read)|subscribers only"
        r"|подписк[аеиу] .{0,40}чтобы|только для подписчиков", re.I)),
    ("consent wall", re.compile(r"consent[-_ ]?(?:wall|manager|form|page)|cookie[-_ ]?wall|before you continue", re.I)),
    ("script only", re.compile(
        r"enable javascript|javascript is (?:required|disabled)|включите javascript|<noscript>"
        r"|<div id=[\"'](?:root|app|__next)[\"']>\s*</div>", re.I)),
)  # fmt: skip


class Extracted(msgspec.Struct, frozen=True, kw_only=True):
    """A page's article. Dates in UTC; None for what the page does not say."""

    text: str
    title: str | None
    author: str | None
    published: datetime | None
    modified: datetime | None
    canonical: str | None
    site: str | None
    dateline: str | None = None


class NoText(msgspec.Struct, frozen=True):
    """A page that yields nothing, and why."""

    reason: str


def extract(body: bytes, content_type: str | None = None, feed_content: str | None = None) -> Extracted | NoText:
    """The article in a page's bytes. `feed_content`: the HTML that the feed carried, for pages that hide theirs."""
    if not body.strip():
        return NoText("no text: an empty page")
    if _is_binary(body, content_type):
        return NoText("not a page but binary data")
    page = _bounded(charset.decode(body[:LONGEST_PAGE], content_type).replace("\0", ""))
    if content_type and content_type.startswith("text/plain"):
        return _of(page, head.Head())
    said = head.read(page)
    text = _best(page, said, feed_content)
    return _of(text, said) if text else NoText(_why_not(page))


def _of(text: str, said: head.Head) -> Extracted:
    first, _, rest = text.partition("\n")
    if said.title and rest and _same(first, said.title):
        text = rest.lstrip()  # the headline is no sentence of the article
    return Extracted(
        text=text[:LONGEST_TEXT],
        title=said.title,
        author=said.author,
        published=said.published,
        modified=said.modified,
        canonical=said.canonical,
        site=said.site,
        dateline=dateline(text),
    )


def _is_binary(body: bytes, content_type: str | None) -> bool:
    """By its first bytes, or by a zero among them in a charset that has none."""
    wide = (charset.declared(body, content_type) or "").startswith(("utf-16", "utf-32"))
    return body.startswith(SIGNATURES) or (b"\0" in body[:1000] and not wide)


def _bounded(page: str) -> str:
    """The page up to as many tags as any article has: trafilatura's time grows with their square."""
    if page.count("<") <= MOST_TAGS:
        return page
    return "<".join(page.split("<", MOST_TAGS)[:MOST_TAGS])


def _best(page: str, said: head.Head, feed_content: str | None) -> str:
    """The fast text, unless it is short or a list of links, or the page's own articleBody shows that much is missing.

    Never a teaser: what is shorter than the page's text does not replace it. Nothing where all is a list.
    """
    text, body = _text(page, fast=True), boilerplate.strip(said.body or "")
    if len(text) >= SHORT and not is_list(text, page):
        return body if len(body) > DEEPER * len(text) else text
    others = (text, _text(page, fast=False), body, boilerplate.strip(plain(feed_content or "")))
    return max((each for each in others if not is_list(each, page)), key=len, default="")


def _same(line: str, title: str) -> bool:
    """Whether a line is the headline, perhaps without the outlet's name behind it."""
    one, two = (" ".join(each.lower().split()).rstrip(".") for each in (line, title))
    return one == two or (len(one) > 20 and two.startswith(one))


def _text(page: str, *, fast: bool) -> str:
    try:
        found = trafilatura.extract(page, fast=fast, include_comments=False, with_metadata=False)
    except (ValueError, RecursionError, lxml.etree.LxmlError, AttributeError, TypeError):
        return ""  # trafilatura lets some of its parser's errors through on broken documents
    return boilerplate.strip(found or "")


def plain(markup: str) -> str:
    """The text of a piece of HTML, a line a block."""
    lines = html.unescape(TAG.sub("", BLOCK.sub("\n", markup))).splitlines()
    return "\n".join(line for line in (" ".join(each.split()) for each in lines) if line)


def _why_not(page: str) -> str:
    for reason, pattern in WHY_NOT:
        if pattern.search(page):
            return f"no text: {reason}"
    if NESTED.search(page):
        return "no text: nested too deeply"
    links = page.count("<a ")
    if links >= LEAST_LINES and links * 400 > len(TAG.sub("", page)):
        return "no text: a list page"
    return "no text: an empty page" if len(page) < 500 else "no text found"
