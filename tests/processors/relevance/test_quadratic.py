"""The quadratic regression: it learns what no linear one can, and the file's form says what was fitted."""

from __future__ import annotations

import numpy as np
import pytest

from processors.relevance.model import VectorWeighing
from processors.relevance.quadratic import DIRECTIONS, Quadratic

WIDTH = 2 * DIRECTIONS
LABELS = np.array([0, 1, 1, 0] * 25)


def corners() -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Points about the corners of a square, of which opposite ones are alike."""
    square = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]] * 25)
    noise = np.random.default_rng(1).normal(0, 0.02, (len(square), WIDTH))
    noise[:, :2] += square
    return noise


def test_it_tells_apart_what_only_two_numbers_together_show() -> None:
    vectors = corners()
    assert ((Quadratic(vectors, LABELS).log_odds(vectors) > 0) == LABELS).all()


def test_the_form_in_the_file_says_what_was_fitted() -> None:
    vectors = corners()
    fitted = Quadratic(vectors, LABELS)
    weighing = VectorWeighing(fitted.form(0.5))
    shown = [0.5 * fitted.bias + weighing.log_odds([float(each) for each in vector]) for vector in vectors]
    assert shown == pytest.approx(0.5 * fitted.log_odds(vectors), abs=0.05)


def test_the_same_vectors_give_the_same_form() -> None:
    vectors = corners()
    one, other = Quadratic(vectors, LABELS).form(1.0), Quadratic(vectors, LABELS).form(1.0)
    assert one == other
    assert len(one.weights) == DIRECTIONS
