"""An article as the assigner keeps it: sketch, terms and facts, small and without its text."""

from __future__ import annotations

import msgspec


class Doc(msgspec.Struct, frozen=True, kw_only=True):
    """`at` is epoch seconds of the report: when published, else first seen. `sketch` is sorted shingle hashes.

    `terms` weigh words of the text's own language, `facts` what needs no language: actors, names, numbers, topics.
    `meaning` is the packed sentence vector of title and beginning, empty where there are none. `lead` is the hashed
    3-grams of the first sentences; `ordinals` and `numbers` are those of title and lead.
    """

    id: str
    source: str
    family: str
    language: str
    at: float
    sketch: tuple[int, ...]
    terms: dict[str, float]
    facts: dict[str, float]
    lead: frozenset[int]
    meaning: bytes = b""
    title_numbers: frozenset[int] = frozenset()
    ordinals: frozenset[int] = frozenset()
    opinion: bool = False
    past: bool = False
    correction: bool = False
    seed: bool = False
