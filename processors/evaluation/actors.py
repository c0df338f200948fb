"""Actors against gold labels: the persons, offices and bodies of both sides that a text names, without the two states.

A label is {id, lang, title, chars, actors: [{name, kind, side, optional?}]}; the texts come from `positives.jsonl.xz`
(or any labelled file) beside it or in `../relevance`, cut to `chars`. An optional label neither counts nor costs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import msgspec

from detente.messages import Actor
from detente.profiles import ActorEntry, Profile, load
from processors.evaluation.gold import COLUMNS, Window, figures, windows
from processors.evaluation.table import Table
from processors.reading.judge import Judge

TITLES = re.compile(r"^(the|president|general|senator|sen|rep|judge|dr|mr|ms|us|u\.s\.|american|united states) ")
SPELLING = (("yy", "y"), ("iy", "y"), ("ii", "i"), ("ei", "ey"), ("ai", "ay"), ("x", "ks"), ("ph", "f"), ("kh", "h"))


class Label(msgspec.Struct, frozen=True):
    name: str
    kind: str
    side: str
    optional: bool = False


class Gold(Window, frozen=True, kw_only=True):
    actors: tuple[Label, ...] = ()


def evaluate(path: Path, profile: str) -> tuple[Table, ...]:
    """Precision, recall and F1 over all texts and by language and side; then every mistake."""
    read_profile = load(profile)
    judge = Judge(read_profile)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    errors: list[tuple[object, ...]] = []
    for each, text in windows(path, Gold):
        found = judge.judge(each.title, text, full=True).actors
        got = [actor for actor in found if actor.kind != "state"]
        for label, actor in matched(each.actors, got, read_profile):
            if label is None or not label.optional:
                outcome, side, name = _outcome(label, actor)
                for key in ("all", each.lang, f"side {side}"):
                    counts[key][outcome] += 1
                errors += [(each.id, outcome, name)] if outcome != "hit" else []
        for key in ("all", each.lang):
            counts[key]["texts"] += 1
    rows = tuple((key, *figures(counts[key])) for key in sorted(counts))
    return (
        Table("actors without the two states", ("part", *COLUMNS), rows),
        Table("errors: actors", ("text", "mistake", "actor"), tuple(errors)),
    )


def matched(
    labels: Iterable[Label], found: Iterable[Actor], profile: Profile
) -> list[tuple[Label | None, Actor | None]]:
    """One-to-one pairs of label and found actor, None for what has no counterpart. States are passed over."""
    wanted = [label for label in labels if label.kind != "state"]
    pairs: list[tuple[Label | None, Actor | None]] = []
    left = list(found)
    for label in sorted(wanted, key=lambda each: each.optional):
        actor = next((a for a in left if is_same(label, profile.actors[a.id], wanted)), None)
        if actor is not None:
            left.remove(actor)
        pairs.append((label, actor))
    return pairs + [(None, actor) for actor in left]


def is_same(label: Label, actor: ActorEntry, others: Iterable[Label]) -> bool:
    """Whether they are one: by any of the actor's names, or by a surname that no other label of the text has."""
    names = {folded(form) for forms in (*actor.forms.values(), *actor.exact.values()) for form in forms}
    name = folded(label.name)
    if name in names or folded(actor.name) == name:
        return True
    surname = name.rpartition(" ")[2]
    alone = sum(folded(each.name).rpartition(" ")[2] == surname for each in others) == 1
    return label.kind == actor.kind == "person" and alone and folded(actor.name).rpartition(" ")[2] == surname


def folded(name: str) -> str:
    """A name without case, accents, title and differences of transliteration."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("'s ", " ").replace("defence", "defense"))
    text = " ".join("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())
    text = TITLES.sub("", text.replace("u s ", "us "))
    for written, usual in SPELLING:
        text = text.replace(written, usual)
    return text.replace("y", "i")


def _outcome(label: Label | None, actor: Actor | None) -> tuple[str, str, str]:
    """(hit, missed or extra; side; name) of a pair."""
    if label is None:
        assert actor is not None
        return "extra", actor.side, actor.name
    return "missed" if actor is None else "hit", label.side, label.name
