"""The page watcher: entries of a page that lists links, for official sources without a feed.

With a CSS selector it takes what the selector finds (links, or blocks around them). Without one it takes the list that
repeats most: links of one shape in the document tree, outside of navigation, with titles as long as headlines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

import lxml.html
from cssselect import SelectorError
from lxml.etree import ParserError

from detente.urls import absolute
from ingest.formats import dates
from ingest.formats.parsed import ParsedEntry, ParsedFeed

LEAST = 3  # links make a list
HEADLINE = 18  # characters in the middle of the list's titles
LONGEST = 300
ASIDE = ("nav", "header", "footer", "aside", "form", "menu")
ASIDE_WORDS = re.compile(r"\b(nav|menu|footer|header|breadcrumb|pagination|pager|sidebar|social|share|cookie)", re.I)
DATE = re.compile(
    r"\b(\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{2}\.\d{4}|\d{1,2}/\d{1,2}/\d{4}|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2},\s+\d{4}|"
    r"\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{4})\b"
)


def parse(body: bytes, url: str, selector: str | None, cap: int) -> ParsedFeed:
    """The links of the list, in page order; kind not_a_feed, with what is wrong, where there is no list."""
    try:
        root = lxml.html.document_fromstring(body, lxml.html.HTMLParser(encoding="utf-8"), base_url=url)
        links = _selected(root, selector) if selector else _repeated(root, url)
    except (ParserError, ValueError) as error:
        return ParsedFeed(kind="not_a_feed", malformed=f"no HTML: {error}")
    except SelectorError as error:
        return ParsedFeed(kind="not_a_feed", malformed=f"selector {selector!r}: {error}")
    found: dict[str, ParsedEntry] = {}
    for link in links:
        entry = _entry(link, url)
        if entry is not None and entry.url is not None:
            found.setdefault(entry.url, entry)
    if not found:
        what = f"selector {selector!r} finds no links" if selector else "no list of links that look like headlines"
        return ParsedFeed(kind="not_a_feed", malformed=what)
    title = root.findtext(".//title")
    entries = tuple(found.values())
    return ParsedFeed(
        kind="page", title=title and " ".join(title.split()), entries=entries[:cap], dropped=max(0, len(entries) - cap)
    )


def _selected(root: lxml.html.HtmlElement, selector: str) -> list[lxml.html.HtmlElement]:
    """The links that the selector finds, or the best one in each block that it finds."""
    links = []
    for each in root.cssselect(selector):
        inner = [each] if each.tag == "a" else list(each.iter("a"))
        if inner:
            links.append(max(inner, key=lambda link: len(_text(link))))
    return links


def _repeated(root: lxml.html.HtmlElement, url: str) -> Sequence[lxml.html.HtmlElement]:
    """The links of the shape whose titles say most, all together."""
    shapes: dict[tuple[str, ...], list[lxml.html.HtmlElement]] = defaultdict(list)
    site = urlsplit(url).hostname
    for link in root.iter("a"):
        target = absolute(url, link.get("href") or "")
        if (
            target
            and urlsplit(target).hostname == site
            and urlsplit(target).path not in ("", "/")
            and not _is_aside(link)
        ):
            shapes[_shape(link)].append(link)
    lists = [links for links in shapes.values() if _is_list(links)]
    return max(lists, key=lambda links: sum(min(len(_text(link)), 120) for link in links), default=[])


def _is_list(links: Sequence[lxml.html.HtmlElement]) -> bool:
    lengths = sorted(len(_text(link)) for link in links)
    targets = {link.get("href") for link in links}
    return len(targets) >= LEAST and HEADLINE <= lengths[len(lengths) // 2] <= LONGEST


def _shape(link: lxml.html.HtmlElement) -> tuple[str, ...]:
    """Tags and first classes from the link up to the body: what a template repeats."""
    path = []
    for each in [link, *link.iterancestors()]:
        path.append(f"{each.tag}.{(each.get('class') or '').split(' ')[0]}")
    return tuple(path)


def _is_aside(link: lxml.html.HtmlElement) -> bool:
    return any(
        each.tag in ASIDE or ASIDE_WORDS.search(f"{each.get('class') or ''} {each.get('id') or ''}")
        for each in link.iterancestors()
        if each.tag not in ("body", "html")
    )


def _entry(link: lxml.html.HtmlElement, base: str) -> ParsedEntry | None:
    target = absolute(base, link.get("href") or "")
    title = _text(link) or (link.get("title") or "").strip()
    if target is None or not title:
        return None
    raw = _date_beside(link)
    return ParsedEntry(guid=None, url=target, title=title[:LONGEST], published=dates.read(raw), published_raw=raw)


def _date_beside(link: lxml.html.HtmlElement) -> str | None:
    """A date in the block around the link that has no other link's title in it."""
    block = link
    for _ in range(4):
        parent = block.getparent()
        if parent is None or len({each.get("href") for each in parent.iter("a") if len(_text(each)) >= HEADLINE}) > 1:
            break
        block = parent
    stamp = block.find(".//time")
    if stamp is not None and (raw := stamp.get("datetime") or _text(stamp)):
        return str(raw)
    found = DATE.search(_text(block))
    return found[0] if found else None


def _text(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
