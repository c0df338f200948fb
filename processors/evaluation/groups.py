"""Near-duplicate groups against labelled copies: pairwise and B-cubed figures, and how many of each kind of edit join.

A row is {text, label, lvl?, ts?, source?}: copies share a label, `lvl` says how the text was edited, `ts` is in days.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import msgspec

from processors.evaluation.labelled import lines_of
from processors.evaluation.partitions import cubed, pairwise
from processors.evaluation.table import Table
from processors.stories.doc import Doc
from processors.stories.groups import Groups
from processors.stories.shingles import sketch

DAY = 86400.0


class Copy(msgspec.Struct, frozen=True):
    """A labelled text; without a source each is of its own."""

    text: str
    label: int | str
    lvl: int | None = None
    ts: float = 0.0
    source: str | None = None


def evaluate(path: Path, profile: str) -> tuple[Table, ...]:
    """The figures of the rules that the stories stage groups copies by; they are the same for every profile."""
    rows = sorted(lines_of(path, Copy), key=lambda row: row.ts)
    found = grouped(rows)
    labels = {place: str(row.label) for place, row in enumerate(rows)}
    figures = (("pairs", *pairwise(labels, found)), ("B-cubed", *cubed(labels, found)))
    return Table("near-duplicate groups", ("by", "P", "R", "F1"), figures), _by_edit(rows, found)


def grouped(rows: Sequence[Copy]) -> dict[int, str]:
    """The group of each row, by its place."""
    groups, found = Groups(), dict[int, str]()
    for place, row in enumerate(rows):
        doc = Doc(
            id=str(place),
            source=row.source or str(place),
            family="",
            language="",
            at=row.ts * DAY,
            sketch=sketch(row.text),
            terms={},
            facts={},
            lead=frozenset(),
        )
        found[place] = groups.place(doc) or doc.id
        groups.add(doc, found[place])
    return found


def _by_edit(rows: Sequence[Copy], found: Mapping[int, str]) -> Table:
    members: dict[int | str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        members[row.label].append(place)
    counts: dict[int, Counter[bool]] = defaultdict(Counter)
    for places in members.values():
        for one, other in combinations(places, 2):
            most = max(rows[one].lvl or 0, rows[other].lvl or 0)
            counts[most][found[one] == found[other]] += 1
    lines = tuple(
        (level, count.total(), count[True], round(count[True] / count.total(), 3))
        for level, count in sorted(counts.items())
    )
    return Table("pairs by how much the more edited text was edited", ("level", "pairs", "joined", "share"), lines)
