"""Topics against the labels of relevant texts: micro-F1, by language, by topic and by outlet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from detente.errors import UsageError
from detente.profiles import load
from processors.evaluation.labelled import lines_of
from processors.evaluation.table import Table
from processors.reading.features import Reader
from processors.reading.topics import Topics

COLUMNS = ("labels", "found", "P", "R", "F1")
OUTLETS = 8


class Labelled(msgspec.Struct, frozen=True):
    """A text and the topics that a reader gave it."""

    id: str
    topics: tuple[str, ...] = ()
    title: str | None = None
    text: str | None = None
    lang: str | None = None
    outlet: str | None = None
    text_kind: str | None = None


def evaluate(path: Path, profile: str) -> tuple[Table, ...]:
    """The tables of the profile's own topics on the texts of `path`; in-sample where its model was trained on them."""
    loaded = load(profile)
    reader = Reader(loaded)
    finder = Topics(loaded, reader)
    found = [
        (row, {each.id: each.evidence or "" for each in finder.find(reader.read(row.title, row.text or ""))})
        for row in rows_of(path)
    ]
    return tables(found, "the shipped profile")


def tables(found: Sequence[tuple[Labelled, Mapping[str, str]]], how: str) -> tuple[Table, ...]:
    """Micro figures of all texts, then by language, kind of text, large outlet and topic; then every mistake.

    `found`: each text, and its topics with their evidence.
    """
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    topics: dict[str, Counter[str]] = defaultdict(Counter)
    errors: list[tuple[object, ...]] = []
    outlets = {name for name, _ in Counter(row.outlet for row, _ in found).most_common(OUTLETS)}
    for row, said in found:
        keys = ["all", f"lang {row.lang}", f"kind {row.text_kind}"]
        keys += [f"outlet {row.outlet}"] if row.outlet in outlets else []
        for topic in sorted(set(row.topics) | set(said)):
            outcome = "hit" if topic in said and topic in row.topics else "extra" if topic in said else "missed"
            topics[topic][outcome] += 1
            for key in keys:
                parts[key][outcome] += 1
            if outcome != "hit":
                errors.append((row.id, outcome, topic, said.get(topic, row.title or "")))
    return (
        Table(f"topics, micro, {how}", ("part", *COLUMNS), _sorted(parts), (f"{len(found)} relevant texts",)),
        Table(f"topics, one by one, {how}", ("topic", *COLUMNS), _sorted(topics)),
        Table("errors: topics", ("text", "mistake", "topic", "evidence"), tuple(errors)),
    )


def rows_of(path: Path) -> Iterator[Labelled]:
    """The labelled texts of a file, or of every file of positives in a folder."""
    files = sorted(path.glob("*positives*.jsonl*")) if path.is_dir() else [path]
    if not files:
        raise UsageError(f"{path}: no *positives*.jsonl.xz")
    for file in files:
        yield from lines_of(file, Labelled)


def _sorted(counts: dict[str, Counter[str]]) -> tuple[tuple[object, ...], ...]:
    return tuple((key, *_figures(counts[key])) for key in sorted(counts))


def _figures(count: Counter[str]) -> tuple[object, ...]:
    hit, missed, extra = count["hit"], count["missed"], count["extra"]
    return (
        hit + missed,
        hit + extra,
        round(hit / max(1, hit + extra), 3),
        round(hit / max(1, hit + missed), 3),
        round(2 * hit / max(1, 2 * hit + missed + extra), 3),
    )
