"""What an item waits with until its page is published: kept as msgpack in its frontier row."""

from __future__ import annotations

from datetime import datetime

import msgspec

from detente.messages import Entry, Source


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """`inline`: the entry has no page of its own, the feed holds its text. `told`: only whether it is gone matters."""

    source: Source
    entry: Entry
    published: datetime | None
    updated: datetime | None
    published_raw: str | None
    inline: bool = False
    told: bool = False


class NewItem(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as the frontier takes it. `guid_key` and `entry_hash` are eight bytes each."""

    id: str
    url: str
    host: str
    guid_key: bytes | None = None
    entry_hash: bytes = b""
    waiting: Waiting


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a poll found: items that are new, items whose next revision it is, and how a watched page changed."""

    new: list[NewItem] = []
    revised: list[tuple[NewItem, int]] = []
    added: list[dict[str, str | None]] = []
    removed: list[dict[str, str | None]] = []


class DueItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item whose page is to be fetched now, leased to us."""

    id: str
    url: str
    host: str
    attempts: int
    seed: bool
    revision: int
    first_seen: datetime
    waiting: Waiting


_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(Waiting)


def pack(waiting: Waiting) -> bytes:
    return _encode(waiting)


def unpack(packed: bytes) -> Waiting:
    return _decoder.decode(packed)
