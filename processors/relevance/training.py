"""Training on labelled texts, and what the same training reaches on sources that it has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import xxhash

from detente.profiles import load
from processors.evaluation.relevance import Scored, tables
from processors.evaluation.table import Table
from processors.relevance.cascade import Cascade
from processors.relevance.examples import Example
from processors.relevance.fitting import Data, Members
from processors.relevance.model import FORMAT, ModelFile
from processors.relevance.scorer import clauses_of

OWN_FOLD = 20
SHARED_FOLDS = 8
STOPPED = -30.0
SPORT = -2.0


def at_most(profile: str) -> dict[str, float]:
    """The greatest weight of a figure: words of other subjects never speak for a text, and sport is never the relation.

    The labelled texts are too few to learn that of each: some would even say the contrary, by chance.
    """
    loaded = load(profile)
    vetoes = [f"{name}_in_{where}" for name in loaded.vetoes for where in ("title", "lead")]
    cues = [f"{name}.{where}" for name in clauses_of(loaded).subjects for where in ("title", "lead")]
    return dict.fromkeys([*vetoes, *cues], 0.0) | dict.fromkeys(("sport_in_title", "sport_in_lead"), SPORT)


def trained(examples: Sequence[Example], profile: str, version: str) -> ModelFile:
    """The model of all examples; the same examples give the same model. With vectors if the examples have them."""
    data = Data(examples, at_most(profile))
    cascade = Cascade(data, Members(data, np.flatnonzero(data.passed)))
    counts = Counter("own" if each.own else f"{each.row.lang} {each.row.label}" for each in examples)
    return ModelFile(
        format=FORMAT,
        name="masked",
        version=version,
        profile=profile,
        trained_on=dict(sorted(counts.items())),
        views=cascade.stacks[0].views(),
        stacks=cascade.as_stacks(),
    )


def left_out(examples: Sequence[Example], profile: str) -> tuple[Table, ...]:
    """The tables with each source scored by a model that was trained, and whose threshold was chosen, without it:
    without vectors, then, if the examples have them, with.

    An outlet with 20 texts is a source of its own; the smaller ones are left out in eight groups.
    """
    data = Data(examples, at_most(profile))
    folds = np.array(_folds(examples))
    scored: dict[bool, list[Scored]] = {vectors: [] for vectors in ((False, True) if data.vectors else (False,))}
    for fold in sorted(set(folds[~data.own])):
        cascade = Cascade(data, Members(data, np.flatnonzero(((folds != fold) | data.own) & data.passed)))
        tested = np.flatnonzero((folds == fold) & ~data.own)
        for vectors, found in scored.items():
            odds, relevant = cascade.judged(tested, vectors=vectors)
            found += [_scored(examples[row], *said) for row, *said in zip(tested.tolist(), odds, relevant, strict=True)]
    return tuple(
        table
        for vectors in scored
        for table in tables(scored[vectors], f"one source left out, {'with' if vectors else 'without'} vectors")
    )


def _scored(example: Example, odds: float, relevant: bool) -> Scored:
    return Scored(
        row=example.row,
        score=float(1 / (1 + np.exp(-(odds if example.passed else STOPPED)))),
        relevant=example.passed and bool(relevant),
        passed=example.passed,
    )


def _folds(examples: Sequence[Example]) -> list[str]:
    outlets = [each.row.outlet or "" for each in examples]
    many = Counter(outlets)
    return [
        each if many[each] >= OWN_FOLD else f"group {xxhash.xxh3_64_intdigest(each.encode()) % SHARED_FOLDS}"
        for each in outlets
    ]
