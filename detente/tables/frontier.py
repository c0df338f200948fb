"""The frontier: what is due when. Feeds and items with due times and leases, and what hosts asked of us."""

from __future__ import annotations

import sqlalchemy as sa

from detente.tables import METADATA, Instant

FEEDS = sa.Table(
    "feeds",
    METADATA,
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("group_name", sa.Text),
    sa.Column("language", sa.String(12)),
    sa.Column("side", sa.String(12)),
    sa.Column("family", sa.Text),
    sa.Column("tier", sa.Text),
    sa.Column("urgent", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("fixed_poll", sa.Double),
    sa.Column("selector", sa.Text),
    sa.Column("origin", sa.String(8), nullable=False),  # config | added
    sa.Column("state", sa.String(8), nullable=False),  # active | paused | gone | removed
    sa.Column("due", Instant, nullable=False),
    sa.Column("leased_until", Instant),
    # what the server said, byte for byte
    sa.Column("etag", sa.Text),
    sa.Column("last_modified", sa.Text),
    sa.Column("body_hash", sa.String(32)),
    sa.Column("known", sa.LargeBinary),  # which of its entries we have read (ingest/formats/ladder.py), msgpack
    sa.Column("by_link", sa.Boolean, nullable=False, server_default=sa.false()),  # its guids do not name its entries
    sa.Column("unconditional", Instant),  # last poll without validators
    # what we saw
    sa.Column("polls", sa.Integer, nullable=False, server_default="0"),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("failure_weight", sa.Double, nullable=False, server_default="0"),
    sa.Column("last_poll", Instant),
    sa.Column("last_success", Instant),
    sa.Column("last_new_item", Instant),
    sa.Column("last_status", sa.Integer),
    sa.Column("last_error", sa.Text),
    sa.Column("malformed", sa.Text),
    sa.Column("gap_seconds", sa.Double),
    sa.Column("gone_since", Instant),
    sa.Column("failure_kind", sa.String(12)),
    sa.Column("moved_to", sa.Text),  # where it is asked since a permanent redirect has proved itself
    sa.Column("redirect_to", sa.Text),
    sa.Column("redirect_since", Instant),
    sa.Column("redirect_polls", sa.Integer, nullable=False, server_default="0"),
    # WebSub (W3C recommendation)
    sa.Column("hub", sa.Text),
    sa.Column("hub_topic", sa.Text),
    sa.Column("hub_mode", sa.String(12)),  # what it was asked last: subscribe | unsubscribe
    sa.Column("hub_path", sa.String(64)),  # where it calls back
    sa.Column("hub_secret", sa.Text),
    sa.Column("hub_until", Instant),  # the subscription's end; None until the hub has verified it
    sa.Column("hub_due", Instant),  # when to ask the hub (again)
    sa.Column("poll_reason", sa.Text),
    sa.Index("ix_feeds_due", "state", "due"),
    sa.Index(
        "ix_feeds_hub_due",
        "hub_due",
        sqlite_where=sa.text("hub IS NOT NULL"),
        postgresql_where=sa.text("hub IS NOT NULL"),
    ),
    sa.Index("ix_feeds_hub_path", "hub_path"),
)

ITEMS = sa.Table(
    "items",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),  # due | published | failed
    sa.Column("due", Instant),
    sa.Column("leased_until", Instant),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("status", sa.Integer),
    sa.Column("reason", sa.Text),
    sa.Column("seed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
    sa.Column("first_seen", Instant, nullable=False),
    sa.Column("ended", Instant),
    sa.Column("guid_key", sa.LargeBinary(8)),  # which entry of which feed it is
    sa.Column("entry_hash", sa.LargeBinary(8)),  # of the entry's words, to see edits
    sa.Column("entry", sa.LargeBinary),  # until it has ended: source, the feed's own words and clocks, msgpack
    # all that choosing what is fetched next looks at
    sa.Index(
        "ix_items_due",
        *("due", "host", "id", "leased_until", "state"),
        sqlite_where=sa.text("state = 'due'"),
        postgresql_where=sa.text("state = 'due'"),
    ),
    sa.Index("ix_items_guid_key", "guid_key"),
)

HOSTS = sa.Table(
    "hosts",
    METADATA,
    sa.Column("host", sa.Text, primary_key=True),  # scheme://host:port
    sa.Column("not_before", Instant),
    sa.Column("robots", sa.Text),
    sa.Column("robots_status", sa.String(10)),  # rules | allow | disallow
    sa.Column("robots_until", Instant),
)

PAGE_CHANGES = sa.Table(
    "page_changes",
    METADATA,
    sa.Column("feed", sa.Text, primary_key=True),
    sa.Column("at", Instant, primary_key=True),
    sa.Column("added", sa.JSON, nullable=False),  # [{"url", "title"}]
    sa.Column("removed", sa.JSON, nullable=False),
)
