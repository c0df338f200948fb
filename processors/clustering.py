"""What `cluster` does: the stories of a file, with the same rules as the daemon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, BinaryIO

import msgspec

from detente.config import Config
from detente.messages import Article, Clocks, Source
from processors.judging import failure
from processors.reading.article import ArticleReader, Input, Read
from processors.stories.facts import common_of
from processors.stories.memory import Memory

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of `cluster`."""

    id: str | int
    title: str | None = None
    text: str | None = None
    source: str = "unknown"
    published: datetime | None = None
    lang: str | None = None


def cluster_lines(stream: BinaryIO, out: BinaryIO, config: Config, *, everything: bool) -> int:
    """The groups and stories, taken in the order of `published`, then of the file; how many lines were broken."""
    lines: list[tuple[datetime, int, Line]] = []
    failed = 0
    for number, raw in enumerate(stream):
        if not raw.strip():
            continue
        try:
            line = msgspec.json.decode(raw, type=Line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            out.write(failure(None, f"line {number + 1}: {error}") + b"\n")
            failed += 1
            continue
        published = line.published or EPOCH
        at = published.replace(tzinfo=UTC) if published.tzinfo is None else published
        lines.append((at, number, line))
    for found in clustered(
        [(at, line) for at, _number, line in sorted(lines, key=lambda each: each[:2])], config, everything
    ):
        out.write(msgspec.json.encode(found) + b"\n")
    out.flush()
    return failed


def _article(line: Line, at: datetime, read: Read) -> Article:
    return Article(
        id=str(line.id),
        url=f"http://{line.source}/{line.id}",
        title=read.title,
        text=read.text,
        language=line.lang or read.language,
        author=None,
        source=Source(feed=line.source, name=line.source, family=line.source),
        clocks=Clocks(first_seen=at, published=at),
        judgement=read.judgement,
        meaning=read.meaning,
    )


def clustered(lines: Sequence[tuple[datetime, Line]], config: Config, everything: bool) -> list[dict[str, Any]]:
    """One object a line that was clustered."""
    reader = ArticleReader(config.profile)
    memory = Memory(common_of(reader.judge.profile), config.stories.window)
    found: list[dict[str, Any]] = []
    for at, line in lines:
        given = Input(title=line.title, text=line.text, lang=line.lang, published=line.published)
        read = reader.read(given, full=everything)
        if not everything and not read.judgement.relevant:
            continue
        update, _member = memory.assign(_article(line, at, read))
        found.append(
            {
                "id": line.id,
                "group": update.group,
                "story": update.story,
                "novelty": update.novelty,
                "novelty_score": update.novelty_score,
                "new_sentence": update.new_sentence,
                "also": list(dict.fromkeys(each.source for each in update.also)),
            }
        )
    return found
