"""Feeds of our own writing, in the shapes that the tests need."""

from __future__ import annotations


def rss(*names: str, head: str = "") -> bytes:
    """A feed with an item for each name, at /p/NAME."""
    return feed(*(f"<item><title>{n}</title><link>/p/{n}</link><guid>{n}</guid></item>" for n in names), head=head)


def feed(*entries: str, head: str = "") -> bytes:
    """A feed of such entries."""
    return f"<rss version='2.0'><channel><title>t</title>{head}{''.join(entries)}</channel></rss>".encode()


def entry(title: str, link: str | None = None, guid: str | None = None, text: str = "", date: str = "") -> str:
    """One entry with what is given."""
    parts = [f"<title>{title}</title>", f"<description>{text}</description>"]
    parts += [f"<link>{link}</link>"] if link else []
    parts += [f"<guid isPermaLink='false'>{guid}</guid>"] if guid else []
    parts += [f"<pubDate>{date}</pubDate>"] if date else []
    return f"<item>{''.join(parts)}</item>"
