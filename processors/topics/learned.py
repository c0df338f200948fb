"""The topic model at work: the log-odds of each topic of a text."""

from __future__ import annotations

from collections.abc import Sequence

from detente.profiles import Profile
from processors.relevance.vectors import Embed
from processors.topics.model import Pooled, Rows, TopicModel
from processors.topics.signs import Hints, Seen
from processors.topics.weighing import LOWEST, likenesses, shapes, standing


class Learned:
    """A model unpacked, made once a process; `embed` None takes the weights without vectors."""

    def __init__(self, profile: Profile, model: TopicModel, hints: Hints, embed: Embed | None) -> None:
        self._model, self.topics = model, model.topics
        self._hints = {topic: tuple(groups) for topic, groups in hints.hints.items()}
        self._columns = {sign: column for column, sign in enumerate(model.signs)}
        count = len(model.topics)
        self._of_signs = Rows(model.of_signs, count)
        self._embed = embed if model.with_vectors and model.of_vector and model.typical else None
        self._of_vector = Rows(model.of_vector, count) if self._embed and model.of_vector else None
        self._typical = Rows(model.typical, count) if self._embed and model.typical else None
        with_vectors = model.with_vectors if self._embed else None
        self._pooled: Pooled = with_vectors or model.plain

    @property
    def named_from(self) -> float:
        return self._pooled.named_from

    def log_odds(self, seen: Seen, lead: str) -> dict[str, float]:
        """Of each topic. `lead` is what the sentence vector is of."""
        columns = {self._columns[sign]: value for sign, value in seen.values().items() if sign in self._columns}
        figures = [{"usual": usual} for usual in self._model.usual]
        _join(figures, standing("signs", _bounded(self._of_signs.at(columns), self._model.signs_bias)))
        _join(figures, shapes(seen, self.topics, self._hints))
        if self._embed is not None and self._of_vector is not None and self._typical is not None:
            vector = self._embed(lead)
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
