"""Files that a crash left open: what is whole is entered in the index, what is torn is cut off.

A page that was durable before the crash is thus not written again when it is delivered again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from detente import log, sql
from sinks.archive import index
from sinks.archive.index import Place, place_of
from sinks.archive.records import kind_of
from sinks.archive.warc import OPEN, complete, lock, members


def recover(folder: Path, engine: sa.Engine) -> None:
    """Complete every open file whose writer is gone. Raises OSError, StoreUnavailable."""
    for path in sorted(folder.glob(f"*.warc.gz{OPEN}")):
        descriptor = os.open(path, os.O_RDWR)
        try:
            if lock(descriptor) and _still_there(path, descriptor):
                _complete(path, descriptor, engine)
        finally:
            os.close(descriptor)


def _still_there(path: Path, descriptor: int) -> bool:
    """Whether nobody has completed it since we saw it."""
    try:
        return path.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False


def _complete(path: Path, descriptor: int, engine: sa.Engine) -> None:
    name = path.name.removesuffix(OPEN)
    with sql.writing(engine) as connection:
        known = index.end_of(connection, name)
        places = list(pages_in(path, name, known))
        entered = index.claim_all(connection, places)
    end = max([known, *(place.offset + place.length for place in places)])
    torn = os.fstat(descriptor).st_size - end
    if end and torn > 0:
        os.ftruncate(descriptor, end)
        os.fsync(descriptor)
    if end:
        complete(path)
    else:
        path.unlink()
    log.get("archive").info("recovered", file=name, pages=entered, cut_off=max(0, torn))


def pages_in(path: Path, name: str, start: int = 0) -> Iterator[Place]:
    """The pages of a file whose records are whole, from `start` on; what else it holds is passed over."""
    first: int | None = None
    for offset, member in members(path, start):
        try:
            kind, about = kind_of(member)
        except ValueError:
            kind, about = "unknown", None
        if kind in ("response", "resource"):
            first = offset
        elif about is not None and first is not None:
            yield place_of(about, name, first, offset + len(member) - first)
            first = None
