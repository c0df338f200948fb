"""Which pages were looked at once more after they had been told."""

from __future__ import annotations

import sqlalchemy as sa

from detente.tables import METADATA, Instant

RECHECKS = sa.Table(
    "rechecks",
    METADATA,
    sa.Column("article", sa.String(32), primary_key=True),
    sa.Column("at", Instant, nullable=False),
)
