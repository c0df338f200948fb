"""The topic model at work: the log-odds of each topic of a text."""

from __future__ import annotations

from collections.abc import Sequence

from processors.topics.model import Pooled, Rows, TopicModel
from processors.topics.signs import Hints, Seen
from processors.topics.weighing import LOWEST, likenesses, shapes, standing


class Learned:
    """A model unpacked, made once a process; without `vectors` it takes the weights that need none."""

    def __init__(self, model: TopicModel, hints: Hints, *, vectors: bool) -> None:
        self._model, self.topics = model, model.topics
        self._hints = {topic: tuple(groups) for topic, groups in hints.hints.items()}
        self._columns = {sign: column for column, sign in enumerate(model.signs)}
        count = len(model.topics)
        self._of_signs = Rows(model.of_signs, count)
        self._of_vector = self._typical = None
        self._pooled: Pooled = model.plain
        if vectors and model.with_vectors and model.of_vector and model.typical:
            self._of_vector, self._typical = Rows(model.of_vector, count), Rows(model.typical, count)
            self._pooled = model.with_vectors

    @property
    def needs_vector(self) -> bool:
        return self._typical is not None

    @property
    def named_from(self) -> float:
        return self._pooled.named_from

    def log_odds(self, seen: Seen, vector: Sequence[float] = ()) -> dict[str, float]:
        """Of each topic; `vector` where it is needed."""
        columns = {self._columns[sign]: value for sign, value in seen.values().items() if sign in self._columns}
        figures = [{"usual": usual} for usual in self._model.usual]
        _join(figures, standing("signs", _bounded(self._of_signs.at(columns), self._model.signs_bias)))
        _join(figures, shapes(seen, self.topics, self._hints))
        if self._of_vector is not None and self._typical is not None:
            _join(figures, standing("vector", _bounded(self._of_vector.times(vector), self._model.vector_bias)))
            like = likenesses(self._typical.times(vector), self._model.typical_mean, self._model.typical_spread)
            _join(figures, standing("likeness", like))
        weights = self._pooled.weights
        return {
            topic: self._pooled.bias + sum(weights.get(name, 0.0) * value for name, value in each.items())
            for topic, each in zip(self.topics, figures, strict=True)
        }


def _bounded(products: Sequence[float], bias: Sequence[float]) -> list[float]:
    return [max(LOWEST, product + each) for product, each in zip(products, bias, strict=True)]


def _join(figures: list[dict[str, float]], more: Sequence[dict[str, float]]) -> None:
    for each, others in zip(figures, more, strict=True):
        each.update(others)
