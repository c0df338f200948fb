"""The sentence vector that topics are read from."""

from __future__ import annotations

from detente.profiles import Profile
from processors.reading.features import Reader, Reading
from processors.relevance.scorer import clauses_of
from processors.relevance.vectors import Embed
from processors.relevance.views import lead_text, pair_text


class Meaning:
    """The mean of the relevance model's two vectors: they are made by then, and a third costs a tenth of a second."""

    def __init__(self, profile: Profile, reader: Reader) -> None:
        self._reader, self._clauses = reader, clauses_of(profile)

    def of(self, reading: Reading, embed: Embed) -> list[float]:
        """Of length one; that of the beginning alone where nothing holds either side."""
        texts = (lead_text(reading, self._clauses), pair_text(reading, self._reader))
        total = [sum(numbers) for numbers in zip(*(embed(text) for text in texts if text), strict=True)]
        length = sum(number * number for number in total) ** 0.5
        return [number / length for number in total] if length else embed("")
