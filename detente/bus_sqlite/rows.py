"""How a record is kept in a row: headers as msgpack pairs, empty for none."""

from __future__ import annotations

import msgspec

from detente.bus import Record

RANGE = "SELECT id, at, key, value, headers FROM record WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
OFFSET = (1 << 40) - 1

_pairs = msgspec.msgpack.Decoder(tuple[tuple[str, bytes], ...])
_encode = msgspec.msgpack.Encoder().encode

Headers = tuple[tuple[str, bytes], ...]


def headers_out(headers: Headers) -> bytes:
    return _encode(headers) if headers else b""


def record_of(topic: str, partition: int, row: tuple[int, float, bytes, bytes, bytes]) -> Record:
    """The record in a row of `RANGE`."""
    identity, at, key, value, headers = row
    return Record(topic, partition, identity & OFFSET, key, value, at, _pairs.decode(headers) if headers else ())
