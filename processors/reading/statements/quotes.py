"""Quotations: what stands between a pair of marks, in the styles of the six languages, the outermost pair alone."""

from __future__ import annotations

import re
from typing import NamedTuple

MARK = re.compile("[“”„«»\"‘’'\n]")
CLOSES = {"“": '”“"', "„": "“”", "«": "»", "»": "«", '"': '"”', "‘": "’", "'": "'"}
LONGEST, DEEPEST = 2_500, 6
ATTRIBUTED = re.compile(r"[,.!?…]?\s?[—–-]\s|[.!?…]\s(?![^«»\n]*»)|[.!?…]?\s*$", re.M)
"""What follows a quotation that ends with an inner one; no sentence of its own that closes it later."""
ENDS_WITH_INNER = {"«": ATTRIBUTED, '"': re.compile(r"[,.!?…]?\s?[—–-]\s")}
OPENS_NEXT = re.compile(r"\n\s*[“„«\"]")


class Quote(NamedTuple):
    """`text[start:end]` with its marks, `text[first:last]` without them."""

    start: int
    end: int
    first: int
    last: int


class _Open(NamedTuple):
    mark: str
    at: int


class _Reader:
    """Reads marks from left to right; what is inside another quotation is kept only if that one never ends."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.found: list[Quote] = []
        self._open: list[_Open] = []
        self._inner: list[Quote] = []

    def read(self, at: int) -> None:
        if self._open and at - self._open[0].at > LONGEST:
            self.give_up()
        opened = next((n for n, each in enumerate(reversed(self._open), 1) if _closes(self._text, at, each.mark)), None)
        if self._text[at] == "\n":
            self._paragraph(at)
        elif opened is not None:
            self._close(at, opened)
        elif _opens(self._text, at):
            self._begin(at)

    def give_up(self) -> None:
        """The outermost mark closes nowhere: it was a stray one, and what is inside counts."""
        self.found += self._inner
        self._open, self._inner = [], []

    def _begin(self, at: int) -> None:
        mark = self._text[at]
        again = any(each.mark == mark for each in self._open) and not self._nests(at)
        if again and mark in "‘'":
            return
        if again or len(self._open) == DEEPEST:
            self.give_up()
        self._open.append(_Open(mark, at))

    def _nests(self, at: int) -> bool:
        """Whether a mark may begin a quotation inside one of the same marks."""
        ended = self._text[max(0, at - 2) : at].rstrip().endswith((".", "!", "?"))
        return self._text[at] in "«„" or (self._text[at] == '"' and not ended)

    def _close(self, at: int, back: int) -> None:
        """Close the mark that is `back` from the last; of «A «B», with words behind, the outer one with it."""
        opened = self._open[-back]
        del self._open[-back:]
        outer = [each for each in self._open if each.mark == opened.mark and each.mark in ENDS_WITH_INNER]
        if outer and ENDS_WITH_INNER[opened.mark].match(self._text, at + 1):
            opened, self._open = self._open[0], []
        quote = Quote(opened.at, at + 1, opened.at + 1, at)
        if self._open:
            self._inner = [each for each in self._inner if each.start < quote.start] + [quote]
        else:
            self.found.append(quote)
            self._inner = []

    def _paragraph(self, at: int) -> None:
        """A long quotation is opened again by each paragraph, and closed by the last alone."""
        if self._open and OPENS_NEXT.match(self._text, at):
            first = self._open[0]
            if first.mark in '“„«"':
                self.found.append(Quote(first.at, at, first.at + 1, at))
                self._inner = []
            self.give_up()


def quotes(text: str) -> list[Quote]:
    """The quotations from left to right.

    One that is not closed ends with its paragraph if the next begins with a mark again, as a long quotation does; else
    its mark is taken for a stray one. Of Russian marks closed once («A «B», — said) the outer ends with the inner.
    """
    reader = _Reader(text)
    for match in MARK.finditer(text):
        reader.read(match.start())
    reader.give_up()
    return reader.found


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    spaced = text[at] == "«" and text[at + 2 : at + 3].isalnum()
    if not after or (after.isspace() and not spaced) or before.isalnum():
        return False
    return text[at] in CLOSES and (text[at] != "»" or after.isalnum())


def _closes(text: str, at: int, opened: str) -> bool:
    if text[at] not in CLOSES[opened]:
        return False
    after = text[at + 1 : at + 2]
    if text[at] == "“" and opened == "“":
        return False
    return not after.isalnum() or text[at] == "»"
