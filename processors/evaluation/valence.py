"""The valence of texts against labels: right or wrong, and the F1 of those that are plainly the one or the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from processors.evaluation.labelled import Labelled
from processors.evaluation.table import Table
from processors.reading.judge import Judge

PURE = ("cooperative", "conflictual")


class Pair(NamedTuple):
    """What a text in `lang` is, and what it was judged."""

    lang: str
    label: str | None
    judged: str | None


def of_gold(pairs: Sequence[Pair]) -> Table:
    """Accuracy over all and by language."""
    langs = sorted({each.lang for each in pairs})
    parts = [("all", pairs), *((lang, [each for each in pairs if each.lang == lang]) for lang in langs)]
    rows = tuple((part, len(some), round(_right(some) / max(1, len(some)), 3)) for part, some in parts)
    return Table("valence of the gold texts", ("part", "texts", "accuracy"), rows)


def of_positives(rows: Iterable[Labelled], judge: Judge) -> Table:
    """Of all labelled positives: accuracy, F1 of each class, and that of the two plain classes among their texts."""
    labelled = [row for row in rows if row.valence is not None]
    pairs = [
        Pair(row.lang or "", row.valence, judge.judge(row.title, row.text or "", full=True).valence) for row in labelled
    ]
    pure = [each for each in pairs if each.label in PURE]
    found = [(name, "all", *f1(pairs, name)) for name in (*PURE, "mixed", "neutral")]
    found += [(name, "plainly cooperative or conflictual", *f1(pure, name)) for name in PURE]
    note = f"accuracy {_right(pairs) / max(1, len(pairs)):.3f} of {len(pairs)} texts"
    return Table("valence of the positives", ("valence", "among", "texts", "judged", "F1"), tuple(found), (note,))


def f1(pairs: Sequence[Pair], name: str) -> tuple[int, int, float]:
    """(texts that are it, texts judged it, F1)."""
    count = Counter((each.label == name, each.judged == name) for each in pairs)
    hit, missed, extra = count[True, True], count[True, False], count[False, True]
    return hit + missed, hit + extra, round(2 * hit / max(1, 2 * hit + missed + extra), 3)


def _right(pairs: Sequence[Pair]) -> int:
    return sum(each.label == each.judged for each in pairs)
