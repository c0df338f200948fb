"""Ingest remembers entries, redirects and hubs; articles keep what was changed in them."""

import sqlalchemy as sa
from alembic import op

from detente.tables import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _of_feeds() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("known", sa.LargeBinary(), nullable=True),
        sa.Column("by_link", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("unconditional", Instant(), nullable=True),
        sa.Column("failure_kind", sa.String(length=12), nullable=True),
        sa.Column("redirect_to", sa.Text(), nullable=True),
        sa.Column("redirect_since", Instant(), nullable=True),
        sa.Column("redirect_polls", sa.Integer(), server_default="0", nullable=False),
        sa.Column("hub", sa.Text(), nullable=True),
        sa.Column("hub_topic", sa.Text(), nullable=True),
        sa.Column("hub_secret", sa.Text(), nullable=True),
        sa.Column("hub_until", Instant(), nullable=True),
        sa.Column("hub_due", Instant(), nullable=True),
    )


def upgrade() -> None:
    for column in _of_feeds():
        op.add_column("feeds", column)
    op.add_column("items", sa.Column("guid_key", sa.LargeBinary(length=8), nullable=True))
    op.add_column("items", sa.Column("entry_hash", sa.LargeBinary(length=8), nullable=True))
    op.drop_index("ix_items_url", table_name="items")
    op.create_index("ix_items_guid_key", "items", ["guid_key"], unique=False)
    op.add_column("articles", sa.Column("withdrawn", Instant(), nullable=True))
    op.create_table(
        "page_changes",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("added", sa.JSON(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("feed", "at", name=op.f("pk_page_changes")),
    )
    op.create_table(
        "revisions",
        sa.Column("article", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("title_before", sa.Text(), nullable=True),
        sa.Column("diff", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article", "revision", name=op.f("pk_revisions")),
    )
