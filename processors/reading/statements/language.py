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
from typing import Any, Literal, NamedTuple

import msgspec

from processors.reading.statements.forms import CYRILLIC, stem
from processors.reading.statements.lexicon import Phrase, by_first, expanded

FOLDER = Path(__file__).parent
NAMES = ("en", "ru", "uk", "de", "fr", "pl")
LETTERS = re.compile(r"\w+")
SITE = re.compile(r"[\w-]+\.[a-zA-Z]{2,4}")
FIRST = 2000

Frame = Literal["speech", "that", "act", "refusal"]
"""`speech` takes a clause or a quotation, `that` only with its conjunction, `act` an object; a `refusal` is words."""

Words = frozenset[str]
NONE: Words = frozenset()


class Verb(NamedTuple):
    """A form of a verb: its class and what it takes. A participle has no subject of its own, a plural has several."""

    kind: str
    frame: Frame
    participle: bool = False
    plural: bool = False


class SmallWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words around a verb.

    `stop` ends a noun phrase, `who` begins a relative clause, `which` points back ("something he denies"), `passive`
    makes it another's act, `at` stands before a body that speaks ("in the Kremlin they said"), `about` before what is
    said, `this` for what was said before, a `lead` ("besides, ") before an attribution; `tells` takes whom it tells,
    `cites` whom it cites, `issues` a statement; a `place` begins the names of places; a noun is followed by a `verbal`
    word, not by a clause. An `aspect` stands before "to say"; who speaks on somebody's `behalf` has it before the name.
    `own` colleagues speak with somebody; who `adds` a thing or `convenes` a meeting may do more than speak.
    `then` goes on with the same subject; behind a comma and a `turn` the narration goes on,
    behind a `contrast` somebody else may speak.
    """

    he: Words
    she: Words
    it: Words
    they: Words
    we: Words
    who: Words
    stop: Words
    conjunction: Words
    preposition: Words
    auxiliary: Words
    negation: Words
    according: Words
    as_: Words = msgspec.field(name="as")
    there: Words = NONE
    his: Words = NONE
    which: Words = NONE
    what: Words = NONE
    article: Words = NONE
    indefinite: Words = NONE
    at: Words = NONE
    about: Words = NONE
    passive: Words = NONE
    participle: Words = NONE
    plural: Words = NONE
    feminine: Words = NONE
    tells: Words = NONE
    cites: Words = NONE
    asks: Words = NONE
    verbal: Words = NONE
    noun_before: Words = NONE
    toward: Words = NONE
    by: Words = NONE
    unreal: Words = NONE
    time: Words = NONE
    lead: Words = NONE
    this: Words = NONE
    place: Words = NONE
    issues: Words = NONE
    behalf: Words = NONE
    aspect: Words = NONE
    then: Words = NONE
    turn: Words = NONE
    contrast: Words = NONE
    including: Words = NONE
    adds: Words = NONE
    convenes: Words = NONE
    own: Words = NONE
    joins: Words = NONE


class Parties(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nouns of those who speak: nobody by name, media, bodies, a state as a `side`, and what is written by one.

    `staff` speaks for its body, `counsel` for a person, too, `authorities` for their state; `several` are roles in the
    plural, `generic` bodies any body's word for itself; a `named` body is whoever is named right behind it, `firms`
    ends the name of one, `press` follows that of a paper; `commentators` are whoever comments in the text; `surnames`
    of third sides are names at the beginning of a sentence, too.
    """

    unnamed: Words
    media: Words
    bodies: Words
    writings: Words
    sides: Words = NONE
    generic: Words = NONE
    several: Words = NONE
    named: Words = NONE
    staff: Words = NONE
    counsel: Words = NONE
    authorities: Words = NONE
    surnames: Words = NONE
    firms: Words = NONE
    press: Words = NONE
    commentators: Words = NONE


class Skipped(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns of what stands between speaker, verb and words: when, where and to whom it was said."""

    when: str
    where: str
    whom: str


class Utters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Verbs that give voice to the nouns of a class: "renew:x" to a "warning"."""

    verbs: tuple[str, ...]
    nouns: dict[str, Words]


NOTHING = Utters((), {})


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`bare`: a clause needs no conjunction after its verb, and the subject stands first. `capitals`: nouns have them.

    `letters` are those that no other language here has, `marks` the most common words; both tell the language.
    """

    bare: bool
    marks: Words
    letters: str
    that: Words
    endings: dict[str, tuple[str, ...]]
    verbs: dict[str, dict[Frame, tuple[str, ...]]]
    words: SmallWords
    parties: Parties
    roles: dict[str, tuple[str, ...]]
    states: dict[str, tuple[str, ...]]
    shades: dict[str, str]
    skip: Skipped
    utters: Utters = NOTHING
    capitals: bool = False
    kept: Words = NONE


class Language:
    """One language, made ready to look words up in. `kept`: the conjunctions that are words of the statement, too."""

    def __init__(self, name: str, data: _File) -> None:
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
    return Language(name, msgspec.convert(_split(data), _File))


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


def _verbs(data: _File) -> Iterator[tuple[Phrase, Verb]]:
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
