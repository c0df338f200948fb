"""Who did what to whom: events of both sides in PLOVER's types (Halterman et al. 2023), and the valence they make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from detente.messages import Event, Valence
from detente.profiles import Profile
from processors.reading.features import Reading


class Events:
    """Finds the events of one profile; made once a process, used from one thread."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    def find(self, reading: Reading, published: datetime | None) -> tuple[Event, ...]:
        """Each (type, direction, happening) once, in text order; `published` dates who holds an office."""
        return ()


def valence_of(events: Sequence[Event]) -> Valence | None:
    """The valence that the main events make; None where there are none."""
    return None
