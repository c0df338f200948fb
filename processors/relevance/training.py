"""Training on labelled texts, and what the same training reaches on sources that it has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import xxhash

from processors.evaluation.relevance import Scored, tables
from processors.evaluation.table import Table
from processors.relevance.examples import Example
from processors.relevance.fitting import Data, Fitted, Floats
from processors.relevance.model import FORMAT, ModelFile

OWN_FOLD = 20
SHARED_FOLDS = 8


def trained(examples: Sequence[Example], profile: str, version: str) -> ModelFile:
    """The model of all examples; the same examples give the same model. With vectors if the examples have them."""
    data = Data(examples)
    rows = np.flatnonzero(data.passed)
    plain = Fitted(data, rows, vectors=False)
    with_vectors = Fitted(data, rows, vectors=True).stack() if data.vectors.shape[1] else None
    return ModelFile(
        format=FORMAT,
        name="masked",
        version=version,
        profile=profile,
        trained_on=dict(sorted(Counter(f"{each.row.lang} {each.row.label}" for each in examples).items())),
        views=plain.views(),
        plain=plain.stack(),
        with_vectors=with_vectors,
    )


def left_out(examples: Sequence[Example], *, vectors: bool) -> tuple[Table, ...]:
    """The tables with each source scored by a model that was trained, and whose threshold was chosen, without it.

    An outlet with 20 texts is a source of its own; the smaller ones are left out in eight groups.
    """
    data = Data(examples)
    folds = np.array(_folds(examples))
    odds: Floats = np.full(len(examples), -30.0)
    limits: Floats = np.zeros(len(examples))
    for fold in sorted(set(folds)):
        train, test = np.flatnonzero((folds != fold) & data.passed), np.flatnonzero((folds == fold) & data.passed)
        fitted = Fitted(data, train, vectors=vectors)
        if len(test):
            odds[test] = fitted.log_odds(test)
        limits[folds == fold] = fitted.relevant_from
    scored = [
        Scored(
            row=each.row, score=float(1 / (1 + np.exp(-odd))), relevant=each.passed and odd >= limit, passed=each.passed
        )
        for each, odd, limit in zip(examples, odds, limits, strict=True)
    ]
    return tables(scored, f"one source left out, {'with' if vectors else 'without'} vectors")


def _folds(examples: Sequence[Example]) -> list[str]:
    outlets = [each.row.outlet or "" for each in examples]
    many = Counter(outlets)
    return [
        each if many[each] >= OWN_FOLD else f"group {xxhash.xxh3_64_intdigest(each.encode()) % SHARED_FOLDS}"
        for each in outlets
    ]
