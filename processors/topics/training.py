"""Training the topic model on labelled texts, and what the same training reaches on outlets that it has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from detente.errors import UsageError
from detente.profiles import Profile, load
from detente.profiles.profile import FOLDER
from processors.evaluation.folds import folds_of
from processors.evaluation.table import Table
from processors.evaluation.topics import Labelled, rows_of, tables
from processors.prefilter import visible
from processors.reading.features import Reader
from processors.reading.topics import AT_LEAST
from processors.relevance.vectors import Embed
from processors.relevance.views import opening_text
from processors.topics.fitting import Data, Example, Fitted, Floats, Ints, named
from processors.topics.model import FORMAT, TopicModel, packed
from processors.topics.signs import Hints, Signs, hints_of
from processors.topics.weighing import shapes

OWN = ("examples.jsonl", "headlines.jsonl", "topic_headlines.jsonl")
"""The profile's files of texts written for it; those that say their topics are trained on."""


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """Labelled texts and what the model sees of them; rows and examples are in the same order."""

    profile: Profile
    rows: tuple[Labelled, ...]
    examples: tuple[Example, ...]
    hints: Hints
    typical: list[list[float]]


def labels(paths: Sequence[Path], profile: str, embed: Embed | None) -> Labels:
    """The labelled texts of all `paths`, and those written for the profile."""
    loaded = load(profile)
    hints = hints_of(loaded)
    rows = tuple(row for path in paths for row in rows_of(path) if row.topics)
    if not rows:
        raise UsageError(f"{', '.join(map(str, paths))}: no text has topics")
    reader = Reader(loaded)
    sight = _Sight(Signs(loaded, hints), hints, tuple(sorted(loaded.topics)), reader, embed)
    folder = FOLDER / profile.replace("-", "_")
    rows += tuple(row for name in OWN for row in _own(folder / name))
    return Labels(
        profile=loaded,
        rows=rows,
        examples=tuple(_example(row, sight) for row in rows),
        hints=hints,
        typical=[_mean([embed(each) for each in hints.likenesses.get(topic, (topic,))]) for topic in sight.topics]
        if embed
        else [],
    )


def trained(found: Labels, version: str) -> TopicModel:
    """The model of all of them; the same texts give the same model. With vectors if the examples have them."""
    data = _data(found)
    rows = np.arange(len(found.rows))
    plain = Fitted(data, rows, vectors=False)
    of_signs, signs_bias = plain.table("signs")
    model = TopicModel(
        format=FORMAT,
        name="topics",
        version=version,
        profile=found.profile.id,
        trained_on=dict(sorted(Counter(topic for row in found.rows for topic in row.topics).items())),
        topics=data.topics,
        usual=tuple(round(float(each), 4) for each in plain.usual),
        signs=data.names,
        of_signs=of_signs,
        signs_bias=signs_bias,
        plain=plain.pooled(),
    )
    return _with_vectors(model, data, rows) if data.typical is not None else model


def _with_vectors(model: TopicModel, data: Data, rows: Ints) -> TopicModel:
    fitted = Fitted(data, rows, vectors=True)
    assert data.typical is not None
    of_vector, bias = fitted.table("vector")
    return msgspec.structs.replace(
        model,
        of_vector=of_vector,
        vector_bias=bias,
        typical=packed(data.typical.tolist()),
        typical_mean=tuple(round(float(each), 5) for each in fitted.typical_mean),
        typical_spread=tuple(round(float(each), 5) for each in fitted.typical_spread),
        with_vectors=fitted.pooled(),
    )


def left_out(found: Labels, *, vectors: bool) -> tuple[Table, ...]:
    """The tables with each outlet judged by a model that was trained, and whose threshold was chosen, without it."""
    data = _data(found)
    odds, limits = unseen_odds(data, [row.outlet for row in found.rows], vectors=vectors)
    measured = [number for number, row in enumerate(found.rows) if row.outlet is not None]
    said = named(odds, limits[:, None], AT_LEAST)
    rows = [
        (found.rows[n], {data.topics[t]: _why(found.rows[n], odds[n, t]) for t in np.flatnonzero(said[n])})
        for n in measured
    ]
    return tables(rows, f"one outlet left out, {'with' if vectors else 'without'} vectors")


def unseen_odds(data: Data, outlets: Sequence[str | None], *, vectors: bool) -> tuple[Floats, Floats]:
    """The log-odds of each row by a model without its outlet, and that model's threshold.

    A text of ours that retells a text of the outlet is left out with it, so that the figure is not our memory's.
    """
    folds = np.array(folds_of([outlet or "" for outlet in outlets]))
    odds, limits = np.zeros(data.y.shape), np.zeros(len(folds))
    for fold in sorted(set(folds[~data.own])):
        test = np.flatnonzero((folds == fold) & ~data.own)
        train = np.flatnonzero(((folds != fold) | data.own) & ~data.retold(test))
        fitted = Fitted(data, train, vectors=vectors)
        odds[test], limits[test] = fitted.log_odds(test), fitted.named_from
    return odds, limits


def _data(found: Labels) -> Data:
    topics = sorted(found.profile.topics)
    return Data(found.examples, topics, np.array(found.typical) if found.typical else None)


class _Sight(NamedTuple):
    """What examples are read with."""

    signs: Signs
    hints: Hints
    topics: tuple[str, ...]
    reader: Reader
    embed: Embed | None


def _example(row: Labelled, sight: _Sight) -> Example:
    reading = sight.reader.read(visible(row.title) if row.title else None, visible(row.text or ""))
    seen = sight.signs.read(reading.title, reading.text)
    return Example(
        id=row.id,
        outlet=row.outlet or "",
        topics=row.topics,
        signs=seen.values(),
        shapes=shapes(seen, sight.topics, {topic: tuple(groups) for topic, groups in sight.hints.hints.items()}),
        vector=sight.embed(opening_text(reading)) if sight.embed else [],
    )


class _Own(msgspec.Struct, frozen=True):
    title: str
    text: str = ""
    relevant: bool = True
    topics: tuple[str, ...] = ()


def _own(path: Path) -> Iterator[Labelled]:
    """The relevant texts of a file of ours that say their topics."""
    lines = path.read_bytes().splitlines() if path.exists() else []
    for number, line in enumerate(lines):
        each = msgspec.json.decode(line, type=_Own)
        if each.relevant and each.topics:
            yield Labelled(id=f"{path.stem}-{number}", topics=each.topics, title=each.title, text=each.text)


def _mean(vectors: Sequence[Sequence[float]]) -> list[float]:
    return [sum(numbers) / len(vectors) for numbers in zip(*vectors, strict=True)]


def _why(row: Labelled, odds: float) -> str:
    return f"{odds:+.2f} {row.title or (row.text or '')[:80]}"
