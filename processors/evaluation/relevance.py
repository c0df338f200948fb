"""How well relevance is judged on labelled texts: per language, per source, full and short apart, and every mistake.

Positives against hard negatives give F1 and average precision; borderline texts are in neither. Easy negatives
measure the gate: it must pass every positive and few of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from detente.profiles import load
from processors.evaluation.labelled import Labelled, read
from processors.evaluation.table import Table
from processors.prefilter import visible
from processors.reading.features import Reader, Reading
from processors.relevance.scorer import scorer_of

COLUMNS = ("which", "texts", "relevant", "precision", "recall", "F1", "AP")
LARGE = ("en", "ru")
LEAST = 10


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled text and its verdict; `passed`: the gate let it through. What it did not has score 0."""

    row: Labelled
    score: float
    relevant: bool
    passed: bool
    evidence: str = ""


def evaluate(path: Path, profile: str = "us-russia") -> tuple[Table, ...]:
    """The tables of the profile's own scorer on the rows of `path`; in-sample where it was trained on them."""
    loaded = load(profile)
    reader = Reader(loaded)
    scorer = scorer_of(loaded, reader)
    found: list[Scored] = []
    for row in read(path):
        reading = reader.read(visible(row.title) if row.title else None, visible(row.text or ""))
        if not reader.gate(reading):
            found.append(Scored(row=row, score=0.0, relevant=False, passed=False, evidence="stopped by the gate"))
            continue
        if row.label not in ("positive", "hard_negative"):
            found.append(Scored(row=row, score=0.0, relevant=False, passed=True))
            continue
        scored = scorer.score(reading)
        why = ", ".join(f"{name} {weight:+.2f}" for name, weight in scored.features[:4])
        relevant = scored.band == "relevant"
        evidence = f"{_shown(reading)} [{why}]"
        found.append(Scored(row=row, score=scored.probability, relevant=relevant, passed=True, evidence=evidence))
    return (*tables(found, f"the shipped model ({scorer.name} {scorer.version})"), gate(found), errors(found))


def tables(scored: Sequence[Scored], how: str) -> tuple[Table, ...]:
    """F1 and average precision of all, by language and length, and by source; recall of hard negatives by kind."""
    rows = [each for each in scored if each.row.label in ("positive", "hard_negative")]
    languages = sorted({each.row.lang or "?" for each in rows})
    parts: list[tuple[str, Callable[[Scored], bool]]] = [("all", lambda _: True)]
    parts += [(name, lambda each, name=name: (each.row.lang or "?") == name) for name in languages]  # type: ignore[misc]
    parts += [
        ("neither en nor ru", lambda each: each.row.lang not in LARGE),
        ("full texts", lambda each: each.row.text_kind == "full"),
        ("short texts", lambda each: each.row.text_kind != "full"),
    ]
    sources = sorted({each.row.outlet or "?" for each in rows})
    many = [name for name in sources if sum((each.row.outlet or "?") == name for each in rows) >= LEAST]
    return (
        Table(f"relevance, {how}", COLUMNS, _lines(rows, parts), notes=_calibration(rows)),
        Table(
            f"relevance by source, {how}",
            COLUMNS,
            _lines(rows, [(name, lambda each, name=name: (each.row.outlet or "?") == name) for name in many]),  # type: ignore[misc]
            notes=(f"sources with {LEAST} texts or more; {len(sources) - len(many)} smaller ones are not shown",),
        ),
        _confusion(rows, how),
    )


def _lines(
    rows: Sequence[Scored], parts: Iterable[tuple[str, Callable[[Scored], bool]]]
) -> tuple[tuple[object, ...], ...]:
    return tuple(
        (name, len(some), *_figures(some))
        for name, some in ((n, [r for r in rows if ok(r)]) for n, ok in parts)
        if some
    )


def _figures(rows: Sequence[Scored]) -> tuple[object, ...]:
    positives = sum(each.row.label == "positive" for each in rows)
    said = sum(each.relevant for each in rows)
    hits = sum(each.relevant and each.row.label == "positive" for each in rows)
    precision, recall = hits / said if said else 0.0, hits / positives if positives else 0.0
    f1 = 2 * hits / (said + positives) if said + positives else 0.0
    return positives, round(precision, 3), round(recall, 3), round(f1, 3), round(average_precision(rows), 3)


def average_precision(rows: Sequence[Scored]) -> float:
    """The mean of the precision at each relevant text, the surest first; equal scores count as one step."""
    hits = seen = 0
    total = 0.0
    by_score: dict[float, list[bool]] = {}
    for each in rows:
        by_score.setdefault(each.score, []).append(each.row.label == "positive")
    for score in sorted(by_score, reverse=True):
        more = sum(by_score[score])
        hits, seen = hits + more, seen + len(by_score[score])
        total += more * hits / seen
    return total / hits if hits else 0.0


def _calibration(rows: Sequence[Scored]) -> tuple[str, ...]:
    """What share is relevant among texts of about one probability."""
    found = []
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        some = [r for r in rows if r.passed and low <= r.score < (low + 0.2 if low < 0.8 else 1.01)]
        if some:
            mean, share = (
                sum(r.score for r in some) / len(some),
                sum(r.row.label == "positive" for r in some) / len(some),
            )
            found.append(f"{mean:.2f}->{share:.2f} ({len(some)})")
    return (f"calibration (mean probability -> share relevant): {', '.join(found)}",)


def _confusion(rows: Sequence[Scored], how: str) -> Table:
    negatives = [each for each in rows if each.row.label == "hard_negative"]
    kinds = sorted({each.row.subtype or "?" for each in negatives})
    lines = []
    for kind in kinds:
        some = [each for each in negatives if (each.row.subtype or "?") == kind]
        wrong = sum(each.relevant for each in some)
        lines.append((kind, len(some), sum(each.passed for each in some), wrong, round(wrong / len(some), 3)))
    title = f"hard negatives by kind, {how}"
    return Table(title, ("kind", "texts", "passed the gate", "called relevant", "share"), tuple(lines))


def gate(scored: Sequence[Scored]) -> Table:
    """What share of each label the gate lets through."""
    labels = sorted({each.row.label for each in scored})
    lines = []
    for label in labels:
        some = [each for each in scored if each.row.label == label]
        passed = sum(each.passed for each in some)
        lines.append((label, len(some), passed, round(passed / len(some), 4)))
    return Table("the gate", ("label", "texts", "passed", "share"), tuple(lines))


def errors(scored: Sequence[Scored]) -> Table:
    """Every mistake, the surest first."""
    wrong = [
        each
        for each in scored
        if each.row.label in ("positive", "hard_negative") and each.relevant != (each.row.label == "positive")
    ]
    wrong.sort(key=lambda each: (-abs(each.score - 0.5), each.row.id))
    return Table(
        "errors of relevance",
        ("id", "label", "kind", "score", "title", "evidence"),
        tuple((r.row.id, r.row.label, r.row.subtype or "", r.score, r.row.title or "", r.evidence) for r in wrong),
    )


def _shown(reading: Reading) -> str:
    """The first sentence that holds both sides, cut."""
    if not reading.pairs:
        return "no sentence holds both sides"
    start, end = reading.pairs[0]
    return " ".join(reading.text[start : min(end, start + 160)].split())
