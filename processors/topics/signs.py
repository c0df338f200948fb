"""Where a text names what: the hits of every topic's words, by group of words and by place.

A topic's words come in groups: its strong and weak terms, and the hints of the profile's topic_hints.toml, which
mean little alone. A place is the title's kicker ("Ukraine war: ..."), the title, or how far down the text.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from detente.errors import UsageError
from detente.profiles import Profile
from detente.profiles.profile import FOLDER
from processors.reading.words import Hit, Terms, leftmost_longest, lower

LEAD = 4000
NEAR, MIDDLE = 300, 1500
HEADLINE = 150
"""What stands for the title of a text without one."""
KICKER = re.compile(r"\w+(?: \w+){0,2}:\s")
STRONG, WEAK = "strong", "weak"


class Hints(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A profile's topic_hints.toml: words by topic and group, sentences that are typical of a topic, agenda words."""

    hints: dict[str, dict[str, tuple[str, ...]]] = {}
    likenesses: dict[str, tuple[str, ...]] = {}
    agenda: tuple[str, ...] = ()


class Group(NamedTuple):
    topic: str
    name: str


class Place(NamedTuple):
    """A hit and the name of where it stands."""

    hit: Hit
    where: str


class Seen(NamedTuple):
    """`head`: the title, a line break, and the beginning of the text; hits are offsets in it, in order."""

    head: str
    title: int
    groups: Mapping[Group, Sequence[Place]]

    def of(self, topic: str, name: str) -> Sequence[Place]:
        return self.groups.get(Group(topic, name), ())

    def values(self) -> dict[str, float]:
        """Each group's value at each place, 0..1 by how often, and whether it stands near the top at all."""
        found: dict[str, float] = {}
        for group, places in self.groups.items():
            key = f"{group.topic}.{group.name}"
            for where in {place.where for place in places}:
                found[f"{key}.{where}"] = often(places, where)
            if any(place.where in ("title", "near") for place in places):
                found[f"{key}.top"] = 1.0
        return found


class Signs:
    """Reads the groups of one profile; made once a process."""

    def __init__(self, profile: Profile, hints: Hints) -> None:
        self._owners: dict[str, list[Group]] = defaultdict(list)
        for group, words in _groups(profile, hints):
            for word in words:
                self._owners[word].append(group)
        written = list(self._owners)
        whole = [word.startswith("=") or word.endswith(" ") for word in written]
        self._terms = Terms([word.removeprefix("=").strip() for word in written], whole)
        self._written = written

    def read(self, title: str | None, text: str) -> Seen:
        head = f"{title or ''}\n{text[:LEAD]}"
        by_group: dict[Group, list[Hit]] = defaultdict(list)
        for hit in self._terms.all(lower(head)):
            for group in self._owners[self._written[hit.term]]:
                by_group[group].append(hit)
        length = len(title) if title else len(text[:HEADLINE].partition("\n")[0])
        kicker = KICKER.match(head) if title else None
        ends = (kicker.end() if kicker else 0, length, length + NEAR, length + MIDDLE)
        return Seen(
            head,
            len(title or ""),
            {
                group: [Place(hit, _where(hit.start, ends)) for hit in leftmost_longest(hits)]
                for group, hits in by_group.items()
            },
        )


def hints_of(profile: Profile, folder: Path = FOLDER) -> Hints:
    """Those of the profile; empty ones where it has no topic_hints.toml; UsageError for a broken one."""
    path = folder / profile.id.replace("-", "_") / "topic_hints.toml"
    if not path.exists():
        return Hints()
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Hints)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise UsageError(f"{path.name}: {error}") from error


def often(places: Sequence[Place], *wheres: str) -> float:
    """0..1 by how many of these hits stand at one of the places."""
    return min(1.0, math.log1p(sum(place.where in wheres for place in places)) / 1.4)


def _groups(profile: Profile, hints: Hints) -> Iterator[tuple[Group, Sequence[str]]]:
    for topic, terms in profile.topics.items():
        yield Group(topic, STRONG), terms.strong
        yield Group(topic, WEAK), terms.weak
        for name, words in hints.hints.get(topic, {}).items():
            yield Group(topic, name), words


def _where(start: int, ends: tuple[int, int, int, int]) -> str:
    for end, name in zip(ends, ("kicker", "title", "near", "middle"), strict=True):
        if start < end:
            return name
    return "far"
