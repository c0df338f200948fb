"""Fitting the model (needs scikit-learn): a stack of regressions that folds into one sum.

Members: a logistic regression over the grams of each view, a quadratic one over the first sentence vector, and one over
the first two. Each predicts sources that it has not seen (inner folds by outlet); a last regression over their log-odds
and the figures weighs and calibrates them (Wolpert 1992, stacked generalisation). Thresholds are chosen on those same
unseen predictions.
The profile's own texts teach the members and neither weigh, calibrate nor choose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from processors.relevance.examples import Example
from processors.relevance.grams import BITS
from processors.relevance.model import Stack, View, packed
from processors.relevance.quadratic import Quadratic

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STRENGTH = {"start": 8.0, "rows": 3.0}
STACK_STRENGTH, FIGURES_IN_STACK = 0.3, 0.3
FOLDS = 4
SMALLEST_SPREAD = 1e-6
UNCERTAIN_RECALL = 0.95


class Data:
    """Examples as matrices. `at_most`: the greatest weight that a figure may have, for those that have one."""

    def __init__(self, examples: Sequence[Example], at_most: Mapping[str, float]) -> None:
        self.y: Ints = np.array([each.relevant for each in examples], dtype=np.int64)
        self.passed = np.array([each.passed for each in examples])
        self.own = np.array([each.own for each in examples])
        self.outlets = np.array([each.row.outlet or "" for each in examples])
        self.views: dict[str, Any] = {
            name: _matrix([each.grams.get(name, {}) for each in examples]) for name in STRENGTH
        }
        self.names = sorted({name for each in examples for name in each.numbers})
        numbers = np.array([[each.numbers.get(name, 0.0) for name in self.names] for each in examples])
        self.at_most: Floats = np.array([at_most.get(name, np.inf) for name in self.names])
        self.spread = _spread(numbers[self.passed & ~self.own])
        self.figures: Floats = numbers / self.spread
        self.vectors = _columns([each.vectors for each in examples])

    @property
    def members(self) -> tuple[str | int, ...]:
        """The views by name, and the first, the first two ... vectors by how many they are."""
        return (*STRENGTH, *range(1, len(self.vectors) + 1))


class Members:
    """Every member fitted on `train`, and what each says of a training row when the row's outlet was kept from it."""

    def __init__(self, data: Data, train: Ints) -> None:
        self.real: Ints = train[~data.own[train]]
        self.unseen = {name: _unseen(name, data, train) for name in data.members}
        self.fitted = {name: _member(name, data, train) for name in data.members}


class Fitted:
    """One stack over `members`: log-odds of any row of the data, and the same as what goes into the model file.

    It reads the views and the first so many `vectors`.
    """

    def __init__(self, data: Data, members: Members, vectors: int) -> None:
        self._data, self._vectors = data, vectors
        names: tuple[str | int, ...] = (*STRENGTH, vectors) if vectors else (*STRENGTH,)
        y = data.y[members.real]
        unseen = self._inputs({name: members.unseen[name] for name in names}, members.real)
        last = _regression(STACK_STRENGTH).fit(unseen, y)
        self.unseen: Floats = last.decision_function(unseen)
        self.relevant_from = _best(self.unseen, y)
        self.uncertain_from = min(self.relevant_from, recalling(self.unseen, y == 1, UNCERTAIN_RECALL))
        self.members = {name: members.fitted[name] for name in names}
        self._shares: Floats = last.coef_[0][: len(names)]
        self._bias = float(last.intercept_[0])
        by_figure: Floats = FIGURES_IN_STACK * last.coef_[0][len(names) :] / data.spread
        self._weights: Floats = np.minimum(data.at_most, by_figure)

    def log_odds(self, rows: Ints) -> Floats:
        of_members = np.column_stack([member.log_odds(self._data, rows) for member in self.members.values()])
        found: Floats = of_members @ self._shares + self._data.figures[rows] @ (self._weights * self._data.spread)
        return found + self._bias

    def _inputs(self, odds: Mapping[str | int, Floats], rows: Ints) -> Floats:
        return np.column_stack([*(odds[name][rows] for name in odds), FIGURES_IN_STACK * self._data.figures[rows]])

    def stack(self, unsettled: tuple[float, float] | None) -> Stack:
        """All members folded into one weight a figure and one a view, and what speaks from the vectors."""
        shares = dict(zip(self.members, self._shares, strict=True))
        bias = self._bias + sum(shares[name] * member.bias for name, member in self.members.items())
        by_vector = self.members.get(self._vectors)
        return Stack(
            bias=round(float(bias), 5),
            views={name: round(float(shares[name]), 5) for name in STRENGTH},
            figures={
                name: round(float(weight), 5) for name, weight in zip(self._data.names, self._weights, strict=True)
            },
            vector=by_vector.form(shares[self._vectors]) if isinstance(by_vector, OnVectors) else None,
            relevant_from=chance(self.relevant_from),
            uncertain_from=chance(self.uncertain_from),
            unsettled=unsettled,
        )

    def views(self) -> dict[str, View]:
        return {
            member.name: packed(BITS, member.idf.tolist(), member.weights.tolist())
            for member in self.members.values()
            if isinstance(member, OnGrams)
        }


class OnGrams:
    """A logistic regression over the grams of one view."""

    def __init__(self, name: str, data: Data, train: Ints) -> None:
        self.name = name
        self.idf = _idf(data.views[name][train])
        model = _regression(STRENGTH[name]).fit(self._inputs(data, train), data.y[train])
        self.weights: Floats = model.coef_[0]
        self.bias = float(model.intercept_[0])

    def log_odds(self, data: Data, rows: Ints) -> Floats:
        found: Floats = np.asarray(self._inputs(data, rows) @ self.weights).ravel() + self.bias
        return found

    def _inputs(self, data: Data, rows: Ints) -> Any:
        return _of_length_one(data.views[self.name][rows] @ sparse.diags(self.idf))


class OnVectors:
    """A quadratic regression over the first `count` sentence vectors."""

    def __init__(self, count: int, data: Data, train: Ints) -> None:
        self._count = count
        self._fitted = Quadratic(self._inputs(data, train), data.y[train])
        self.bias, self.form = self._fitted.bias, self._fitted.form

    def log_odds(self, data: Data, rows: Ints) -> Floats:
        return self._fitted.log_odds(self._inputs(data, rows))

    def _inputs(self, data: Data, rows: Ints) -> Floats:
        return np.hstack([vectors[rows] for vectors in data.vectors[: self._count]])


def _member(name: str | int, data: Data, train: Ints) -> OnGrams | OnVectors:
    return OnVectors(name, data, train) if isinstance(name, int) else OnGrams(name, data, train)


def _unseen(name: str | int, data: Data, train: Ints) -> Floats:
    """What the member says of each training row when the row's outlet was kept from it; 0 for the profile's own."""
    odds = np.zeros(len(data.y))
    own, real = train[data.own[train]], train[~data.own[train]]
    for seen, kept in GroupKFold(FOLDS).split(real, groups=data.outlets[real]):
        odds[real[kept]] = _member(name, data, np.concatenate([real[seen], own])).log_odds(data, real[kept])
    return odds


def _regression(strength: float) -> Any:
    return LogisticRegression(C=strength, solver="liblinear", random_state=0)


def _spread(numbers: Floats) -> Floats:
    """Of each figure; 1 for one that no text varies in: it must not outweigh all others where an own text has it."""
    found: Floats = numbers.std(0)
    return np.where(found > SMALLEST_SPREAD, found, 1.0)


def _columns(vectors: Sequence[list[list[float]]]) -> list[Floats]:
    """A matrix for the first vector of all rows, one for the second; a row without any has zeros."""
    some = next((each for each in vectors if each), [])
    return [
        np.array([each[place] if each else [0.0] * len(numbers) for each in vectors])
        for place, numbers in enumerate(some)
    ]


def _matrix(rows: Sequence[dict[int, float]]) -> Any:
    buckets = np.array([bucket for row in rows for bucket in row], dtype=np.int64)
    values = np.array([value for row in rows for value in row.values()])
    ends = np.cumsum([0, *(len(row) for row in rows)])
    return sparse.csr_matrix((values, buckets, ends), shape=(len(rows), 1 << BITS))


def _idf(rows: Any) -> Floats:
    times = np.asarray((rows > 0).sum(0)).ravel()
    found: Floats = np.log((1 + rows.shape[0]) / (1 + times)) + 1
    return found


def _of_length_one(rows: Any) -> Any:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(1)).ravel())
    return sparse.diags(1 / np.maximum(lengths, 1e-9)) @ rows


def _best(odds: Floats, y: Ints) -> float:
    """The threshold with the best F1 for calibrated odds: half of the best F1 (Lipton et al., 2014).

    The one that happened to be best on the training set is a matter of chance, and moves with every text.
    """
    order = np.argsort(-odds, kind="stable")
    hits = np.cumsum(y[order])
    f1 = float(np.max(2 * hits / (np.arange(1, len(order) + 1) + y.sum())))
    return float(np.log(f1 / (2 - f1)))


def recalling(odds: Floats, wanted: NDArray[np.bool_], share: float) -> float:
    """The highest threshold that keeps this share of the wanted."""
    return float(np.quantile(odds[wanted], 1 - share))


def chance(odds: float) -> float:
    """The probability, as model files hold it."""
    return round(float(1 / (1 + np.exp(-odds))), 4)
