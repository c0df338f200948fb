"""What is to be told and was told: a ledger of stories by destination, the deliveries with their fates, and which
articles were withdrawn.
"""

from __future__ import annotations

import sqlalchemy as sa

from detente.tables import METADATA, Instant

LEDGER = sa.Table(
    "told_stories",
    METADATA,
    sa.Column("destination", sa.String(40), primary_key=True),
    sa.Column("story", sa.String(40), primary_key=True),
    sa.Column("first_delivery", sa.String(60), nullable=False),
    sa.Column("last_told", Instant, nullable=False),
)

DELIVERIES = sa.Table(
    "deliveries",
    METADATA,
    sa.Column("id", sa.String(60), primary_key=True),  # the webhook-id: the same on every attempt
    sa.Column("destination", sa.String(40), nullable=False),
    sa.Column("story", sa.String(40), nullable=False),
    sa.Column("article", sa.String(32), nullable=False),
    sa.Column("type", sa.String(40), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),  # pending | sending | delivered | failed | dropped
    sa.Column("created", Instant, nullable=False),
    sa.Column("due", Instant, nullable=False),
    sa.Column("leased_until", Instant),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("ended", Instant),
    sa.Column("reason", sa.Text),
    sa.Column("digest", sa.String(80)),  # the message that it goes with, from the first attempt on
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Index("ix_deliveries_due", "destination", "state", "due"),
    sa.Index("ix_deliveries_story", "story"),
    sa.Index("ix_deliveries_article", "article"),
)

WITHDRAWALS = sa.Table(
    "withdrawals",
    METADATA,
    sa.Column("article", sa.String(32), primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),  # that the page would have had
    sa.Column("at", Instant, nullable=False),
)

DESTINATIONS = sa.Table(
    "destinations",
    METADATA,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("disabled", Instant),
    sa.Column("reason", sa.Text),
    sa.Column("not_before", Instant),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
)
