"""Feeds to measure on: those of a path that is given, or some of our own making."""

from __future__ import annotations

import random
import tarfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

WORDS = ("harbour", "mill", "bridge", "orchard", "market", "tram", "kettle", "lantern", "gravel", "meadow", "copper")
DATES = ("Mon, {:02} Mar 2026 10:{:02}:00 +0300", "2026-03-{:02}T10:{:02}:00Z")


def feeds(path: Path | None) -> Iterator[tuple[str, bytes]]:
    """Name and body of every feed in a tar file or a folder; of our own where there is no path."""
    if path is None:
        yield from ((f"own-{n}", own(n)) for n in range(60))
    elif path.is_dir():
        yield from (
            (str(each.relative_to(path)), each.read_bytes()) for each in sorted(path.rglob("*")) if each.is_file()
        )
    else:
        with tarfile.open(path) as archive:
            for member in archive:
                if (file := archive.extractfile(member)) is not None:
                    yield member.name, file.read()


def own(n: int) -> bytes:
    """Feed number `n`: RSS or Atom, 10 to 60 entries, with excerpts or whole articles."""
    chance = random.Random(n)
    entries = [_entry(chance, n, k, whole=n % 3 == 0) for k in range(chance.randint(10, 60))]
    return (atom if n % 4 == 0 else rss)(f"Feed {n}", entries)


def _entry(chance: random.Random, n: int, k: int, *, whole: bool) -> dict[str, str]:
    def sentence() -> str:
        return " ".join(chance.choice(WORDS) for _ in range(18)) + " — пристань."

    paragraphs = "".join(f"<p>{sentence()} <a href='/{n}/{k}/more'>more</a></p>\n" for _ in range(20 if whole else 1))
    return {
        "title": f"{sentence()[:60]} {k}",
        "link": f"https://own{n}.example/{k}",
        "date": DATES[n % 4 == 0].format(1 + k % 28, k % 60),
        "text": paragraphs,
    }


def rss(title: str, entries: list[dict[str, str]], *, built: int = 0) -> bytes:
    """A document of RSS 2.0; `built` changes what changes with every answer of many servers."""
    items = "\n".join(
        f"<item><title>{escape(each['title'])}</title><link>{each['link']}</link>"
        f"<guid isPermaLink='true'>{each['link']}</guid><pubDate>{each['date']}</pubDate>"
        f"<dc:creator>A. Writer</dc:creator><category>town</category><category>water</category>"
        f"<description>{escape(each['text'][:300])}</description>"
        f"<content:encoded><![CDATA[{each['text']}]]></content:encoded></item>"
        for each in entries
    )
    spaces = (
        "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:content='http://purl.org/rss/1.0/modules/content/'"
        " xmlns:atom='http://www.w3.org/2005/Atom'"
    )
    head = f"<title>{title}</title><lastBuildDate>Mon, 02 Mar 2026 10:00:{built % 60:02} +0000</lastBuildDate>"
    text = f"<rss version='2.0' {spaces}><channel>{head}{items}</channel></rss>"
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{text}".encode()


def atom(title: str, entries: list[dict[str, str]]) -> bytes:
    """A document of Atom."""
    items = "\n".join(
        f"<entry><id>{each['link']}</id><title>{escape(each['title'])}</title><link href='{each['link']}'/>"
        f"<updated>{each['date']}</updated><author><name>A. Writer</name></author>"
        f"<content type='html'>{escape(each['text'])}</content></entry>"
        for each in entries
    )
    head = f"<title>{title}</title><id>urn:{title}</id><updated>2026-03-02T10:00:00Z</updated>"
    return f"<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>{head}{items}</feed>".encode()
