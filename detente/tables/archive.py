"""Where each archived page stands: an index of the WARC files, which can be made again from them."""

from __future__ import annotations

import sqlalchemy as sa

from detente.tables import METADATA, Instant

ARCHIVED = sa.Table(
    "archived_pages",
    METADATA,
    sa.Column("article", sa.String(32), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),  # when it was fetched
    sa.Column("file", sa.Text, nullable=False),  # its name in the folder once it is complete
    sa.Column("offset", sa.BigInteger, nullable=False),
    sa.Column("length", sa.BigInteger, nullable=False),  # of both records, as they stand in the file
    sa.Index("ix_archived_pages_at", "at"),
)
