"""Statements against gold labels: who said what, matched by the speaker and by the words that both have in common.

A label is {speaker, speaker_alt?, verb, kind, words, optional?} of a text as `evaluation.actors` reads them. The
speaker must match and the common words be 60 % of the longer of the two; pieces of one label, or several labels in one
statement, count when together they reach it. An optional label neither counts nor costs, nor does a title that repeats.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from detente.messages import Statement
from detente.profiles import Profile, load
from processors.evaluation import gold
from processors.evaluation.gold import figures, windows
from processors.evaluation.spellings import names_of, same
from processors.evaluation.table import Table
from processors.reading.judge import Judge

COLUMNS = (*gold.COLUMNS, "verb right", "kind right")
ENOUGH = 0.6
WORD = re.compile(r"\w+")


class Label(msgspec.Struct, frozen=True):
    speaker: str
    verb: str
    kind: str
    words: str
    speaker_alt: tuple[str, ...] = ()
    optional: bool = False


class Gold(gold.Window, frozen=True, kw_only=True):
    text_kind: str | None = None
    statements: tuple[Label, ...] = ()


class Pair(NamedTuple):
    """A label and what was found for it; None for what has no counterpart."""

    label: Label | None
    found: Statement | None


def evaluate(path: Path, profile: str) -> tuple[Table, ...]:
    """Precision, recall and F1 over all texts, by language, length and half of the file; then every mistake."""
    read_profile = load(profile)
    judge = Judge(read_profile)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    errors: list[tuple[object, ...]] = []
    for number, (each, text) in enumerate(windows(path, Gold), 1):
        found = judge.judge(each.title, text, full=True).statements
        half = "even lines" if number % 2 == 0 else "odd lines"
        keys = ("all", f"lang {each.lang}", f"kind {each.text_kind}", half)
        pairs = [pair for pair in matched(each.statements, found, read_profile) if not _passed(pair, each)]
        for key in keys:
            counts[key]["texts"] += 1
            counts[key].update(name for pair in pairs for name in _outcomes(pair))
        errors += [(each.id, *_mistake(pair)) for pair in pairs if None in pair]
    rows = tuple((key, *figures(count), *_rights(count)) for key, count in sorted(counts.items()))
    return (
        Table("statements", ("part", *COLUMNS), rows, ("verb and kind: of those found; the verb is a soft label",)),
        Table("errors: statements", ("text", "mistake", "speaker", "verb", "words"), tuple(errors)),
    )


def matched(labels: Iterable[Label], found: Iterable[Statement], profile: Profile) -> list[Pair]:
    """One-to-one pairs, the best first and the optional last; then what only together is enough."""
    labels, rest = list(labels), list(found)
    pairs: list[Pair] = []
    for optional in (False, True):
        left = [label for label in labels if label.optional is optional]
        possible = sorted(
            (
                (-overlap(label.words, each.words), i, j)
                for i, label in enumerate(left)
                for j, each in enumerate(rest)
                if overlap(label.words, each.words) >= ENOUGH and is_speaker(label, each, profile)
            ),
        )
        one, other = _greedily(possible)
        pairs += [Pair(left[i], rest[j]) for i, j in zip(one, other, strict=True)]
        missed = [label for i, label in enumerate(left) if i not in one]
        rest = [each for j, each in enumerate(rest) if j not in other]
        together, missed, rest = _together(missed, rest, profile)
        pairs += together + [Pair(label, None) for label in missed]
    return pairs + [Pair(None, each) for each in rest]


def _greedily(possible: Iterable[tuple[float, int, int]]) -> tuple[list[int], list[int]]:
    one: list[int] = []
    other: list[int] = []
    for _, i, j in possible:
        if i not in one and j not in other:
            one.append(i)
            other.append(j)
    return one, other


def _together(
    labels: list[Label], found: list[Statement], profile: Profile
) -> tuple[list[Pair], list[Label], list[Statement]]:
    """(pairs, labels left, statements left): a label in several pieces, or several labels in one statement."""
    pairs: list[Pair] = []
    for label in list(labels):
        pieces = [each for each in found if _within(each.words, label.words) and is_speaker(label, each, profile)]
        if overlap(label.words, " ".join(each.words for each in pieces)) >= ENOUGH:
            pairs.append(Pair(label, pieces[0]))
            labels.remove(label)
            found = [each for each in found if each not in pieces]
    for each in list(found):
        parts = [one for one in labels if _within(one.words, each.words) and is_speaker(one, each, profile)]
        if overlap(" ".join(one.words for one in parts), each.words) >= ENOUGH:
            pairs.append(Pair(parts[0], each))
            found.remove(each)
            labels = [one for one in labels if one not in parts]
    return pairs, labels, found


def overlap(one: str, other: str) -> float:
    """The share of common words in the longer of the two."""
    a, b = _bag(one), _bag(other)
    return (a & b).total() / max(1, a.total(), b.total())


def _within(piece: str, whole: str) -> bool:
    a = _bag(piece)
    return (a & _bag(whole)).total() >= ENOUGH * max(1, a.total())


def _bag(text: str) -> Counter[str]:
    return Counter(WORD.findall(text.casefold()))


def is_speaker(label: Label, found: Statement, profile: Profile) -> bool:
    """Whether who was found is the label's speaker, or one of those who are right, too."""
    names = names_of(found.speaker, profile)
    return any(same(wanted, names) for wanted in (label.speaker, *label.speaker_alt))


def _passed(pair: Pair, gold: Gold) -> bool:
    """What neither counts nor costs: an optional label, a title that repeats what the label's speaker says below."""
    if pair.label is not None:
        return pair.label.optional
    return pair.found is not None and pair.found.sentence == gold.title and bool(gold.statements)


def _outcomes(pair: Pair) -> Sequence[str]:
    label, found = pair
    if label is None or found is None:
        return ("extra",) if label is None else ("missed",)
    right = [name for name in ("verb", "kind") if getattr(label, name) == getattr(found, name)]
    return ("hit", *right)


def _rights(count: Counter[str]) -> tuple[float, float]:
    return round(count["verb"] / max(1, count["hit"]), 3), round(count["kind"] / max(1, count["hit"]), 3)


def _mistake(pair: Pair) -> tuple[object, ...]:
    if pair.found is not None:
        return "extra", pair.found.speaker.name, pair.found.verb, pair.found.words
    assert pair.label is not None
    return "missed", pair.label.speaker, pair.label.verb, pair.label.words
