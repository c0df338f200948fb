"""Thumbs in the database: one of a person on an article, the last one counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from detente import sql
from detente.errors import UsageError
from detente.tables.feedback import FEEDBACK
from detente.tables.store import ARTICLES, VERDICTS
from detente.urls import canonical


class Thumb(msgspec.Struct, frozen=True, kw_only=True):
    """`up`: the article is about the relation."""

    article: str
    who: str
    up: bool
    note: str | None
    at: datetime
    url: str
    title: str | None
    text: str
    language: str | None
    source: str


def give(engine: sa.Engine, which: str, *, who: str, up: bool, note: str | None, at: datetime) -> Thumb:
    """Keep a thumb on the article with this URL or id, in place of the person's last one.

    UsageError for an article that was never judged.
    """
    with sql.writing(engine) as connection:
        thumb = Thumb(who=who, up=up, note=note, at=at, **_judged(connection, which))
        row = msgspec.structs.asdict(thumb)
        connection.execute(
            sql.upsert(connection, FEEDBACK)
            .values(**row)
            .on_conflict_do_update(
                index_elements=["article", "who"],
                set_={name: value for name, value in row.items() if name not in ("article", "who")},
            )
        )
    return thumb


def given(engine: sa.Engine) -> Iterator[Thumb]:
    """Every thumb, the newest first."""
    query = sa.select(FEEDBACK).order_by(FEEDBACK.c.at.desc(), FEEDBACK.c.article, FEEDBACK.c.who)
    with sql.reading(engine) as connection:
        rows = [dict(row._mapping) for row in connection.execute(query)]
    return (Thumb(**row) for row in rows)


def _judged(connection: sa.Connection, which: str) -> dict[str, Any]:
    """The article as it is stored; of one that was not relevant there is the title alone."""
    named = {which, canonical(which)} if "://" in which else {which}
    for table, text in ((ARTICLES, ARTICLES.c.text), (VERDICTS, sa.literal("").label("text"))):
        columns = (table.c.id, table.c.url, table.c.title, text, table.c.language, table.c.source)
        query = sa.select(*columns).where(table.c.id.in_(named) | table.c.url.in_(named))
        row = connection.execute(query.order_by(table.c.first_seen.desc())).first()
        if row is not None:
            found = dict(row._mapping)
            return {"article": found.pop("id"), **found}
    raise UsageError(f"{which}: no article with this URL or id was judged")
