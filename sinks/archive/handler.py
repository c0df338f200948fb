"""The archive stage: pages become records of a WARC file that is on the disk before their offsets are committed.

page ─▶ records ─▶ [index ─▶ file, fsync] in one transaction ─▶ commit
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
import zstandard

from detente import log, sql
from detente.bus import Record
from detente.errors import Reject, Retry
from detente.messages import Page, decode
from detente.worker import Decision, Done, one_by_one
from sinks.archive import index
from sinks.archive.records import pair
from sinks.archive.recovery import recover
from sinks.archive.warc import Warc

MOST_BYTES = 1 << 30
OLDEST = timedelta(days=1)
LONGEST_BODY = 64 << 20


class Archive:
    """The handler. A file is new with each change of partitions and after each failure: then the old one is brought to
    its end.
    """

    def __init__(
        self,
        engine: sa.Engine,
        folder: Path,
        now: Callable[[], datetime],
        *,
        most_bytes: int = MOST_BYTES,
        oldest: timedelta = OLDEST,
    ) -> None:
        self._engine, self._folder, self._now = engine, folder, now
        self._most_bytes, self._oldest = most_bytes, oldest
        self._writer = f"{socket.gethostname()}-{os.getpid()}"
        self._unzip = zstandard.ZstdDecompressor()
        self._pages: list[Page] = []
        self._warc: Warc | None = None

    def handle(self, records: Sequence[Record]) -> Sequence[Decision]:
        self._pages = []
        return one_by_one(self._handle, records)

    def _handle(self, record: Record) -> Done:
        page = decode(Page, record.value)
        try:
            self._body(page)
        except zstandard.ZstdError as error:
            raise Reject(f"the page's body cannot be unpacked: {error}") from error
        self._pages.append(page)
        return Done("archived")

    def _body(self, page: Page) -> bytes:
        """Unpacked when it is needed: a whole batch of bodies would be much to hold."""
        return self._unzip.decompress(page.body, max_output_size=LONGEST_BODY)

    def persist(self) -> None:
        if not self._pages:
            return
        with _translated(self._folder), self._open() as warc:
            made = [(page, pair(page, self._body(page), warc.warcinfo)) for page in self._pages]
            with sql.writing(self._engine) as connection:
                fresh = bytearray()
                for page, both in made:
                    if index.claim(connection, index.place_of(page, warc.name, warc.end + len(fresh), len(both))):
                        fresh += both
                if fresh:
                    warc.append(bytes(fresh))
        self._pages = []

    @contextmanager
    def _open(self) -> Iterator[Warc]:
        """The file to write to, ours again only when the block has worked."""
        warc, self._warc = self._warc, None
        if warc is not None and (warc.end >= self._most_bytes or self._now() - warc.began >= self._oldest):
            warc.finish()
            warc = None
        warc = warc or Warc(self._folder, self._writer, self._now())
        try:
            yield warc
        except BaseException:
            warc.let_go()
            raise
        self._warc = warc

    def restart(self) -> None:
        self._pages = []
        self._leave()
        with _translated(self._folder):
            recover(self._folder, self._engine)

    def close(self) -> None:
        warc, self._warc = self._warc, None
        if warc is not None:
            try:
                warc.finish()
            except OSError as error:
                log.get("archive").warning("not_finished", file=warc.name, reason=str(error))

    def _leave(self) -> None:
        if self._warc is not None:
            self._warc.let_go()
            self._warc = None


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    """A disk that is full or cannot be written is for the operator; until then it is tried again."""
    try:
        yield
    except OSError as error:
        raise Retry(f"archive: {folder}: {error.strerror or error}") from error
