"""Figures of a reading that say who acts on whom and how much of the text it fills; each about 0..1, with a name."""

from __future__ import annotations

import math
from collections.abc import Sequence

from processors.reading.features import Reading, within
from processors.relevance.clauses import Clauses, Mark, acts, nearest

LEAD = 500
TEXT = 4000
CUES = 1200


def figures(reading: Reading, clauses: Clauses) -> dict[str, float]:
    """Name and value; what is 0 is left out."""
    title = clauses.marks(reading.title, reading.title_mentions, 0, len(reading.title))
    lead = clauses.marks(reading.text, reading.mentions, 0, LEAD)
    whole = clauses.marks(reading.text, reading.mentions, 0, TEXT)
    rows = [clauses.marks(reading.text, reading.mentions, *span) for span in reading.pairs[:12]]
    found = {
        **_of_row("title", title),
        **_of_row("lead", lead),
        **_of_row("all", whole),
        **_of_pairs(reading, rows),
        **_of_places(reading, title),
        **_of_cues(reading, clauses),
    }
    rounded = {name: round(float(value), 4) for name, value in found.items()}
    return {name: value for name, value in rounded.items() if value}


def _of_row(name: str, row: Sequence[Mark]) -> dict[str, float]:
    counts = {sign: sum(mark.sign == sign for mark in row) for sign in ("1", "2", "12", "3", "+", "-")}
    first, second = counts["1"] + counts["12"], counts["2"] + counts["12"]
    parties = first + second + counts["3"]
    order = [mark.sign for mark in row if mark.sign in ("1", "2", "12", "3")]
    return {
        f"{name}.acts": acts(row),
        f"{name}.near": math.exp(-nearest(row) / 40),
        f"{name}.third": min(1.0, counts["3"] / 3),
        f"{name}.third_share": counts["3"] / parties if parties else 0.0,
        f"{name}.balance": min(first, second) / max(1, first, second),
        f"{name}.share_1": first / parties if parties else 0.0,
        f"{name}.share_2": second / parties if parties else 0.0,
        f"{name}.warm": min(1.0, counts["+"] / 3),
        f"{name}.cold": min(1.0, counts["-"] / 3),
        f"{name}.third_begins": order[:1] == ["3"],
        f"{name}.first_two": "12" in order[:2] or set(order[:2]) == {"1", "2"},
        f"{name}.compound": counts["12"] > 0,
    }


def _of_pairs(reading: Reading, rows: Sequence[Sequence[Mark]]) -> dict[str, float]:
    """Of the sentences that hold both sides."""
    naming = sum(bool(within(reading.mentions, span)) for span in reading.sentences)
    acting = sum(acts(row) for row in rows)
    alone = sum(not any(mark.sign == "3" for mark in row) for row in rows)
    place = next((n for n, span in enumerate(reading.sentences) if reading.pairs and span == reading.pairs[0]), 99)
    return {
        "pairs.of_naming": len(reading.pairs) / max(2, naming),
        "pairs.acting": min(1.0, acting / 3),
        "pairs.acting_share": acting / max(2, len(rows)),
        "pairs.alone": min(1.0, alone / 3),
        "pairs.alone_share": alone / max(2, len(rows)),
        "pairs.first_place": math.exp(-place / 4),
        "pairs.near": max((math.exp(-nearest(row) / 40) for row in rows), default=0.0),
    }


def _of_cues(reading: Reading, clauses: Clauses) -> dict[str, float]:
    """Words of other subjects, in the title and in the beginning."""
    title, lead = clauses.cues(reading.title), clauses.cues(reading.text[:CUES])
    return {
        **{f"{name}.title": min(1.0, count / 2) for name, count in title.items()},
        **{f"{name}.lead": min(1.0, count / 4) for name, count in lead.items()},
    }


def _of_places(reading: Reading, title: Sequence[Mark]) -> dict[str, float]:
    """Where the sides first stand, counted from the title's start, and how long the text is."""
    offset = len(reading.title)
    seen = {mark.sign for mark in title}
    near = {sign for mark in title for sign in (("1", "2") if mark.sign == "12" else (mark.sign,))}
    return {
        "place.title_none": not seen & {"1", "2", "12"},
        "place.title_1": "1" in near and "2" not in near,
        "place.title_2": "2" in near and "1" not in near,
        "place.title_both": {"1", "2"} <= near,
        "place.length": min(1.0, math.log1p(len(reading.text)) / 9),
        "place.no_text": len(reading.text) < 10,
        "place.no_title": offset == 0,
    }
