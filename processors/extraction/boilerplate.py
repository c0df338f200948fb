"""Lines that are the site's and not the article's: reading time, sharing, similar posts.

Whole lines only, so a sentence of the article never goes.
"""

from __future__ import annotations

import re

LINES = (
    r"\d+ (?:minutes?|mins?|min\.?)(?:, \d+ seconds?)?(?: read)?",
    r"(?:estimated )?reading time:?.{0,20}",
    r"share (?:this )?(?:post|article|story)|share (?:on|via) .{0,20}",
    r"similar posts?|related (?:posts?|articles?|stories|topics)|read (?:more|also|next)\b.{0,120}",
    r"advertisement|sign up (?:for|to) .{0,80}|subscribe(?: to .{0,60}| now)?|follow us .{0,60}",
    r"all rights reserved\.?|photo: .{0,80}|image source.{0,80}",
    r"время (?:на )?чтени[ея]:?.{0,20}|поделиться.{0,30}|подпис(?:ывайтесь|аться).{0,120}|реклама|фото: .{0,80}",
    r"(?:читайте|смотрите) также.{0,160}|материалы по теме|читайте також.{0,160}",
    r"teilen|mehr zum thema.{0,80}|lire aussi.{0,120}|czytaj (?:też|także).{0,120}",
)
LINE = re.compile("|".join(f"(?:{each})" for each in LINES), re.I)
LAST = re.compile(
    r"share this post|similar posts?|related (?:posts?|articles?|stories)|материалы по теме|more from .{0,40}", re.I
)


def strip(text: str) -> str:
    """`text` without such lines; what follows a heading of similar posts in the last third goes with it."""
    lines = [line.strip() for line in text.splitlines()]
    kept: list[str] = []
    for number, line in enumerate(lines):
        if LAST.fullmatch(line) and number > 2 * len(lines) / 3:
            break
        if line and not LINE.fullmatch(line):
            kept.append(line)
    return "\n".join(kept)
