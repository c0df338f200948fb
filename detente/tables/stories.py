"""What the stories' assigner knows: each article's place, the update that told it, and who may write."""

from __future__ import annotations

import sqlalchemy as sa

from detente.tables import METADATA, Instant

PLACES = sa.Table(
    "story_places",
    METADATA,
    sa.Column("profile", sa.String(40), primary_key=True),
    sa.Column("article", sa.String(32), primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),  # the order of assignment
    sa.Column("story", sa.String(40), nullable=False),
    sa.Column("group_id", sa.String(40), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("member", sa.LargeBinary, nullable=False),  # processors.stories.memory.Member, msgpack
    sa.Column("story_update", sa.LargeBinary, nullable=False),  # the StoryUpdate as published
    sa.Index("ix_story_places_number", "profile", "number"),
    sa.Index("ix_story_places_story", "story"),
)

ASSIGNERS = sa.Table(
    "story_assigners",
    METADATA,
    sa.Column("profile", sa.String(40), primary_key=True),
    sa.Column("epoch", sa.BigInteger, nullable=False),
)
