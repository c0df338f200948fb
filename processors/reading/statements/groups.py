"""Several persons who are named together: "Senators Finch and Moss", "послы Иванов, Петров и Коробов"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from detente.messages import Party
from processors.reading.statements.named import Named

JOINED = re.compile(r"(?:, |,? (?:and|и|та|і|oraz|et|und) )(?:[a-zа-яё]+ ){0,2}")
WORD = re.compile(r"\w{4,}")
SAME = 4
"""Letters that a role has in common in singular and plural, in all cases."""


class Group(NamedTuple):
    """Those who were named together, and the beginnings of the words around their names."""

    parties: tuple[Party, Party]
    words: frozenset[str]


def group(text: str, start: int, end: int, people: Sequence[Named]) -> Group | None:
    """The first two who are named together in `text[start:end]`, if there are any."""
    for one, other in pairwise(people):
        joined = JOINED.fullmatch(text, one.end, other.start)
        if joined is not None and isinstance(one.party, Party) and isinstance(other.party, Party):
            words = frozenset(word[:SAME] for word in WORD.findall(text[start:end].lower()))
            return Group((one.party, other.party), words)
    return None
