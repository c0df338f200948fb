"""Sentences of a text as spans, in the languages that end them with a full stop."""

from __future__ import annotations

import re
from typing import NamedTuple

END = re.compile(r"[.!?…]+[»”\"')\]]*(?=\s+[«“\"'(\[—–-]?\s?[A-ZА-ЯЁІЇЄҐÀ-ÞŁŚŻŹĆ0-9])|\n+")
ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|[А-ЯЁ]|Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Maj|Sgt|Capt|Adm|Prof|St|Jr|Sr|vs|No|Inc|Corp|Co|Ltd|U\.S|U\.N|U\.K"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|г|гг|ул|им|т\.е|т\.д|т\.п|др|млн|млрд|тыс|руб|стр|Nr|bzw|z\.B|ca|M|Mme"
    r"|p|ul|dr|prof))\.$"
)


class Span(NamedTuple):
    start: int
    end: int


def sentences(text: str, most: int | None = None) -> list[Span]:
    """The spans of the first `most` sentences, without the white space around them."""
    found: list[Span] = []
    start = 0
    for match in END.finditer(text):
        if match[0].startswith(".") and ABBREVIATED.search(text[max(start, match.start() - 8) : match.start() + 1]):
            continue
        start = _keep(text, start, match.end(), found)
        if most is not None and len(found) >= most:
            return found
    _keep(text, start, len(text), found)
    return found


def _keep(text: str, start: int, end: int, found: list[Span]) -> int:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + len(piece) - len(piece.lstrip())
        found.append(Span(begin, begin + len(stripped)))
    return end
