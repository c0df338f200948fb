"""The first schema: frontier, records, stories, outbox, reports of the daemons."""

import sqlalchemy as sa
from alembic import op

from detente.tables import Instant
from detente.tables.store import extras

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=True),
        sa.Column("published", Instant(), nullable=True),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("fetched", Instant(), nullable=True),
        sa.Column("story", sa.String(length=40), nullable=False),
        sa.Column("group_id", sa.String(length=40), nullable=False),
        sa.Column("novelty", sa.String(length=16), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("band", sa.String(length=12), nullable=False),
        sa.Column("valence", sa.String(length=16), nullable=True),
        sa.Column("seed", sa.Boolean(), nullable=False),
        sa.Column("judgement", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_articles")),
        sa.UniqueConstraint("id", name=op.f("uq_articles_id")),
    )
    op.create_index("ix_articles_first_seen", "articles", ["first_seen"], unique=False)
    op.create_index("ix_articles_story", "articles", ["story"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("destination", sa.String(length=40), nullable=False),
        sa.Column("story", sa.String(length=40), nullable=False),
        sa.Column("article", sa.String(length=32), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.Column("due", Instant(), nullable=False),
        sa.Column("leased_until", Instant(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ended", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
    )
    op.create_index("ix_deliveries_due", "deliveries", ["destination", "state", "due"], unique=False)
    op.create_index("ix_deliveries_story", "deliveries", ["story"], unique=False)
    op.create_table(
        "destinations",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("disabled", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("not_before", Instant(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_destinations")),
    )
    op.create_table(
        "feeds",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=True),
        sa.Column("side", sa.String(length=12), nullable=True),
        sa.Column("family", sa.Text(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("urgent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("fixed_poll", sa.Double(), nullable=True),
        sa.Column("selector", sa.Text(), nullable=True),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("due", Instant(), nullable=False),
        sa.Column("leased_until", Instant(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.String(length=32), nullable=True),
        sa.Column("polls", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failure_weight", sa.Double(), server_default="0", nullable=False),
        sa.Column("last_poll", Instant(), nullable=True),
        sa.Column("last_success", Instant(), nullable=True),
        sa.Column("last_new_item", Instant(), nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("malformed", sa.Text(), nullable=True),
        sa.Column("gap_seconds", sa.Double(), nullable=True),
        sa.Column("gone_since", Instant(), nullable=True),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("poll_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_feeds")),
    )
    op.create_index("ix_feeds_due", "feeds", ["state", "due"], unique=False)
    op.create_table(
        "group_progress",
        sa.Column("group_name", sa.String(length=80), nullable=False),
        sa.Column("topic", sa.String(length=120), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("committed", sa.BigInteger(), nullable=False),
        sa.Column("highest", sa.BigInteger(), nullable=False),
        sa.Column("moved", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("group_name", "topic", "partition", name=op.f("pk_group_progress")),
    )
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("not_before", Instant(), nullable=True),
        sa.Column("robots", sa.Text(), nullable=True),
        sa.Column("robots_status", sa.String(length=10), nullable=True),
        sa.Column("robots_until", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_hosts")),
    )
    op.create_table(
        "items",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due", Instant(), nullable=True),
        sa.Column("leased_until", Instant(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("seed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("ended", Instant(), nullable=True),
        sa.Column("entry", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
    )
    op.create_index(
        "ix_items_due",
        "items",
        ["due"],
        unique=False,
        sqlite_where=sa.text("state = 'due'"),
        postgresql_where=sa.text("state = 'due'"),
    )
    op.create_index("ix_items_url", "items", ["url"], unique=False)
    op.create_table(
        "stage_status",
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("instance", sa.String(length=120), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("seen", Instant(), nullable=False),
        sa.Column("last_loop", Instant(), nullable=True),
        sa.Column("restarts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("stage", "instance", name=op.f("pk_stage_status")),
    )
    op.create_table(
        "stories",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_index("ix_stories_last_seen", "stories", ["last_seen"], unique=False)
    op.create_table(
        "story_assigners",
        sa.Column("profile", sa.String(length=40), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("profile", name=op.f("pk_story_assigners")),
    )
    op.create_table(
        "story_places",
        sa.Column("profile", sa.String(length=40), nullable=False),
        sa.Column("article", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("story", sa.String(length=40), nullable=False),
        sa.Column("group_id", sa.String(length=40), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("member", sa.LargeBinary(), nullable=False),
        sa.Column("story_update", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("profile", "article", name=op.f("pk_story_places")),
    )
    op.create_index("ix_story_places_number", "story_places", ["profile", "number"], unique=False)
    op.create_index("ix_story_places_story", "story_places", ["story"], unique=False)
    op.create_table(
        "told_stories",
        sa.Column("destination", sa.String(length=40), nullable=False),
        sa.Column("story", sa.String(length=40), nullable=False),
        sa.Column("first_delivery", sa.String(length=60), nullable=False),
        sa.Column("last_told", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("destination", "story", name=op.f("pk_told_stories")),
    )
    op.create_table(
        "verdicts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("band", sa.String(length=12), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("decided_by", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("published", Instant(), nullable=True),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("fetched", Instant(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("seed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdicts")),
    )
    op.create_index("ix_verdicts_outcome", "verdicts", ["outcome", "at"], unique=False)
    op.create_index("ix_verdicts_url", "verdicts", ["url"], unique=False)
    extras(op.get_bind())
