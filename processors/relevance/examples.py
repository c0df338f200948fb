"""Labelled texts as numbers to train on: what the scorer would see of each, and of which source it is."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import xxhash

from detente.errors import UsageError
from detente.profiles import load
from processors.evaluation.labelled import Labelled, read
from processors.prefilter import visible
from processors.reading.features import Reader
from processors.relevance.clauses import Clauses
from processors.relevance.model import path_of
from processors.relevance.scorer import clauses_of, grams_of, numbers, vectors_of
from processors.relevance.vectors import Embed

SCORED = ("positive", "hard_negative")


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled text and what was read of it; one that the gate stops has no grams.

    `own`: written for the profile to teach it; it is trained on and never measured with.
    """

    row: Labelled
    relevant: bool
    passed: bool
    own: bool = False
    grams: dict[str, dict[int, float]] = {}
    numbers: dict[str, float] = {}
    vectors: list[list[float]] = []


def examples(paths: Sequence[Path], profile: str, embed: Embed | None) -> list[Example]:
    """The positives and hard negatives of all `paths`, then the profile's own; UsageError where there are none of
    either.
    """
    loaded = load(profile)
    reader, clauses = Reader(loaded), clauses_of(loaded)
    given = [row for path in paths for row in read(path) if row.label in SCORED]
    found = [_example(row, reader, clauses, embed, own=False) for row in given]
    if len({each.relevant for each in found if each.passed}) < 2:
        raise UsageError(f"{', '.join(map(str, paths))}: training needs texts labelled positive and hard_negative")
    own = (_example(row, reader, clauses, embed, own=True) for row in _own(profile))
    return [*found, *(each for each in own if each.passed)]


def _own(profile: str) -> Iterator[Labelled]:
    """The texts written for the profile: headlines of either kind, with a few lines of text."""
    path = path_of(profile).with_name("headlines.jsonl")
    return read(path) if path.exists() else iter(())


def _example(row: Labelled, reader: Reader, clauses: Clauses, embed: Embed | None, *, own: bool) -> Example:
    reading = reader.read(visible(row.title) if row.title else None, visible(row.text or ""))
    relevant = row.label == "positive"
    if not reader.gate(reading):
        return Example(row=row, relevant=relevant, passed=False, own=own)
    return Example(
        row=row,
        relevant=relevant,
        passed=True,
        own=own,
        grams=grams_of(reading, clauses),
        numbers=numbers(reading, reader, clauses),
        vectors=list(vectors_of(reading, clauses, embed)) if embed else [],
    )


class Remembered:
    """An `Embed` that keeps its vectors in a file, so that training again is quick."""

    def __init__(self, embed: Embed, path: Path) -> None:
        self._embed = embed
        try:
            self._file = sqlite3.connect(path)
            self._file.execute("CREATE TABLE IF NOT EXISTS v (h TEXT PRIMARY KEY, b BLOB)")
        except sqlite3.Error as error:
            raise UsageError(f"{path}: {error}") from error

    def __call__(self, text: str) -> list[float]:
        key = xxhash.xxh3_128_hexdigest(text.encode())
        kept = self._file.execute("SELECT b FROM v WHERE h = ?", (key,)).fetchone()
        if kept is not None:
            return list(memoryview(kept[0]).cast("f"))
        vector = self._embed(text)
        with self._file:
            self._file.execute("INSERT INTO v VALUES (?, ?)", (key, array("f", vector).tobytes()))
        return vector
