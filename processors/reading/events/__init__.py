"""Who did what to whom: events of both sides in PLOVER's types (Halterman et al. 2023), and the valence they make.

Title and sentences become rows of parties, deeds and cues (row.py); each deed is cast with a doer and a target by word
order, voice, case and prepositions (roles.py), gets a status (status.py), and is told once (coding.py).
"""

from processors.reading.events.find import Events

__all__ = ["Events"]
