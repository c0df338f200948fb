"""From a text's signs (and its sentence vector) to the log-odds of each topic: two linear steps.

The first step reads each topic by itself: one weight a sign, one a number of the vector, and how like the vector is
to sentences typical of the topic. The second is the same for all topics, so that a topic with few labels learns from
the others: it weighs the first step's figures, how far each lies before or behind those of the other topics, and
which kind of the topic's words stands where.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from processors.topics.signs import STRONG, WEAK, Seen, often

Odds = Sequence[float]
LOWEST = -6.0


def standing(name: str, odds: Odds) -> list[dict[str, float]]:
    """Each topic's own figure, how far it lies behind the best, and before the best of the others."""
    ranked = sorted(odds, reverse=True)
    best, second = ranked[0], ranked[min(1, len(ranked) - 1)]
    return [
        {name: each, f"{name} behind": each - best, f"{name} ahead": each - (second if each == best else best)}
        for each in odds
    ]


def shapes(seen: Seen, topics: Sequence[str], hints: Mapping[str, Sequence[str]]) -> list[dict[str, float]]:
    """Which kind of each topic's words stands where, and whether another topic's words stand higher."""
    found = [_shape(seen, topic, hints.get(topic, ())) for topic in topics]
    heights = [
        2 * each["strong title"] + each["strong near"] + each["hint title"] + 0.5 * each["hint near"] for each in found
    ]
    for each, place in zip(found, standing("height", heights), strict=True):
        each.update(place)
        each["highest"] = float(place["height behind"] == 0 and place["height"] > 0)
    return found


def _shape(seen: Seen, topic: str, hints: Sequence[str]) -> dict[str, float]:
    strong, weak = seen.of(topic, STRONG), seen.of(topic, WEAK)
    others = [seen.of(topic, name) for name in hints]
    on_top = sum(any(place.where in ("title", "near") for place in places) for places in others)
    return {
        "strong kicker": float(often(strong, "kicker") > 0),
        "strong title": float(often(strong, "title") > 0),
        "strong near": float(often(strong, "near") > 0),
        "strong below": often(strong, "middle", "far"),
        "weak title": often(weak, "title"),
        "weak near": often(weak, "near"),
        "weak below": often(weak, "middle", "far"),
        "hint kicker": max((often(places, "kicker") for places in others), default=0.0),
        "hint title": max((often(places, "title") for places in others), default=0.0),
        "hint near": max((often(places, "near") for places in others), default=0.0),
        "hint below": max((often(places, "middle", "far") for places in others), default=0.0),
        "hint share": on_top / max(1, len(hints)),
    }


def likenesses(products: Odds, means: Odds, spreads: Odds) -> list[float]:
    """How like the text is to each topic's typical sentences, against other texts and against other topics."""
    usual = [(each - mean) / spread for each, mean, spread in zip(products, means, spreads, strict=True)]
    middle = sum(usual) / len(usual)
    return [each - middle for each in usual]
