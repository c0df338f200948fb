"""A page that was told and is gone: each desk that was told of it hears so, once (decision 0011)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from detente import sql
from detente.config import Alert
from detente.messages import Article, Verdict
from detente.tables.outbox import DELIVERIES, WITHDRAWALS
from sinks.alert.payload import withdrawn
from sinks.alert.queue import Delivery, queue
from sinks.alert.rules import WITHDRAWN, due_at

TELLING = ("pending", "sending", "delivered")


def remember(connection: sa.Connection, verdict: Verdict) -> None:
    """Keep it in mind: the update that would tell the article may come later."""
    values = {"revision": verdict.revision, "at": verdict.at}
    statement = sql.upsert(connection, WITHDRAWALS).values(article=verdict.id, **values)
    newer = WITHDRAWALS.c.revision < verdict.revision
    connection.execute(statement.on_conflict_do_update(index_elements=["article"], set_=values, where=newer))


def is_withdrawn(connection: sa.Connection, article: Article) -> bool:
    """Whether the page was found gone after this revision of it."""
    later = sa.select(WITHDRAWALS.c.article).where(
        WITHDRAWALS.c.article == article.id, WITHDRAWALS.c.revision > article.revision
    )
    return connection.execute(later).first() is not None


def withdraw(connection: sa.Connection, verdict: Verdict, alert: Alert, now: datetime) -> None:
    """Queue the news of it where the article was told or still will be, behind that delivery."""
    told = connection.execute(
        sa.select(DELIVERIES.c.story, DELIVERIES.c.due, DELIVERIES.c.payload)
        .where(
            DELIVERIES.c.destination == alert.name,
            DELIVERIES.c.article == verdict.id,
            DELIVERIES.c.type != WITHDRAWN,
            DELIVERIES.c.state.in_(TELLING),
        )
        .order_by(DELIVERIES.c.due.desc(), DELIVERIES.c.id)
        .limit(1)
    ).first()
    if told is None:
        return
    delivery = Delivery(
        id=f"gone.{alert.name}.{verdict.id}.{verdict.revision}",
        destination=alert.name,
        story=told.story,
        article=verdict.id,
        type=WITHDRAWN,
        due=due_at(alert, max(now, told.due)),
        payload=withdrawn(told.payload, verdict),
    )
    queue(connection, delivery, now)
