"""The store stage: verdicts and story updates become rows. Upserts that an older revision never overwrites.

A newer revision leaves what it changed in `revisions`; a page that is gone marks its article as withdrawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from detente import sql
from detente.bus import Record
from detente.messages import Article, StoryUpdate, Verdict, decode
from detente.tables.store import ARTICLES, REVISIONS, STORIES, VERDICTS
from detente.topology import VERDICTS as VERDICTS_TOPIC
from detente.worker import Decision, Done, one_by_one
from sinks.store.changes import changes
from sinks.store.rows import article_row, verdict_row

LASTING = ("id", "novelty")  # novelty is what the article was when it came: a revision adds none to it


class Store:
    """The handler: reads the batch, writes it in one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._verdicts: list[Verdict] = []
        self._updates: list[StoryUpdate] = []

    def handle(self, records: Sequence[Record]) -> Sequence[Decision]:
        self.restart()
        return one_by_one(self._handle, records)

    def _handle(self, record: Record) -> Done:
        if record.topic == VERDICTS_TOPIC.name:
            self._verdicts.append(decode(Verdict, record.value))
            return Done("verdict")
        self._updates.append(decode(StoryUpdate, record.value))
        return Done("article")

    def persist(self) -> None:
        if not self._verdicts and not self._updates:
            return
        with sql.writing(self._engine) as connection:
            for verdict in self._verdicts:
                _put(connection, VERDICTS, verdict_row(verdict))
            for update in self._updates:
                _revise(connection, update.article)
                _put(connection, ARTICLES, article_row(update))
                _put_story(connection, update)
            _mark_withdrawn(connection, self._verdicts, self._updates)

    def restart(self) -> None:
        self._verdicts, self._updates = [], []

    def close(self) -> None:
        """Nothing is held."""


def _put(connection: sa.Connection, table: sa.Table, row: dict[str, Any]) -> None:
    """Insert, or replace what is of the same or an older revision."""
    connection.execute(
        sql.upsert(connection, table)
        .values(**row)
        .on_conflict_do_update(
            index_elements=["id"],
            set_={key: value for key, value in row.items() if key not in LASTING},
            where=table.c.revision <= row["revision"],
        )
    )


def _revise(connection: sa.Connection, article: Article) -> None:
    """Note what a newer revision changes in the one that is stored."""
    if article.revision == 1:
        return
    columns = (ARTICLES.c.revision, ARTICLES.c.title, ARTICLES.c.text)
    before = connection.execute(sa.select(*columns).where(ARTICLES.c.id == article.id)).first()
    if before is None or before.revision >= article.revision:
        return
    diff = changes(before.text, article.text)
    if not diff and before.title == article.title:
        return
    connection.execute(
        sql.upsert(connection, REVISIONS)
        .values(
            article=article.id,
            revision=article.revision,
            at=article.clocks.fetched or article.clocks.first_seen,
            title_before=before.title if before.title != article.title else None,
            diff=diff,
        )
        .on_conflict_do_nothing(index_elements=["article", "revision"])
    )


def _mark_withdrawn(connection: sa.Connection, verdicts: Sequence[Verdict], updates: Sequence[StoryUpdate]) -> None:
    """Since when an article's page is gone, from both rows: they come in either order, and a page may come back."""
    touched = {verdict.id for verdict in verdicts if verdict.revision > 1} | {each.article.id for each in updates}
    since = sa.select(VERDICTS.c.at).where(
        VERDICTS.c.id == ARTICLES.c.id,
        VERDICTS.c.outcome == "withdrawn",
        VERDICTS.c.revision > ARTICLES.c.revision,
    )
    if touched:
        connection.execute(
            sa.update(ARTICLES).where(ARTICLES.c.id.in_(sorted(touched))).values(withdrawn=since.scalar_subquery())
        )


def _put_story(connection: sa.Connection, update: StoryUpdate) -> None:
    article = update.article
    insert = sql.upsert(connection, STORIES).values(
        id=update.story,
        title=article.title,
        url=article.url,
        first_seen=update.first_seen,
        last_seen=article.clocks.first_seen,
        articles=update.number,
        score=article.judgement.score,
    )
    later = {
        "first_seen": _least(STORIES.c.first_seen, insert.excluded.first_seen),
        "last_seen": _greatest(STORIES.c.last_seen, insert.excluded.last_seen),
        "articles": _greatest(STORIES.c.articles, insert.excluded.articles),
        "score": _greatest(STORIES.c.score, insert.excluded.score),
    }
    connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=later))


def _greatest(one: sa.ColumnElement[Any], two: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.case((one > two, one), else_=two)


def _least(one: sa.ColumnElement[Any], two: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.case((one < two, one), else_=two)
