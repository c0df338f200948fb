"""How surely two documents tell one event: one sum, in log-odds, over what they share and how far apart they came.

The weights are those of a logistic regression on labelled pairs, rounded, and then the best of some hundred near them
on labelled streams (`detente eval stories`); they are the same for every profile.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from operator import mul

import msgspec

from processors.stories.doc import Doc
from processors.stories.facts import cosine

HOUR = 3600.0
SOON = 3.0
"""Hours; reports of one event that come nearer than this are no surer for it."""
FULL = 45
"""Terms from which on a text is long enough to miss terms of the same event."""


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """A log-odds for each whole unit: of a cosine, or of the logarithm of the time between.

    `within` and `across` languages are where it starts; `missing` is the cosine of terms that two full texts of one
    language must reach before their terms speak for them.
    """

    within: float
    across: float
    meaning: float
    terms: float
    missing: float
    facts: float
    facts_across: float
    apart: float


BY_MEANING = Weights(
    within=-4.9, across=-4.35, meaning=13.0, terms=5.0, missing=0.25, facts=2.5, facts_across=2.5, apart=1.5
)
BY_TERMS = Weights(
    within=-3.5, across=-5.3, meaning=0.0, terms=12.0, missing=0.0, facts=3.0, facts_across=16.0, apart=0.9
)
"""Where one of the two has no sentence vector."""
KINDS_ACROSS = 2
"""Without vectors, so many kinds of facts (actors, names, numbers) must be shared across languages."""


class Told(msgspec.Struct, frozen=True):
    """A document with the direction of its meaning, empty where it has none."""

    doc: Doc
    direction: array[float]


def log_odds(one: Told, two: Told) -> float:
    """Above 0: rather one event than two. Minus infinity where nothing can be said."""
    hours = abs(one.doc.at - two.doc.at) / HOUR
    same_language = one.doc.language == two.doc.language
    by_meaning = bool(one.direction and two.direction)
    weights = BY_MEANING if by_meaning else BY_TERMS
    if not by_meaning and not same_language and len(_kinds(one.doc, two.doc)) < KINDS_ACROSS:
        return -math.inf
    odds = weights.within if same_language else weights.across
    odds -= weights.apart * math.log((1 + max(hours, SOON)) / (1 + SOON))
    odds += weights.meaning * alike(one.direction, two.direction)
    odds += (weights.facts if same_language else weights.facts_across) * cosine(one.doc.facts, two.doc.facts)
    return odds + (_of_terms(one.doc, two.doc, weights) if same_language else 0.0)


def _of_terms(one: Doc, two: Doc, weights: Weights) -> float:
    full = min(len(one.terms), len(two.terms)) >= FULL
    return weights.terms * (cosine(one.terms, two.terms) - (weights.missing if full else 0.0))


def alike(one: Sequence[float], two: Sequence[float]) -> float:
    """The cosine of two directions; 0 where there is none."""
    return float(sum(map(mul, one, two)))


def _kinds(one: Doc, two: Doc) -> set[str]:
    """Which kinds of facts are shared: @ actors, ~ names, # numbers."""
    return {key[0] for key in one.facts if key in two.facts} - {"%"}
