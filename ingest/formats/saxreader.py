"""The reader of XML that feedparser is given: expat with its text in whole pieces.

Python's own reader lets expat hand over text line by line and entity by entity, and feedparser spends a quarter of its
time on joining that again. feedparser asks `xml.sax.make_parser` for the readers that `PREFERRED_XML_PARSERS` names,
and takes the usual one where they are not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from xml.parsers.expat import XMLParserType
from xml.sax.expatreader import ExpatParser

import feedparser.api

PIECE = 1 << 16


class WholePieces(ExpatParser):
    """ExpatParser with expat's buffer for text switched on."""

    _parser: XMLParserType

    def reset(self) -> None:
        super().reset()
        self._parser.buffer_size = PIECE
        self._parser.buffer_text = True


def create_parser() -> WholePieces:
    """What `xml.sax.make_parser` asks a reader's module for."""
    return WholePieces()


@contextmanager
def preferred() -> Iterator[None]:
    """feedparser reads with it while the block runs; other users of feedparser in the process are left alone."""
    before = feedparser.api.PREFERRED_XML_PARSERS
    feedparser.api.PREFERRED_XML_PARSERS = [__name__]
    try:
        yield
    finally:
        feedparser.api.PREFERRED_XML_PARSERS = before
