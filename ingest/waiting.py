"""What an item waits with until its page is published: kept as msgpack in its frontier row."""

from __future__ import annotations

from datetime import datetime

import msgspec

from detente.messages import Entry, Source


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    source: Source
    entry: Entry
    published: datetime | None
    updated: datetime | None
    published_raw: str | None


class NewItem(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that the frontier does not know yet."""

    id: str
    url: str
    host: str
    waiting: Waiting


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
