"""What a desk thinks of verdicts: one thumb of a person on an article, with the text that it was given on."""

from __future__ import annotations

import sqlalchemy as sa

from detente.tables import METADATA, Instant

FEEDBACK = sa.Table(
    "feedback",
    METADATA,
    sa.Column("article", sa.String(32), primary_key=True),
    sa.Column("who", sa.String(80), primary_key=True),
    sa.Column("up", sa.Boolean, nullable=False),
    sa.Column("note", sa.Text),
    sa.Column("at", Instant, nullable=False),
    # The article itself, which the store forgets after a while and of which a verdict keeps the title alone.
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("language", sa.String(12)),
    sa.Column("source", sa.Text, nullable=False),
)
