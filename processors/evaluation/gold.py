"""Gold labels: what readers found in texts, a line each, the texts they belong to, and the figures of a comparison.

The file is `gold.jsonl`; its texts come from the files of positives beside it or in `../relevance`, cut to `chars`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from detente.errors import UsageError
from processors.evaluation.labelled import Labelled, read

COLUMNS = ("texts", "labels", "found", "P", "R", "F1")


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """What every labelled text has; `chars`: how much of its text was read."""

    id: str
    lang: str
    chars: int
    title: str | None = None


Row = TypeVar("Row", bound=Window)


def windows(path: Path, kind: type[Row]) -> Iterator[tuple[Row, str]]:
    """Each labelled text, read as a `kind`, with what was read of it; UsageError where it is broken or has no text."""
    texts = {row.id: row.text or "" for row in positives(path)}
    file = path / "gold.jsonl" if path.is_dir() else path
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        try:
            gold = msgspec.json.decode(line, type=kind)
        except msgspec.DecodeError as error:
            raise UsageError(f"{file}:{number}: {error}") from error
        if gold.id not in texts:
            raise UsageError(f"{path}: no text of {gold.id}")
        yield gold, texts[gold.id][: gold.chars]


def positives(path: Path) -> Iterator[Labelled]:
    """The texts that labels may belong to."""
    folder = path if path.is_dir() else path.parent
    files = [*folder.glob("*positives*.jsonl*"), *(folder.parent / "relevance").glob("*positives*.jsonl*")]
    if not files:
        raise UsageError(f"{folder}: no *positives*.jsonl.xz here or in ../relevance")
    return (row for file in sorted(files) for row in read(file))


def figures(count: Counter[str]) -> tuple[object, ...]:
    """(texts, labels, found, P, R, F1) of counted hits, misses and extras."""
    hit, missed, extra = count["hit"], count["missed"], count["extra"]
    precision, recall = hit / max(1, hit + extra), hit / max(1, hit + missed)
    both = 2 * hit / max(1, 2 * hit + missed + extra)
    return count["texts"], hit + missed, hit + extra, round(precision, 3), round(recall, 3), round(both, 3)
