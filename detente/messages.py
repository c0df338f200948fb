"""What travels on the bus: frozen, versioned messages in msgpack.

A message carries its type and version; an unknown field is ignored, an older version is read through its upgrade, an
unknown type or a newer version is a Reject (a dead letter, never a crash). What the fields mean to users is in the
contracts of the README.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeVar

import msgspec

from detente.errors import Reject

Kind = Literal["person", "office", "organisation", "state"]
Band = Literal["relevant", "uncertain", "no"]
DecidedBy = Literal["prefilter", "gate", "rules", "model"]
Valence = Literal["cooperative", "conflictual", "mixed", "neutral"]
Status = Literal["happened", "planned", "denied", "hypothetical"]
Novelty = Literal["first", "new_fact", "development", "correction", "repeat", "retrospective", "opinion"]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of a message."""


class Clocks(Part, frozen=True, kw_only=True):
    """The four clocks of an item, in UTC.

    `published` and `updated` are the source's word (None when unknown or absurd).
    """

    first_seen: datetime
    fetched: datetime | None = None
    published: datetime | None = None
    updated: datetime | None = None
    published_raw: str | None = None


class Source(Part, frozen=True, kw_only=True):
    """Where an item comes from: the feed as configured. `family` is the publisher family, which counts once."""

    feed: str
    name: str
    group: str | None = None
    language: str | None = None
    side: str | None = None
    family: str | None = None
    tier: str | None = None
    kind: str = "auto"


class Entry(Part, frozen=True, kw_only=True):
    """The feed's own words about the item; `content` is HTML where the feed carries the article itself."""

    guid: str | None = None
    title: str | None = None
    summary: str | None = None
    author: str | None = None
    content: str | None = None


class Party(Part, frozen=True, kw_only=True):
    """One end of an event, or a speaker; `id` is None for somebody whom the profile does not know."""

    id: str | None
    name: str
    side: str | None


class Evidence(Part, frozen=True, kw_only=True):
    """An exact piece of the text: `text == article.text[start:end]`, with the ids of the actors in it."""

    text: str
    start: int
    end: int
    actors: tuple[str, ...] = ()


class Feature(Part, frozen=True, kw_only=True):
    name: str
    weight: float


class Actor(Part, frozen=True, kw_only=True):
    id: str
    name: str
    kind: Kind
    side: str
    role: str | None = None
    wikidata: str | None = None
    mentions: int = 1


class TopicScore(Part, frozen=True, kw_only=True):
    id: str
    score: float
    evidence: str | None = None


class Event(Part, frozen=True, kw_only=True):
    """Who did what to whom, in PLOVER's types (Halterman et al. 2023); `score` is its manual score, -10 to 10."""

    type: str
    quad: str
    score: float
    actor: Party
    target: Party
    status: Status
    cameo: str | None
    sentence: str


class Statement(Part, frozen=True, kw_only=True):
    """Who said what, to whom; `answers`: of a denial, the words of the statement that it denies, if the text has it."""

    speaker: Party
    verb: str
    kind: Literal["direct", "reported", "mixed"]
    words: str
    addressee: Party | None
    sentence: str
    answers: str | None = None


class Model(Part, frozen=True, kw_only=True):
    name: str
    version: str


class Judgement(Part, frozen=True, kw_only=True):
    """What the rules and the model say of one text; `score` is a probability in 0..1."""

    relevant: bool
    band: Band
    score: float
    decided_by: DecidedBy
    reason: str
    evidence: tuple[Evidence, ...] = ()
    features: tuple[Feature, ...] = ()
    actors: tuple[Actor, ...] = ()
    topics: tuple[TopicScore, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    valence: Valence | None = None
    profile: str
    model: Model


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What travels; `version` is that of the sender's class. A subclass names its own in `VERSION`."""

    version: int = 1


class Page(Message, frozen=True, kw_only=True, tag_field="type", tag="page"):
    """A fetched page of a feed's item. `body` is zstd of the bytes as received, decoded from the content encoding only.

    `seed`: of a feed's first poll, so stored and never told. `canary`: a probe of the operator, never shown to a desk.
    `inline`: the entry has no page, the body is made of what the feed held.
    """

    id: str
    url: str
    final_url: str
    source: Source
    entry: Entry
    clocks: Clocks
    status: int
    headers: dict[str, str] = {}
    body: bytes
    body_bytes: int
    revision: int = 1
    seed: bool = False
    canary: bool = False
    inline: bool = False


class Article(Message, frozen=True, kw_only=True, tag_field="type", tag="article"):
    """A relevant (or uncertain) page, read: its text and what the judgement says of it.

    `meaning`: the sentence vector of its title and beginning, one signed byte a number; None where there are none.
    """

    id: str
    url: str
    title: str | None
    text: str
    language: str | None
    author: str | None
    source: Source
    clocks: Clocks
    judgement: Judgement
    meaning: bytes | None = None
    revision: int = 1
    seed: bool = False
    canary: bool = False


class Verdict(Message, frozen=True, kw_only=True, tag_field="type", tag="verdict"):
    """One small record a page: relevant, or why not. `outcome` is the counted word; withdrawn: a page that was there
    before is gone.
    """

    id: str
    url: str
    title: str | None
    outcome: Literal["relevant", "not_relevant", "no_text", "withdrawn"]
    source: Source
    clocks: Clocks
    language: str | None
    score: float
    band: Band
    decided_by: DecidedBy
    reason: str
    at: datetime
    revision: int = 1
    seed: bool = False
    canary: bool = False


class AlsoReported(Part, frozen=True, kw_only=True):
    source: str
    family: str | None = None
    url: str
    title: str | None
    published: datetime | None


class StoryUpdate(Message, frozen=True, kw_only=True, tag_field="type", tag="story_update"):
    """One article's place: its near-duplicate group, its story, and what is new in it.

    `also` lists the story's earlier articles, oldest first. `number` counts the story's articles from 1, this one
    included; (story, article, revision) is the identity under which every effect is idempotent.
    """

    story: str
    group: str
    number: int
    novelty: Novelty
    novelty_score: float | None
    new_sentence: str | None
    article: Article
    also: tuple[AlsoReported, ...] = ()
    first_seen: datetime
    at: datetime


M = TypeVar("M", bound=Message)
VERSIONS: dict[type[Message], int] = {Page: 1, Article: 1, Verdict: 1, StoryUpdate: 1}

_encoder = msgspec.msgpack.Encoder()


class _Head(msgspec.Struct):
    type: str
    version: int = 1


_head = msgspec.msgpack.Decoder(_Head)
_decoders = {kind: msgspec.msgpack.Decoder(kind) for kind in VERSIONS}


def encode(message: Message) -> bytes:
    """The bytes of a message."""
    return _encoder.encode(message)


def decode(kind: type[M], value: bytes) -> M:
    """The message in `value`; Reject says what is wrong with bytes that are none, of another type or of a newer
    version.
    """
    wanted = str(kind.__struct_config__.tag)
    try:
        head = _head.decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Reject(f"not a {wanted}: {error}") from error
    if head.type != wanted:
        raise Reject(f"not a {wanted} but a {head.type[:40]!r}")
    if not 1 <= head.version <= VERSIONS[kind]:
        raise Reject(f"{wanted} of unknown version {head.version} (this release reads up to {VERSIONS[kind]})")
    try:
        return _decoders[kind].decode(value)  # type: ignore[return-value]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Reject(f"not a valid {wanted}: {error}") from error
