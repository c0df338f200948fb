"""The index of the archive in the database: which records of which file hold a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec
import sqlalchemy as sa

from detente import sql
from detente.messages import Page
from detente.tables.archive import ARCHIVED
from sinks.archive.records import About


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a page's two records stand. `at`: when it was fetched."""

    article: str
    revision: int
    url: str
    at: datetime
    file: str
    offset: int
    length: int


def place_of(page: Page | About, file: str, offset: int, length: int) -> Place:
    """The place of a page, or of what an archive tells of one."""
    return Place(
        article=page.id,
        revision=page.revision,
        url=page.url,
        at=page.clocks.fetched or page.clocks.first_seen,
        file=file,
        offset=offset,
        length=length,
    )


def claim(connection: sa.Connection, place: Place) -> bool:
    """Enter a page; False where it is in already, wherever that is: then it is not to be written again."""
    statement = sql.upsert(connection, ARCHIVED).values(**msgspec.structs.asdict(place))
    statement = statement.on_conflict_do_nothing(index_elements=["article", "revision"])
    return connection.execute(statement.returning(ARCHIVED.c.article)).first() is not None


def claim_all(connection: sa.Connection, places: Iterable[Place]) -> int:
    """How many of these were not in yet."""
    return sum(claim(connection, place) for place in places)


def end_of(connection: sa.Connection, file: str) -> int:
    """Up to where the index knows a file; 0 for one that it does not."""
    end = sa.func.max(ARCHIVED.c.offset + ARCHIVED.c.length)
    return connection.scalar(sa.select(end).where(ARCHIVED.c.file == file)) or 0


def find(connection: sa.Connection, article: str, revision: int | None = None) -> Place | None:
    """The place of a page in a revision, or in the newest; None where there is none."""
    query = sa.select(ARCHIVED).where(ARCHIVED.c.article == article).order_by(ARCHIVED.c.revision.desc()).limit(1)
    if revision is not None:
        query = query.where(ARCHIVED.c.revision == revision)
    row = connection.execute(query).first()
    return None if row is None else Place(**row._mapping)
