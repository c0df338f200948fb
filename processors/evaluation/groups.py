"""Near-duplicate groups against labelled copies: pairwise and B-cubed figures, and how many of each kind of edit join.

A row is {text, label, lvl?, ts?, source?}: copies share a label, `lvl` says how the text was edited, `ts` is in days.
"""

from __future__ import annotations

import lzma
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import msgspec

from detente.errors import UsageError
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
    rows = sorted(_rows(path), key=lambda row: row.ts)
    found = grouped(rows)
    labels = dict(enumerate(row.label for row in rows))
    pairwise = (*_shares(*_pairs(labels, found)), "pairs")
    cubed = (*_shares(*_cubed(labels, found)), "B-cubed")
    return (
        Table(
            "near-duplicate groups", ("by", "P", "R", "F1"), tuple((each[-1], *each[:-1]) for each in (pairwise, cubed))
        ),
        _by_edit(rows, found),
    )


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


def _pairs(labels: Mapping[int, int | str], found: Mapping[int, str]) -> tuple[float, float]:
    """(precision, recall) over pairs of rows."""

    def pairs(counts: Mapping[object, int]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    both = pairs(Counter((labels[each], found[each]) for each in labels))
    return both / max(1, pairs(Counter(found.values()))), both / max(1, pairs(Counter(labels.values())))


def _cubed(labels: Mapping[int, int | str], found: Mapping[int, str]) -> tuple[float, float]:
    """(precision, recall) a row (Bagga and Baldwin, 1998)."""
    both = Counter((labels[each], found[each]) for each in labels)
    by_label, by_group = Counter(labels.values()), Counter(found.values())
    shared = [(both[labels[each], found[each]], by_group[found[each]], by_label[labels[each]]) for each in labels]
    return tuple(sum(row[0] / row[n] for row in shared) / max(1, len(shared)) for n in (1, 2))  # type: ignore[return-value]


def _shares(precision: float, recall: float) -> tuple[float, float, float]:
    both = precision + recall
    return round(precision, 3), round(recall, 3), round(2 * precision * recall / both, 3) if both else 0.0


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


def _rows(path: Path) -> list[Copy]:
    decoder = msgspec.json.Decoder(Copy, strict=False)
    with lzma.open(path, "rb") if path.suffix == ".xz" else path.open("rb") as lines:
        found = []
        for number, line in enumerate(lines, 1):
            try:
                found.append(decoder.decode(line))
            except msgspec.DecodeError as error:
                raise UsageError(f"{path}:{number}: {error}") from error
    return found
