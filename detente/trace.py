"""Where a page went: the rows that each stage wrote of it, in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

import msgspec
import sqlalchemy as sa

from detente.tables.frontier import ITEMS
from detente.tables.outbox import DELIVERIES
from detente.tables.store import ARTICLES, REVISIONS, VERDICTS
from detente.tables.stories import PLACES
from detente.urls import article_id

Outcome = Literal["told", "stored", "not_relevant", "duplicate", "failed", "dead", "pending"]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    at: str | None
    stage: str
    outcome: str
    reason: str | None


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """What a revision changed: the title that it had before where that is another, and a diff of the text."""

    revision: int
    at: str | None
    title_before: str | None
    diff: str


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """What `detente trace --json` prints."""

    id: str
    url: str
    outcome: Outcome
    steps: list[Step]
    revisions: list[Revision]


def trace(connection: sa.Connection, what: str) -> Trace | None:
    """The way of the page with this address or id; None where nothing knows it."""
    try:
        identity = article_id(what) if "://" in what else what
    except ValueError:
        return None
    item = connection.execute(sa.select(ITEMS).where(ITEMS.c.id == identity)).first()
    verdict = connection.execute(sa.select(VERDICTS).where(VERDICTS.c.id == identity)).first()
    if item is None and verdict is None:
        return None
    steps = [*_ingest(item), *_process(verdict), *_placed(connection, identity), *_told(connection, identity)]
    url = str((item or verdict).url)  # type: ignore[union-attr]  # one of them is there
    return Trace(
        id=identity, url=url, outcome=outcome_of(steps), steps=steps, revisions=_revisions(connection, identity)
    )


def outcome_of(steps: list[Step]) -> Outcome:
    """The one word for the whole way."""
    if any(step.stage == "alert" and step.outcome == "delivered" for step in steps):
        return "told"
    last = {step.stage: step.outcome for step in steps}
    if last.get("ingest") == "failed":
        return "failed"
    if "process" not in last:
        return "pending"
    if last["process"] != "relevant" and "store" not in last:
        return "not_relevant"
    if "store" not in last:
        return "pending"
    return "duplicate" if last.get("stories") == "repeat" else "stored"


Row = sa.Row[tuple[object, ...]]


def _ingest(item: Row | None) -> Iterator[Step]:
    if item is None:
        return
    yield _step(item.first_seen, "ingest", "seen", f"in {item.feed}" + (" (its first poll)" if item.seed else ""))
    if item.state == "due":
        yield _step(item.due, "ingest", "due", item.reason)
    else:
        yield _step(item.ended, "ingest", item.state, item.reason)


def _process(verdict: Row | None) -> Iterator[Step]:
    if verdict is not None:
        reason = f"{verdict.reason} (score {verdict.score:.2f}, by {verdict.decided_by})"
        yield _step(verdict.at, "process", verdict.outcome, reason)


def _placed(connection: sa.Connection, identity: str) -> Iterator[Step]:
    article = connection.execute(sa.select(ARTICLES).where(ARTICLES.c.id == identity)).first()
    place = connection.execute(sa.select(PLACES.c.story, PLACES.c.at).where(PLACES.c.article == identity)).first()
    if article is not None:
        yield _step(article.fetched, "stories", article.novelty, f"story {article.story}, group {article.group_id}")
        revision = f"revision {article.revision}" if article.revision > 1 else None
        yield _step(article.fetched, "store", "stored", revision)
        if article.withdrawn is not None:
            yield _step(article.withdrawn, "store", "withdrawn", "its page is gone")
    elif place is not None:
        yield _step(place.at, "stories", "placed", f"story {place.story}")


def _revisions(connection: sa.Connection, identity: str) -> list[Revision]:
    query = sa.select(REVISIONS).where(REVISIONS.c.article == identity).order_by(REVISIONS.c.revision)
    return [
        Revision(revision=row.revision, at=_iso(row.at), title_before=row.title_before, diff=row.diff)
        for row in connection.execute(query)
    ]


def _told(connection: sa.Connection, identity: str) -> Iterator[Step]:
    rows = connection.execute(
        sa.select(DELIVERIES).where(DELIVERIES.c.article == identity).order_by(DELIVERIES.c.created)
    )
    for row in rows:
        reason = f"{row.type} at {row.destination}" + (f": {row.reason}" if row.reason else "")
        yield _step(row.ended or row.due, "alert", row.state, reason)


def _step(at: datetime | None, stage: str, outcome: str, reason: str | None) -> Step:
    return Step(at=_iso(at), stage=stage, outcome=outcome, reason=reason)


def _iso(at: datetime | None) -> str | None:
    return None if at is None else f"{at:%Y-%m-%dT%H:%M:%SZ}"
