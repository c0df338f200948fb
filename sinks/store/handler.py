"""The store stage: verdicts and story updates become rows. Upserts that an older revision never overwrites."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from detente import sql
from detente.bus import Record
from detente.messages import StoryUpdate, Verdict, decode
from detente.tables.store import ARTICLES, STORIES, VERDICTS
from detente.topology import VERDICTS as VERDICTS_TOPIC
from detente.worker import Decision, Done, one_by_one


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
                _put(connection, ARTICLES, article_row(update))
                _put_story(connection, update)

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
            set_={key: value for key, value in row.items() if key != "id"},
            where=table.c.revision <= row["revision"],
        )
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


def verdict_row(verdict: Verdict) -> dict[str, Any]:
    """The row of a verdict."""
    return {
        "id": verdict.id,
        "revision": verdict.revision,
        "url": verdict.url,
        "title": verdict.title,
        "outcome": verdict.outcome,
        "band": verdict.band,
        "score": verdict.score,
        "decided_by": verdict.decided_by,
        "reason": verdict.reason,
        "language": verdict.language,
        "source": verdict.source.name,
        "feed": verdict.source.feed,
        "published": verdict.clocks.published,
        "first_seen": verdict.clocks.first_seen,
        "fetched": verdict.clocks.fetched,
        "at": verdict.at,
        "seed": verdict.seed,
    }


def article_row(update: StoryUpdate) -> dict[str, Any]:
    """The row of an article in its place."""
    article = update.article
    return {
        "id": article.id,
        "revision": article.revision,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "language": article.language,
        "author": article.author,
        "source": article.source.name,
        "family": article.source.family,
        "published": article.clocks.published,
        "first_seen": article.clocks.first_seen,
        "fetched": article.clocks.fetched,
        "story": update.story,
        "group_id": update.group,
        "novelty": update.novelty,
        "score": article.judgement.score,
        "band": article.judgement.band,
        "valence": article.judgement.valence,
        "seed": article.seed,
        "judgement": msgspec.to_builtins(article.judgement),
    }
