"""The index of what is due holds all that choosing the next fetches looks at."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
DUE = sa.text("state = 'due'")


def upgrade() -> None:
    op.drop_index("ix_items_due", table_name="items")
    op.create_index(
        "ix_items_due",
        "items",
        ["due", "host", "id", "leased_until"],
        unique=False,
        sqlite_where=DUE,
        postgresql_where=DUE,
    )
