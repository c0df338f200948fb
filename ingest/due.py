"""Which items are fetched next: the longest waiting first, and no host with more than its share."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import sqlalchemy as sa

from detente.tables.frontier import ITEMS

PER_HOST = 8
WINDOWS = 2  # of rows to look at, in as many as are wanted
DUE: sa.ColumnElement[str] = sa.literal_column(
    "'due'"
)  # no parameter: only so does SQLite see that the index of what is due serves
ORDER = (sa.type_coerce(ITEMS.c.due, sa.Double), ITEMS.c.host, ITEMS.c.id)


def free(table: sa.Table, now: datetime) -> sa.ColumnElement[bool]:
    """Whether a row of feeds or items is nobody's now."""
    return sa.or_(table.c.leased_until.is_(None), table.c.leased_until < now)


def is_due(now: datetime) -> sa.ColumnElement[bool]:
    """Whether an item may be fetched now."""
    return sa.and_(ITEMS.c.state == DUE, ITEMS.c.due <= now, free(ITEMS, now))


def chosen(connection: sa.Connection, now: datetime, limit: int, taken: Counter[str]) -> list[str]:
    """Ids of up to `limit` items, at most `PER_HOST` of a host, counted with what is `taken`.

    The index of what is due answers alone, a window at a time; a host that has its share is passed over from then on.
    """
    ids: list[str] = []
    window = WINDOWS * limit
    after: sa.ColumnElement[bool] = sa.true()
    while True:
        full = [host for host, count in taken.items() if count >= PER_HOST]
        query = sa.select(*ORDER).where(is_due(now), after, ITEMS.c.host.not_in(full)).order_by(*ORDER).limit(window)
        rows = connection.execute(query).all()
        for row in rows:
            if taken[row.host] < PER_HOST and len(ids) < limit:
                taken[row.host] += 1
                ids.append(row.id)
        if len(rows) < window or len(ids) == limit:
            return ids
        after = sa.tuple_(*ORDER) > sa.tuple_(
            *(sa.literal(part, c.type) for part, c in zip(rows[-1], ORDER, strict=True))
        )
