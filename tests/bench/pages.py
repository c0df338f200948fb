"""Pages of our own for benchmarks: about 100 KB of real-looking markup, 2 % of them about the relation."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import zstandard

from detente.demo.articles import DemoArticle, articles
from detente.messages import Clocks, Entry, Page, Source
from detente.urls import article_id

RELEVANT = [each for each in articles() if each.story]
OTHERS = [each for each in articles() if not each.story]
AWAY = [
    each
    for each in OTHERS[13:]
    if not re.search("Russia|Росси|Москв|Петербург|рубл|Большой", f"{each.title} {each.paragraphs}")
]
SIDE_BAR = "Russian ballet returns to the harbour stage"
TOWN = [
    "harbour",
    "mill",
    "bridge",
    "orchard",
    "market",
    "tram",
    "kettle",
    "lantern",
    "gravel",
    "meadow",
    "copper",
    "sailor",
    "baker",
    "window",
    "garden",
    "ferry",
]


def mixed(count: int, size: int = 100_000) -> Iterator[bytes]:
    """Of fifty pages one is relevant, and six name Russia in a side bar only: about as many as of real ones."""
    for n in range(count):
        yield html(n, relevant=n % 50 == 0, size=size, aside=SIDE_BAR if n % 8 == 1 else "", others=AWAY)


def html(
    n: int, *, relevant: bool, size: int = 100_000, aside: str = "", others: Sequence[DemoArticle] = OTHERS[13:]
) -> bytes:
    """Page number `n`: an article, one of `others` if not relevant, and around it what real pages carry.

    `aside`: a headline beside it.
    """
    chance = random.Random(n)
    article = chance.choice(RELEVANT if relevant else others)
    paragraphs = "".join(f"<p>{each}</p>" for each in article.paragraphs)
    unique = " ".join(chance.choice(TOWN) for _ in range(60))
    head = f"<html><head><title>{article.title} {n}</title><style>{'.a{color:red}' * 600}</style></head><body>"
    script = f"<script>{'var x = function(a) { return a + 1; };' * 700}</script>"
    links = "".join(f'<li><a href="/{w}/{k}">{w} and {chance.choice(TOWN)}</a></li>' for k, w in enumerate(TOWN * 12))
    main = f"<main><article><h1>{article.title} {n}</h1>{paragraphs}<p>{unique}</p></article></main>"
    rest = max(0, size - len(head) - len(script) - len(links) - len(main))
    filler = '<div class="teaser"><span>more of the same from the town</span></div>' * (rest // 70)
    side = f'<div class="teaser"><a href="/other">{aside}</a></div>' if aside else ""
    return f"{head}<nav><ul>{links}</ul></nav>{script}{main}<aside>{side}{filler}</aside></body></html>".encode()


def page(n: int, *, relevant: bool) -> Page:
    """The message of page number `n`."""
    body = html(n, relevant=relevant)
    url = f"https://bench.example/{n}"
    now = datetime.now(UTC)
    return Page(
        id=article_id(url),
        url=url,
        final_url=url,
        source=Source(feed="https://bench.example/rss", name=f"Bench {n % 20}", family=f"bench{n % 20}"),
        entry=Entry(title=None),
        clocks=Clocks(first_seen=now, fetched=now, published=now),
        status=200,
        headers={"content-type": "text/html; charset=utf-8"},
        body=zstandard.ZstdCompressor().compress(body),
        body_bytes=len(body),
    )
