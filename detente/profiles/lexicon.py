"""How the events of a relation are worded: PLOVER's types, and the patterns of deeds and their cues by language."""

from __future__ import annotations

from typing import Literal

import msgspec

Form = Literal["verb", "feeling", "passive", "noun", "mutual", "words", "ought", "about"]
"""How the parties of a deed stand to its words; the head of `events/en.toml` says what each means."""


class EventType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`speech`: done by saying so, and so done whatever is spoken of. `scores`: those of single CAMEO codes."""

    quad: Literal["V-COOP", "M-COOP", "V-CONF", "M-CONF"]
    score: float
    speech: bool = False
    scores: dict[str, float] = {}


class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The small words around a deed. The first lists hold patterns, the others single words."""

    negation: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    hypothetical: tuple[str, ...] = ()
    condition: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    reporting: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    mutually: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()
    third: tuple[str, ...] = ()
    office: tuple[str, ...] = ()
    agent: tuple[str, ...] = ()
    oblique: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    pronoun: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()
    relative: tuple[str, ...] = ()
    joining: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    possessive: tuple[str, ...] = ()
    nominal: tuple[str, ...] = ()
    attribute: tuple[str, ...] = ()


class EventWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language: deeds[type][form][CAMEO code] = patterns."""

    deeds: dict[str, dict[Form, dict[str, tuple[str, ...]]]]
    cues: Cues = Cues()


class ValenceWeights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What evidence speaks for by place and kind; between `mixed_from` and `mixed_to` neither kind prevails."""

    bias: float
    mixed_from: float
    mixed_to: float
    weights: dict[str, dict[str, float]]


class EventLexicon(msgspec.Struct, frozen=True):
    """The types, the words of each language of a profile, and what they say of a text's valence."""

    types: dict[str, EventType]
    valence: ValenceWeights
    words: dict[str, EventWords] = {}
