"""Stories against labelled events: what `detente cluster --all` makes of a stream, in the order in which it came.

A row is {id, title?, text?, label, lang?, published?, source?}; one whose label is null is clustered with the others
and not measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from detente.config import Config
from detente.errors import UsageError
from processors.clustering import EPOCH, Line, clustered
from processors.evaluation.labelled import lines_of
from processors.evaluation.partitions import Figures, across, cubed, pairwise
from processors.evaluation.table import Table

COLUMNS = ("by", "items", "events", "P", "R", "F1")


class Item(Line, frozen=True, kw_only=True):
    """A line of `cluster`, and the event that readers put it to."""

    label: str | int | None


def evaluate(path: Path, profile: str) -> tuple[Table, ...]:
    """By item, by pair, and by pair across and within languages; UsageError where nothing is labelled."""
    items = sorted(lines_of(path, Item), key=_published)
    labels = {str(each.id): str(each.label) for each in items if each.label is not None}
    if not labels:
        raise UsageError(f"{path}: no item has a label")
    config = msgspec.structs.replace(Config(), profile=profile)
    said = clustered([(_published(each), each) for each in items], config, everything=True)
    found = {str(each["id"]): str(each["story"]) for each in said}
    languages = {str(each.id): each.lang or "" for each in items}
    rows = [_row("B-cubed", labels, cubed(labels, found)), _row("pairs", labels, pairwise(labels, found))]
    if len({languages[each] for each in labels}) > 1:
        rows.append(_row("pairs across languages", labels, across(labels, found, languages)))
    return (Table(f"stories of {len(items)} items", COLUMNS, tuple(rows)), _mistakes(items, labels, found))


def _published(item: Item) -> datetime:
    at = item.published or EPOCH
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def _row(by: str, labels: Mapping[str, str], figures: Figures) -> tuple[str | float, ...]:
    return (by, len(labels), len(set(labels.values())), *figures)


def _mistakes(items: list[Item], labels: Mapping[str, str], found: Mapping[str, str]) -> Table:
    """Every labelled item beside the first of its story that is of another event, or of its event in another story."""
    rows: list[tuple[str, str, str]] = []
    titles = {str(each.id): (each.title or each.text or "")[:90] for each in items}
    seen: list[str] = []
    for each in (str(item.id) for item in items if str(item.id) in labels):
        wrong = next((one for one in seen if (labels[one] == labels[each]) != (found[one] == found[each])), None)
        if wrong is not None:
            kind = "united" if found[wrong] == found[each] else "parted"
            rows.append((kind, titles[wrong], titles[each]))
        seen.append(each)
    return Table("errors: stories", ("mistake", "one", "other"), tuple(rows))
