"""The shape of a language's table: what `<language>.toml` must hold, and what its words are for."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

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
    ends the name of one, `press` follows that of a paper; a `single` one is left unnamed alone, `commentators` are
    whoever comments in the text; `surnames` of third sides are names at the beginning of a sentence, too.
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
    single: Words = NONE
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


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
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
