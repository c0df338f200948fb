"""One WARC file while it grows. It is called `...warc.gz.open` until it is complete, and locked by who writes it.

create ─▶ append ─▶ append ─▶ ... ─▶ finish: `...warc.gz`
"""

from __future__ import annotations

import fcntl
import os
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from sinks.archive.records import head

OPEN = ".open"
CHUNK = 1 << 16
GZIP = zlib.MAX_WBITS + 16


class Warc:
    """An open file of ours. Raises OSError: what is not written then is for `recovery` to cut off."""

    def __init__(self, folder: Path, writer: str, now: datetime) -> None:
        self.name, self._path, self._descriptor = _create(folder, writer, now)
        self.began = now
        self.warcinfo, self._head = head(self.name, now)
        self.end = 0
        try:
            sync_folder(folder)
            self.append(self._head)
        except OSError:
            self.let_go()
            raise

    def append(self, members: bytes) -> None:
        """Durable when it returns."""
        left = memoryview(members)
        while left:
            left = left[os.write(self._descriptor, left) :]
        os.fsync(self._descriptor)
        self.end += len(members)

    def finish(self) -> None:
        """Give it its own name, under which it never changes again; one without a page goes."""
        try:
            if self.end == len(self._head):
                self._path.unlink()
            else:
                complete(self._path)
        finally:
            self.let_go()

    def let_go(self) -> None:
        """Leave it as it is, for `recovery`."""
        os.close(self._descriptor)


def _create(folder: Path, writer: str, now: datetime) -> tuple[str, Path, int]:
    """A new file that we hold the lock of; its name has the time and who writes it (ISO 28500, annex C)."""
    folder.mkdir(parents=True, exist_ok=True)
    serial = 0
    while True:
        name = f"detente-{now.astimezone(UTC):%Y%m%d%H%M%S}-{serial:05}-{writer}.warc.gz"
        path = folder / f"{name}{OPEN}"
        serial += 1
        if (folder / name).exists():
            continue
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o644)
        except FileExistsError:
            continue
        if lock(descriptor):
            return name, path, descriptor
        os.close(descriptor)  # somebody who looks for files without an owner was quicker


def lock(descriptor: int) -> bool:
    """Take the file; False where somebody who lives has it. A lock ends with its process, however that ends."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def complete(path: Path) -> None:
    """Rename a file that is whole."""
    path.rename(path.with_name(path.name.removesuffix(OPEN)))
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def members(path: Path, start: int) -> Iterator[tuple[int, bytes]]:
    """The whole gzip members from `start` on, each with its offset; ends before one that is torn."""
    with path.open("rb") as file:
        file.seek(start)
        while member := _member(file):
            yield start, member
            start += len(member)
            file.seek(start)


def _member(file: BinaryIO) -> bytes:
    """The member that begins here; empty at the end of the file and where it is torn."""
    inflate, read = zlib.decompressobj(GZIP), bytearray()
    try:
        while not inflate.eof:
            chunk = file.read(CHUNK)
            if not chunk:
                return b""
            read += chunk
            inflate.decompress(chunk)
    except zlib.error:
        return b""
    return bytes(read[: len(read) - len(inflate.unused_data)])
