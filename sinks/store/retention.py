"""How long records are kept: old articles with their revisions and verdicts go in small batches, and
stories that have none left.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from detente import sql
from detente.tables.store import ARTICLES, REVISIONS, STORIES, VERDICTS

CHUNK = 500


def drop_before(engine: sa.Engine, moment: datetime) -> int:
    """Delete what was first seen before `moment`; how many articles and verdicts went."""
    dropped = 0
    for table, key in ((ARTICLES, ARTICLES.c.id), (VERDICTS, VERDICTS.c.id)):
        while True:
            old = sa.select(key).where(table.c.first_seen < moment).limit(CHUNK)
            with sql.writing(engine) as connection:
                ids = list(connection.scalars(old))
                connection.execute(sa.delete(table).where(key.in_(ids)))
                connection.execute(sa.delete(REVISIONS).where(REVISIONS.c.article.in_(ids)))
            dropped += len(ids)
            if len(ids) < CHUNK:
                break
    with sql.writing(engine) as connection:
        connection.execute(sa.delete(STORIES).where(STORIES.c.last_seen < moment))
    return dropped
