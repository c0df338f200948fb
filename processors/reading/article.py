"""A whole page read: extraction, language, judgement. What a worker process does.

And what `check` and `judge` print.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from detente.messages import Judgement
from detente.profiles import load
from processors.extraction import Extracted, NoText, extract
from processors.prefilter import visible
from processors.reading.judge import Judge
from processors.reading.language import language


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """A page or a text, and what its feed says of it."""

    html: bytes | None = None
    text: str | None = None
    content_type: str | None = None
    title: str | None = None
    author: str | None = None
    lang: str | None = None
    published: datetime | None = None
    feed_content: str | None = None


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What was read. `no_text` says why a page yields nothing; the judgement then says no.

    `meaning`: the packed sentence vector of what is told, None for what is not and where there are no vectors.
    """

    title: str | None
    text: str
    language: str | None
    author: str | None
    published: datetime | None
    judgement: Judgement
    meaning: bytes | None = None
    no_text: str | None = None


class ArticleReader:
    """Reads for one profile; made once a process, used from one thread."""

    def __init__(self, profile: str) -> None:
        self.judge = Judge(load(profile))

    def read(self, given: Input, *, full: bool = False) -> Read:
        """Extract where it is HTML, then judge."""
        if given.html is None:
            return self._judged(given, visible(given.text or ""), given, full=full)
        found = extract(given.html, given.content_type, given.feed_content)
        if isinstance(found, NoText):
            return Read(
                title=given.title,
                text="",
                language=given.lang,
                author=given.author,
                published=given.published,
                judgement=self.judge.nothing("gate", found.reason),
                no_text=found.reason,
            )
        return self._judged(given, visible(found.text), found, full=full)

    def _judged(self, given: Input, text: str, found: Input | Extracted, *, full: bool) -> Read:
        """What the feed says of title, byline and date goes before what the page says."""
        title, author = given.title or found.title, given.author or found.author
        published = given.published or found.published
        title = visible(title) if title else None
        reading = self.judge.reading(title, text)
        judgement = self.judge.judge_reading(reading, published, full=full)
        return Read(
            title=title,
            text=text,
            language=language(f"{title or ''}\n{text}", given.lang),
            author=author,
            published=published,
            judgement=judgement,
            meaning=self.judge.meaning(reading) if full or judgement.band != "no" else None,
        )


_reader: ArticleReader | None = None


def prepare(profile: str) -> None:
    """Load the profile in a worker process, once."""
    global _reader  # noqa: PLW0603 - a worker process has no other place to keep what is costly to make
    _reader = ArticleReader(profile)


def read_here(given: Input, full: bool = False) -> Read:
    """`ArticleReader.read` in a prepared worker process."""
    assert _reader is not None
    return _reader.read(given, full=full)
