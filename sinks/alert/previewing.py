"""What the last articles would be told as: the rule of the outbox over stored updates, with nothing sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from detente.config import Alert
from detente.messages import StoryUpdate, decode
from detente.tables.stories import PLACES
from sinks.alert.rules import Tell, Told, decide


def previews(connection: sa.Connection, alerts: Sequence[Alert], last: int) -> Iterator[str]:
    """A line for each of the last articles and each destination."""
    newest = sa.select(PLACES.c.story_update).order_by(PLACES.c.number.desc()).limit(last)
    updates = [decode(StoryUpdate, row.story_update) for row in reversed(connection.execute(newest).all())]
    for alert in alerts:
        told: dict[str, Told] = {}
        for update in updates:
            decision = decide(update, alert, told.get(update.story), update.at)
            if isinstance(decision, Tell):
                told[update.story] = Told(update.at)
                yield f"{alert.name}: {decision.type}  {update.article.title}"
            else:
                yield f"{alert.name}: not told ({decision.reason})  {update.article.title}"
