"""Reads a body under a cap, inflating it a piece at a time: a bomb is stopped at the cap, not after it went off."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable, AsyncIterator

from detente.http.fault import HttpFault

STEP = 1 << 20


async def read(chunks: AsyncIterable[bytes], encoding: str, cap: int) -> bytes:
    """The decoded body; HttpFault too_large over `cap` bytes, as sent or decoded, truncated or encoding where it is
    not whole.
    """
    body = bytearray()
    async for piece in _decoded(_capped(chunks, cap), encoding):
        body += piece
        _check(len(body), cap)
    return bytes(body)


async def read_head(chunks: AsyncIterable[bytes], encoding: str, size: int) -> bytes:
    """The first `size` decoded bytes of a body; what follows is left unread."""
    body = bytearray()
    async for piece in _decoded(chunks, encoding):
        body += piece
        if len(body) >= size:
            break
    return bytes(body[:size])


async def _capped(chunks: AsyncIterable[bytes], cap: int) -> AsyncIterator[bytes]:
    """Compressed bytes count too: a million empty gzip members decode to nothing, for ever."""
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        _check(size, cap)
        yield chunk


def _decoded(chunks: AsyncIterable[bytes], encoding: str) -> AsyncIterable[bytes]:
    if encoding in ("", "identity"):
        return chunks
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise HttpFault("encoding", f"content-encoding {encoding[:40]!r} was not asked for")
    return _inflated(chunks, is_gzip=encoding != "deflate")


async def _inflated(chunks: AsyncIterable[bytes], *, is_gzip: bool) -> AsyncIterator[bytes]:
    inflate = None
    async for chunk in chunks:
        inflate = inflate or _inflater(chunk, is_gzip)
        while chunk:
            if inflate.eof:
                if not is_gzip or not chunk.strip(b"\0"):
                    break  # padding after the stream is common and harmless
                inflate = _inflater(chunk, is_gzip)  # a gzip file may have several members (RFC 1952, 2.2)
            try:
                yield inflate.decompress(chunk, STEP)
            except zlib.error as error:
                raise HttpFault("encoding", f"corrupt compressed body: {error}") from error
            chunk = inflate.unconsumed_tail or inflate.unused_data
    if inflate is not None and not inflate.eof:
        raise HttpFault("truncated", "the compressed body ends early")


def _inflater(first: bytes, is_gzip: bool) -> zlib._Decompress:
    if is_gzip:
        return zlib.decompressobj(16 + zlib.MAX_WBITS)
    is_zlib = len(first) >= 2 and first[0] & 0x0F == 8 and (first[0] << 8 | first[1]) % 31 == 0
    return zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)  # some servers send raw deflate


def _check(size: int, cap: int) -> None:
    if size > cap:
        raise HttpFault("too_large", f"the body is over {cap:d} bytes")
