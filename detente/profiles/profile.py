"""A profile as the pipeline reads it: two sides, their actors, and the words of their relation. All of it is data."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from detente.errors import UsageError
from detente.messages import Kind
from detente.profiles import mistakes
from detente.profiles.lexicon import EventLexicon, EventType, EventWords, ValenceWeights
from detente.profiles.offices import Tenure, complaints

FOLDER = Path(__file__).parent
BOTH = "both"


class Role(msgspec.Struct, frozen=True):
    """What a person is or was; dates as YYYY, YYYY-MM or YYYY-MM-DD, None where open."""

    title: str
    start: str | None = msgspec.field(default=None, name="from")
    end: str | None = msgspec.field(default=None, name="to")


class ActorEntry(msgspec.Struct, frozen=True):
    """One actor: `forms` in any case, `exact` as written, both by language.

    A `weak` form counts only after a full one. A `thing` (a pipeline) is named like a body, and says and does nothing.
    """

    id: str
    name: str
    kind: Kind
    side: str
    wikidata: str | None = None
    roles: tuple[Role, ...] = ()
    forms: dict[str, tuple[str, ...]] = {}
    exact: dict[str, tuple[str, ...]] = {}
    weak: tuple[str, ...] = ()
    thing: bool = False

    def role_at(self, date: str) -> str | None:
        """The title at `date` (YYYY-MM-DD): the last that covers it, else the last known before; None without roles."""
        begun = [role for role in self.roles if role.start is None or role.start <= date]
        holding = [role for role in begun if role.end is None or date <= role.end + "~"]
        if holding:
            return holding[-1].title
        return f"former {begun[-1].title}" if begun else (self.roles[0].title if self.roles else None)


class TopicTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A topic is named by a strong term, or by two different weak ones. `=` before a term: the whole word."""

    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()


class Masks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phrases: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()


class Prefiltered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    stems: tuple[str, ...]
    words: tuple[str, ...] = ()


class Interaction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cooperative: tuple[str, ...]
    conflictual: tuple[str, ...]


class Weights(msgspec.Struct, frozen=True):
    """The scorer: probability = 1 / (1 + exp(-(bias + sum of weight x feature)))."""

    name: str
    version: str
    bias: float
    weights: dict[str, float]
    relevant_from: float
    uncertain_from: float


class Profile(msgspec.Struct, frozen=True):
    """Everything of one pair. `standins`: by side, or `both`, the words that stand for it without naming an actor;
    `beside`: by side, the beginnings of names that stand for it where the other side is named nearby.
    """

    id: str
    sides: dict[str, str]
    languages: tuple[str, ...]
    prefilter: Prefiltered
    masks: Masks
    interaction: Interaction
    vetoes: dict[str, tuple[str, ...]]
    topics: dict[str, TopicTerms]
    actors: dict[str, ActorEntry]
    weights: Weights
    events: EventLexicon
    offices: dict[str, tuple[Tenure, ...]] = {}
    standins: dict[str, tuple[str, ...]] = {}
    beside: dict[str, tuple[str, ...]] = {}


class _Head(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    languages: tuple[str, ...]
    sides: dict[str, str]
    prefilter: Prefiltered
    masks: Masks
    interaction: Interaction
    vetoes: dict[str, tuple[str, ...]]
    standins: dict[str, tuple[str, ...]] = {}
    beside: dict[str, tuple[str, ...]] = {}


class _Actors(msgspec.Struct):
    source: str
    actors: tuple[ActorEntry, ...]


@cache
def names() -> tuple[str, ...]:
    """Of all profiles that are there."""
    return tuple(sorted(each.parent.name.replace("_", "-") for each in FOLDER.glob("*/profile.toml")))


@cache
def load(name: str) -> Profile:
    """The profile called `name` ("us-russia"); UsageError with everything that is wrong with its files."""
    return read(FOLDER / name.replace("-", "_"), name)


def read(folder: Path, name: str) -> Profile:
    """The profile in `folder`; UsageError with everything that is wrong with its files."""
    if not (folder / "profile.toml").exists():
        raise UsageError(f"profile: no {name!r} (one of {', '.join(names())})")
    errors: list[str] = []
    head = _file(folder / "profile.toml", _Head, errors)
    topics = _file(folder / "topics.toml", dict[str, TopicTerms], errors)
    actors = _file(folder / "actors.json", _Actors, errors)
    weights = _file(folder / "weights.json", Weights, errors)
    held = folder / "offices.toml"
    offices = _file(held, dict[str, tuple[Tenure, ...]], errors) if held.exists() else {}
    if head is not None and actors is not None:
        errors += _complaints(folder, head, actors)
    if actors is not None and offices:
        kinds = {actor.id: str(actor.kind) for actor in actors.actors}
        errors += [f"{mistakes.place(held, key)}: {what}" for key, what in complaints(offices, kinds)]
    events = _events(head.languages, errors) if head is not None else None
    if errors or head is None or topics is None or actors is None or weights is None or events is None:
        raise UsageError("\n".join(errors))
    return Profile(
        id=head.id,
        sides=head.sides,
        languages=head.languages,
        prefilter=head.prefilter,
        masks=head.masks,
        interaction=head.interaction,
        vetoes=head.vetoes,
        topics=topics,
        actors={actor.id: actor for actor in actors.actors},
        weights=weights,
        offices=offices or {},
        events=events,
        standins=head.standins,
        beside=head.beside,
    )


def _events(languages: tuple[str, ...], errors: list[str]) -> EventLexicon | None:
    """The wording of events is of a language, not of a pair: every profile shares it."""
    folder = FOLDER / "events"
    types = _file(folder / "types.toml", dict[str, EventType], errors)
    valence = _file(folder / "valence.toml", ValenceWeights, errors)
    files = {lang: folder / f"{lang}.toml" for lang in languages}
    words = {lang: _file(file, EventWords, errors) for lang, file in files.items() if file.exists()}
    if types is None or valence is None:
        return None
    return EventLexicon(types, valence, {lang: found for lang, found in words.items() if found is not None})


def _file(path: Path, kind: Any, errors: list[str]) -> Any:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        errors.append(f"{path.name}: {error.strerror}")
        return None
    except UnicodeDecodeError as error:
        errors.append(f"{path.name}: {error}")
        return None
    found = mistakes.in_file(path.name, text, kind)
    errors += found
    if found:
        return None
    return (
        msgspec.json.decode(text, type=kind) if path.suffix == ".json" else msgspec.convert(tomllib.loads(text), kind)
    )


def _complaints(folder: Path, head: _Head, actors: _Actors) -> list[str]:
    found: list[str] = []
    if len(head.sides) != 2:
        found.append(f"{mistakes.place(folder / 'profile.toml', '[sides]')}: {len(head.sides)} sides, not 2")
    for key in head.standins.keys() - head.sides.keys() - {BOTH}:
        found.append(f"{mistakes.place(folder / 'profile.toml', key)}: standins: {key!r} is no side, nor {BOTH!r}")
    for key in head.beside.keys() - head.sides.keys():
        found.append(f"{mistakes.place(folder / 'profile.toml', key)}: beside: {key!r} is no side")
    source = folder / "actors.json"
    for actor in actors.actors:
        if actor.side not in head.sides:
            place = mistakes.place(source, f'"id": "{actor.id}"')
            found.append(f"{place}: {actor.id}: side {actor.side!r} is none of {', '.join(head.sides)}")
    for identity, times in Counter(actor.id for actor in actors.actors).items():
        if times > 1:
            place = mistakes.place(source, f'"id": "{identity}"')
            found.append(f"{place}: {identity} stands {times} times")
    return found
