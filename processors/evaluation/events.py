"""Events against gold labels, and the valence of texts.

A label is {id, lang, title, chars, text_kind, valence, events: [{type, actor_side, target_side, actor, target, status,
sentence, main, mutual?, optional?}]}; the texts come from the files of positives beside it or in `../relevance`. An
event is its type and its direction, counted once a text; one that is mutual is right either way; an optional one
neither counts nor costs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from detente.messages import Event, Party
from detente.profiles import Profile, load
from processors.evaluation import gold as gold_labels
from processors.evaluation.actors import folded
from processors.evaluation.gold import Window, figures, positives, windows
from processors.evaluation.table import Table
from processors.evaluation.valence import Pair, of_gold, of_positives
from processors.reading.judge import Judge

Key = tuple[str, str, str]
COLUMNS = ("by", "part", *gold_labels.COLUMNS)


class Label(msgspec.Struct, frozen=True):
    """`main`: what the text reports as its news."""

    type: str
    actor_side: str
    target_side: str
    actor: str
    target: str
    status: str
    sentence: str = ""
    main: bool = False
    mutual: bool = False
    optional: bool = False


class Gold(Window, frozen=True, kw_only=True):
    text_kind: str | None = None
    valence: str | None = None
    events: tuple[Label, ...] = ()


class Matched(NamedTuple):
    """The events of one text compared, each as (type or quad, actor's side, target's side)."""

    hit: set[Key]
    missed: set[Key]
    extra: set[Key]


def evaluate(path: Path, profile: str) -> tuple[Table, ...]:
    """By type and by quad, over all texts, by language and by length; names, status, main; valence; every mistake."""
    of_profile = load(profile)
    quads = {name: kind.quad for name, kind in of_profile.events.types.items()}
    judge = Judge(of_profile)
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    right: Counter[str] = Counter()
    errors: list[tuple[object, ...]] = []
    valences: list[Pair] = []
    for gold, text in windows(path, Gold):
        found = judge.judge(gold.title, text, full=True)
        for by, name in (("type", _itself), ("quad", quads.__getitem__)):
            result = matched(gold.events, found.events, name)
            for part in ("all", gold.lang, "full" if gold.text_kind in (None, "full") else "short"):
                counts[by, part] += Counter({kind: len(keys) for kind, keys in result._asdict().items()})
                counts[by, part]["texts"] += 1
        right += said_right(gold.events, found.events, of_profile)
        errors += _errors(gold, found.events)
        valences.append(Pair(gold.lang, gold.valence, found.valence))
    rows = tuple((by, part, *figures(count)) for (by, part), count in sorted(counts.items()))
    return (
        Table("events by type and direction, and by quad", COLUMNS, rows),
        Table("of the events found", ("what", "right", "of", "share"), _shares(right)),
        of_gold(valences),
        of_positives(positives(path), judge),
        Table("errors: events", ("text", "mistake", "event", "sentence"), tuple(errors)),
    )


def matched(labels: Sequence[Label], found: Iterable[Event], name: Callable[[str], str]) -> Matched:
    """Sets compared; `name` makes of a type what is counted."""
    got = {(name(each.type), each.actor.side or "", each.target.side or "") for each in found}
    hit: set[Key] = set()
    missed: set[Key] = set()
    passed: set[Key] = set()
    for label in sorted(labels, key=lambda each: each.optional):
        keys = _keys(label, name)
        passed |= got & keys
        if not label.optional and not keys & hit:
            (hit if keys & got else missed).update(sorted(keys & got)[:1] or sorted(keys)[:1])
    return Matched(hit, missed, got - passed)


def said_right(labels: Sequence[Label], found: Sequence[Event], profile: Profile) -> Counter[str]:
    """How many of the labels that were found have the right names and status, and how many main ones were found."""
    count: Counter[str] = Counter()
    for label in (each for each in labels if not each.optional):
        events = [each for each in found if _is(each, label)]
        count["main of"] += label.main
        count["main"] += label.main and bool(events)
        if events:
            count.update(("status of", "names of"))
            count["status"] += any(each.status == label.status for each in events)
            count["names"] += any(_has_names(each, label, profile) for each in events)
    return count


def _keys(label: Label, name: Callable[[str], str]) -> set[Key]:
    there = (name(label.type), label.actor_side, label.target_side)
    return {there, (there[0], there[2], there[1])} if label.mutual else {there}


def _is(event: Event, label: Label) -> bool:
    return (event.type, event.actor.side, event.target.side) in _keys(label, _itself)


def _has_names(event: Event, label: Label, profile: Profile) -> bool:
    wanted = [label.actor, label.target]
    pairs = [wanted, wanted[::-1]] if label.mutual else [wanted]
    return any(_is_called(event.actor, one, profile) and _is_called(event.target, two, profile) for one, two in pairs)


def _is_called(party: Party, name: str, profile: Profile) -> bool:
    """By any of the actor's names, or by the surname."""
    entry = profile.actors[party.id] if party.id else None
    forms = {form for forms in (*entry.forms.values(), *entry.exact.values()) for form in forms} if entry else set()
    names = {folded(each) for each in (party.name, *forms)}
    return folded(name) in names or folded(party.name).rpartition(" ")[2] == folded(name).rpartition(" ")[2]


def _itself(type_: str) -> str:
    return type_


def _shares(count: Counter[str]) -> tuple[tuple[object, ...], ...]:
    rows = [(what, count[what], count[f"{what} of"]) for what in ("names", "status", "main")]
    return tuple((what, right, of, round(right / max(1, of), 3)) for what, right, of in rows)


def _errors(gold: Gold, found: Sequence[Event]) -> list[tuple[object, ...]]:
    result = matched(gold.events, found, _itself)
    labelled = {key: each.sentence for each in gold.events for key in _keys(each, _itself)}
    told = {(each.type, each.actor.side or "", each.target.side or ""): each.sentence for each in found}
    missed = [(gold.id, "missed", " ".join(key), labelled[key]) for key in sorted(result.missed)]
    return [*missed, *((gold.id, "extra", " ".join(key), told[key]) for key in sorted(result.extra))]
