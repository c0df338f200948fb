"""The index of what is due holds all that choosing the next fetches looks at; where WebSub hubs call back."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
DUE = sa.text("state = 'due'")
OFFERED = sa.text("hub IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_items_due", table_name="items")
    op.create_index(
        "ix_items_due",
        "items",
        ["due", "host", "id", "leased_until", "state"],
        unique=False,
        sqlite_where=DUE,
        postgresql_where=DUE,
    )
    op.add_column("feeds", sa.Column("hub_mode", sa.String(length=12), nullable=True))
    op.add_column("feeds", sa.Column("hub_path", sa.String(length=64), nullable=True))
    op.create_index("ix_feeds_hub_path", "feeds", ["hub_path"], unique=False)
    op.create_index(
        "ix_feeds_hub_due", "feeds", ["hub_due"], unique=False, sqlite_where=OFFERED, postgresql_where=OFFERED
    )
