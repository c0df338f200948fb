"""An index of archived pages; the outbox remembers which articles were withdrawn, ingest which it has
looked at once more.
"""

import sqlalchemy as sa
from alembic import op

from detente.tables import Instant

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archived_pages",
        sa.Column("article", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("article", "revision", name=op.f("pk_archived_pages")),
    )
    op.create_index("ix_archived_pages_at", "archived_pages", ["at"], unique=False)
    op.create_table(
        "withdrawals",
        sa.Column("article", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_withdrawals")),
    )
    op.create_table(
        "rechecks",
        sa.Column("article", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_rechecks")),
    )
    op.add_column("deliveries", sa.Column("digest", sa.String(length=80), nullable=True))
    op.create_index("ix_deliveries_article", "deliveries", ["article"], unique=False)
