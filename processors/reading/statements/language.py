"""What one language says with: its verbs of saying by class, the words around them, and the names of third states.

The data is `<language>.toml` beside this file; `lexicon` says how a verb is written there.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from processors.reading.statements.forms import CYRILLIC, stem
from processors.reading.statements.lexicon import Phrase, by_first, expanded
from processors.reading.statements.tables import Table, Verb

FOLDER = Path(__file__).parent
NAMES = ("en", "ru", "uk", "de", "fr", "pl")
LETTERS = re.compile(r"\w+")
SITE = re.compile(r"[\w-]+\.[a-zA-Z]{2,4}")
FIRST = 2000


class Language:
    """One language, made ready to look words up in. `kept`: the conjunctions that are words of the statement, too."""

    def __init__(self, name: str, data: Table) -> None:
        self.name, self.bare, self.capitals = name, data.bare, data.capitals
        self.marks, self.letters, self.that, self.kept = data.marks, data.letters, data.that, data.kept
        self.cyrillic = any(CYRILLIC.search(word) for word in data.that)
        self.words, self.parties = data.words, data.parties
        self.roles = {role: tuple(each.replace("_", " ") for each in titles) for role, titles in data.roles.items()}
        self._by_stem = {stem(role): titles for role, titles in self.roles.items()}
        self.states = {form.replace("_", " "): name for name, forms in data.states.items() for form in forms}
        self.state_names = frozenset(data.states)
        self.state_stems = {stem(form): name for form, name in self.states.items()}
        self.bodies = data.parties.bodies | {stem(word) for word in data.parties.bodies}
        self.sides = {stem(word) for word in data.parties.sides}
        self.media = data.parties.media | {stem(word) for word in data.parties.media}
        self.nobody = data.parties.unnamed | self.media
        self.writings = data.parties.writings | {stem(word) for word in data.parties.writings if self.cyrillic}
        self.commentators = {stem(word) for word in data.parties.commentators}
        self.generic = {stem(word) for word in data.parties.generic}
        self.named = {stem(word) for word in data.parties.named}
        self.shades = {kind: _folded(r"(?<!\w)(?:", text, ")", re.I) for kind, text in data.shades.items()}
        self.when = _folded("(?:", data.skip.when, r")(?!\w)")
        self.placed = _folded("(?:", f"{data.skip.when}|{data.skip.where}", r")(?!\w)")
        self.told = _folded("(?:", f"{data.skip.when}|{data.skip.where}|{data.skip.whom}", r")(?!\w)")
        self.according = by_first((phrase, True) for phrase in expanded(data.words.according, {}))
        self.turns = by_first((phrase, True) for phrase in expanded(data.words.turn, {}))
        self.verbs = by_first(_verbs(data))
        self.utters = by_first((phrase, True) for phrase in expanded(data.utters.verbs, data.endings))
        self.nouns = {stem(noun): kind for kind, nouns in data.utters.nouns.items() for noun in nouns}

    def is_media(self, name: str) -> bool:
        """Whether a name has a word for media in it, or is the address of a site."""
        return SITE.fullmatch(name) is not None or not self.media.isdisjoint(re.split("[ -]", name.lower()))

    def titles(self, word: str) -> tuple[str, ...]:
        """What the profile calls those who are called by a role, in any case; nothing for a word that is none."""
        word = word.removeprefix("ex-").removeprefix("экс-")
        return self.roles.get(word) or self._by_stem.get(stem(word), ())


def language_of(text: str) -> Language:
    """That whose most common words and own letters stand most often in the beginning of `text`; else by its script."""
    beginning = text[:FIRST].lower()
    seen, cyrillic = Counter(LETTERS.findall(beginning)), CYRILLIC.search(beginning) is not None

    def score(each: Language) -> float:
        own = sum(seen[word] for word in each.marks) + sum(map(beginning.count, each.letters))
        return own + 0.5 * (each.cyrillic is cyrillic)

    return max(map(language, NAMES), key=score)


@cache
def language(name: str) -> Language:
    data = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return Language(name, msgspec.convert(_split(data), Table))


def _split(data: dict[str, Any]) -> dict[str, Any]:
    """Lists of words out of strings, but for patterns."""
    return {
        key: value
        if key in ("shades", "skip", "letters")
        else _split(value)
        if isinstance(value, dict)
        else _listed(value)
        for key, value in data.items()
    }


def _listed(value: Any) -> Any:
    return value.split() if isinstance(value, str) else value


def _verbs(data: Table) -> Iterator[tuple[Phrase, Verb]]:
    written = [
        (phrase, kind, frame)
        for kind, frames in data.verbs.items()
        for frame, phrases in frames.items()
        for phrase in expanded(phrases, data.endings)
    ]
    forms = {phrase[0] for phrase, _, _ in written}
    endings = tuple(data.words.participle)
    for phrase, kind, frame in written:
        form = phrase[0]
        plural = data.bare and bool({form + "s", form + "es", form[:-1] + "ies"} & forms)
        yield phrase, Verb(kind, frame, bool(endings) and form.endswith(endings), plural)


def _folded(before: str, text: str, after: str, flags: int = 0) -> re.Pattern[str]:
    """The alternatives of `text`, which may stand on several lines."""
    return re.compile(before + "".join(line.strip() for line in text.splitlines()) + after, flags)
