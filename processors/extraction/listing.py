"""A list page: a front page, a section or a tag, whose text is the text of its links."""

from __future__ import annotations

import html
import re

LINK = re.compile(r"<a\b[^<>]{0,2000}>(.{1,1000}?)</a\s*>", re.I | re.S)
TAG = re.compile(r"<[^<>]+>")
LEAST_LINES = 15
LONGEST_LINK = 120
MOSTLY = 0.5


def is_list(text: str, page: str) -> bool:
    """Whether most lines of the extracted `text` are each the text of a link of the page."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    short = sum(len(line) <= LONGEST_LINK for line in lines)
    if len(lines) < LEAST_LINES or min(short, page.count("<a")) < MOSTLY * len(lines):
        return False
    links = {" ".join(html.unescape(TAG.sub(" ", match[1])).split()) for match in LINK.finditer(page)}
    return sum(line.lstrip("-•· ") in links for line in lines) >= MOSTLY * len(lines)
