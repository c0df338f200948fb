"""Who said what: speakers, their words, and whom they address."""

from __future__ import annotations

from datetime import datetime

from detente.messages import Statement
from detente.profiles import Profile
from processors.reading.features import Reading


class Statements:
    """Finds the statements of one profile; made once a process, used from one thread."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    def find(self, reading: Reading, published: datetime | None) -> tuple[Statement, ...]:
        """In text order, each with the exact words and the sentence of the attribution."""
        return ()
