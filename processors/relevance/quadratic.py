"""A quadratic regression on sentence vectors (needs scikit-learn): what their numbers say only together.

A support vector machine with the kernel (x.y + c)^2 on centred vectors is a quadratic form. Only its strongest
directions are kept: the file stays small, and no vector of a text goes into it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.svm import SVC

from processors.relevance.model import OfVector, packed_rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STRENGTH, LINEAR, DIRECTIONS = 10.0, 0.1, 96


class Quadratic:
    """Fitted on the rows of `vectors`: log-odds = bias + linear.x + the sum of weights x (direction.x)^2, x centred."""

    def __init__(self, vectors: Floats, y: Ints) -> None:
        self._centre: Floats = vectors.mean(0)
        x = vectors - self._centre
        machine = SVC(C=STRENGTH, kernel="precomputed").fit((x @ x.T + LINEAR) ** 2, y)
        shares = np.zeros(len(x))
        shares[machine.support_] = machine.dual_coef_[0]
        self._linear: Floats = 2 * LINEAR * (shares @ x)
        self._bias = float(machine.intercept_[0] + LINEAR**2 * shares.sum())
        self._weights, self._directions = _strongest((x * shares[:, None]).T @ x)

    @property
    def bias(self) -> float:
        """That of vectors as they come, not centred."""
        return self._bias - float(self._linear @ self._centre)

    def log_odds(self, vectors: Floats) -> Floats:
        x = vectors - self._centre
        found: Floats = self._bias + x @ self._linear + (x @ self._directions.T) ** 2 @ self._weights
        return found

    def form(self, share: float) -> OfVector:
        """The part of the model file, without `bias`, `share` times."""
        directions, scale = packed_rows(self._directions)
        return OfVector(
            linear=tuple(round(float(each), 4) for each in share * self._linear),
            weights=tuple(round(float(each), 4) for each in share * self._weights),
            offsets=tuple(round(float(each), 5) for each in self._directions @ self._centre),
            directions=directions,
            scale=scale,
        )


def _strongest(form: Floats) -> tuple[Floats, Floats]:
    """The greatest eigenvalues of a symmetric matrix and their directions, of which the longest number is positive."""
    values, columns = np.linalg.eigh(form)
    order = np.argsort(-np.abs(values), kind="stable")[:DIRECTIONS]
    directions: Floats = columns[:, order].T
    signs = np.sign(directions[np.arange(len(directions)), np.abs(directions).argmax(1)])
    return values[order], directions * signs[:, None]
