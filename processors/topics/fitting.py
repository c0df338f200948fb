"""Fitting the topic model (needs scikit-learn): a regression a topic, then one over all topics together.

The second step learns from what the first says of outlets that it has not seen (inner folds by outlet), as in stacked
generalisation (Wolpert 1992).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from processors.topics.model import Pooled, Table, packed
from processors.topics.weighing import LOWEST, likenesses, standing

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STRENGTH = {"signs": 2.0, "vector": 25.0, "second": 0.1}
FOLDS = 5
LEAST = 2
LEAST_SPREAD = 1e-3
RETOLD = 0.90
"""The cosine from which a text of ours is as near to a labelled one as two reports of one event are."""


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A text as the model sees it. `outlet` "" is our own writing: it is trained on and never measured."""

    id: str
    outlet: str
    topics: tuple[str, ...]
    signs: dict[str, float]
    shapes: list[dict[str, float]]
    vector: list[float] = []


class Data:
    """Examples as matrices; `typical`: the vector that stands for each topic, if there are vectors."""

    def __init__(self, examples: Sequence[Example], topics: Sequence[str], typical: Floats | None) -> None:
        self.topics = tuple(topics)
        self.names = tuple(sorted({name for each in examples for name in each.signs}))
        self.signs = sparse.csr_matrix([[each.signs.get(name, 0.0) for name in self.names] for each in examples])
        self.vectors: Floats | None = None if typical is None else np.array([each.vector for each in examples])
        self.typical = typical
        self.shapes = [each.shapes for each in examples]
        self.y: Ints = np.array([[topic in each.topics for topic in topics] for each in examples], dtype=np.int64)
        self.outlets = np.array([each.outlet or each.id for each in examples])
        self.own: NDArray[np.bool_] = np.array([not each.outlet for each in examples])

    def retold(self, rows: Ints) -> NDArray[np.bool_]:
        """Which texts of ours are as near to one of `rows` as a second report of it: left out when those are judged."""
        if self.vectors is None or not len(rows):
            return np.zeros(len(self.own), dtype=np.bool_)
        nearest: Floats = (self.vectors @ self.vectors[rows].T).max(1)
        return self.own & (nearest >= RETOLD)

    def of(self, member: str) -> Any:
        if member == "vector":
            assert self.vectors is not None
            return self.vectors
        return self.signs


class First:
    """One regression a topic; a topic with less than two texts to learn from has none."""

    def __init__(self, data: Data, member: str, train: Ints) -> None:
        inputs = data.of(member)
        self.weights = np.zeros((len(data.topics), inputs.shape[1]))
        self.bias = np.full(len(data.topics), LOWEST)
        for number in np.flatnonzero(data.y[train].sum(0) >= LEAST):
            model = _regression(member).fit(inputs[train], data.y[train, number])
            self.weights[number], self.bias[number] = model.coef_[0], model.intercept_[0]

    def odds(self, inputs: Any) -> Floats:
        found: Floats = np.maximum(inputs @ self.weights.T + self.bias, LOWEST)
        return found


class Fitted:
    """Both steps fitted on `train`; `log_odds` of any rows.

    The threshold is that of the texts that are not ours, if there are any: ours are shorter and plainer.
    """

    def __init__(self, data: Data, train: Ints, *, vectors: bool) -> None:
        self._data, self._vectors = data, vectors
        self.members = {name: First(data, name, train) for name in ("signs", *(["vector"] if vectors else []))}
        positive = data.y[train].sum(0)
        self.usual: Floats = np.log((positive + 0.5) / (len(train) - positive + 0.5))
        if vectors:
            products = self._products(train)
            self.typical_mean, self.typical_spread = products.mean(0), np.maximum(products.std(0), LEAST_SPREAD)
        figures = self._figures(train, {name: _unseen(data, name, train) for name in self.members})
        self._names = sorted({name for row in figures for each in row for name in each})
        inputs = self._matrix(figures)
        self._spread = inputs.std(0) + 1e-6
        self._second = _regression("second").fit(inputs / self._spread, data.y[train].ravel())
        measured = data.own[train] == data.own[train].all()
        self.named_from = best_threshold(self._of(figures)[measured], data.y[train][measured])

    def log_odds(self, rows: Ints) -> Floats:
        firsts = {name: member.odds(self._data.of(name)[rows]) for name, member in self.members.items()}
        return self._of(self._figures(rows, firsts))

    def pooled(self) -> Pooled:
        weights = self._second.coef_[0] / self._spread
        return Pooled(
            bias=round(float(self._second.intercept_[0]), 5),
            weights={name: round(float(each), 5) for name, each in zip(self._names, weights, strict=True)},
            named_from=round(self.named_from, 3),
        )

    def table(self, member: str) -> tuple[Table, tuple[float, ...]]:
        """The weights and biases of a member."""
        first = self.members[member]
        return packed(first.weights.tolist()), tuple(round(float(each), 4) for each in first.bias)

    def _of(self, figures: list[list[dict[str, float]]]) -> Floats:
        odds: Floats = self._second.decision_function(self._matrix(figures) / self._spread)
        return odds.reshape(len(figures), -1)

    def _figures(self, rows: Ints, firsts: dict[str, Floats]) -> list[list[dict[str, float]]]:
        """What the second step sees of each topic of each row."""
        found = []
        products = self._products(rows) if self._vectors else None
        for place, row in enumerate(rows):
            parts = [[{"usual": float(each)} for each in self.usual], self._data.shapes[row]]
            parts += [standing(name, odds[place].tolist()) for name, odds in firsts.items()]
            if products is not None:
                like = likenesses(products[place].tolist(), self.typical_mean.tolist(), self.typical_spread.tolist())
                parts.append(standing("likeness", like))
            found.append(
                [{k: v for each in each_topic for k, v in each.items()} for each_topic in zip(*parts, strict=True)]
            )
        return found

    def _products(self, rows: Ints) -> Floats:
        assert self._data.vectors is not None and self._data.typical is not None
        found: Floats = self._data.vectors[rows] @ self._data.typical.T
        return found

    def _matrix(self, figures: list[list[dict[str, float]]]) -> Floats:
        return np.array([[each.get(name, 0.0) for name in self._names] for row in figures for each in row])


def _unseen(data: Data, member: str, train: Ints) -> Floats:
    """What the member says of each training row when the row's outlet, and what retells it, was kept from it."""
    odds = np.zeros((len(train), len(data.topics)))
    for seen, kept in GroupKFold(FOLDS).split(train, groups=data.outlets[train]):
        rows, tested = train[seen], train[kept]
        rows = rows[~data.retold(tested[~data.own[tested]])[rows]]
        odds[kept] = First(data, member, rows).odds(data.of(member)[tested])
    return odds


def named(odds: Floats, named_from: float | Floats, at_least: float) -> Ints:
    """Which topics a text gets: those above the threshold, and the best one if it is above `at_least`."""
    found: Ints = np.where((odds >= named_from) | ((odds == odds.max(1, keepdims=True)) & (odds >= at_least)), 1, 0)
    return found


def best_threshold(odds: Floats, y: Ints) -> float:
    """That of the best micro-F1 on these rows."""

    def f1(limit: float) -> float:
        said = named(odds, limit, -99.0)
        return float(2 * (said & y).sum() / (said.sum() + y.sum()))

    return float(max(np.arange(-1.5, 0.51, 0.1), key=f1))


def _regression(step: str) -> Any:
    """The solver by shape: on the dense vectors L-BFGS is six times as quick, on sparse signs it is slow."""
    solver = "lbfgs" if step == "vector" else "liblinear"
    return LogisticRegression(C=STRENGTH[step], solver=solver, max_iter=300, random_state=0)
