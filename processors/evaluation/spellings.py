"""Names of one speaker in different spellings: of another alphabet, of a surname alone, of a body in short."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from detente.messages import Party
from detente.profiles import Profile
from processors.evaluation.actors import folded
from processors.reading.statements.language import language

ALIKE = 0.86
"""How alike two spellings must be: a name, and its transliteration back from another alphabet."""

SILENT = re.compile("[aeiouyh]")
REPEATED = re.compile(r"(.)\1+")
LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ї": "i", "є": "e", "ґ": "g",
}  # fmt: skip


class Names(NamedTuple):
    """All that a party is called, in one spelling; a person may be meant by the surname alone."""

    names: set[str]
    person: bool


def names_of(party: Party, profile: Profile) -> Names:
    """The names of a speaker; whom the profile does not know is a person if no word of the name is a body's."""
    actor = profile.actors.get(party.id or "")
    forms = [form for own in (*actor.forms.values(), *actor.exact.values()) for form in own] if actor else []
    words = set(party.name.lower().split())
    person = actor.kind == "person" if actor else not words & (language("en").bodies | language("ru").bodies)
    return Names({_plain(name) for name in (party.name, *forms)}, person)


def same(wanted: str, called: Names) -> bool:
    """Whether one of the names is the wanted one: alike, a body's in short, or with a person's surname."""
    plain = _plain(wanted)
    surnames = {_sound(name.rpartition(" ")[2]) for name in called.names} if called.person else set()
    return _sound(plain.rpartition(" ")[2]) in surnames or any(
        (" " in name and plain.startswith(name + " ")) or SequenceMatcher(None, name, plain).ratio() >= ALIKE
        for name in called.names
    )


def _plain(name: str) -> str:
    return folded("".join(LATIN.get(c, c) for c in name.casefold()))


def _sound(name: str) -> str:
    """What is left of a name in every spelling: its consonants, each once."""
    return REPEATED.sub(r"\1", SILENT.sub("", name.replace("w", "v").replace("c", "k"))) or name
