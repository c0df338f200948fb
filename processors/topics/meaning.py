"""The sentence vector that topics are read from."""

from __future__ import annotations

from detente.profiles import Profile
from processors.reading.features import Reading
from processors.relevance.scorer import clauses_of
from processors.relevance.vectors import Embed
from processors.relevance.views import lead_text


class Meaning:
    """The relevance model's first vector: it is made by then, and another would cost a tenth of a second."""

    def __init__(self, profile: Profile) -> None:
        self._clauses = clauses_of(profile)

    def of(self, reading: Reading, embed: Embed) -> list[float]:
        return embed(lead_text(reading, self._clauses))
