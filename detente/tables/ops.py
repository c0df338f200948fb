"""Who runs and how far each group came, for `detente health` and `detente lag`.

Facts that outlive the process that saw them.
"""

from __future__ import annotations

import sqlalchemy as sa

from detente.tables import METADATA, Instant

STAGE_STATUS = sa.Table(
    "stage_status",
    METADATA,
    sa.Column("stage", sa.String(40), primary_key=True),
    sa.Column("instance", sa.String(120), primary_key=True),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("seen", Instant, nullable=False),
    sa.Column("last_loop", Instant),
    sa.Column("restarts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("last_error", sa.Text),
    sa.Column("uses", sa.Text),  # what it works with that another machine may lack
)

PROGRESS = sa.Table(
    "group_progress",
    METADATA,
    sa.Column("group_name", sa.String(80), primary_key=True),
    sa.Column("topic", sa.String(120), primary_key=True),
    sa.Column("partition", sa.Integer, primary_key=True),
    sa.Column("committed", sa.BigInteger, nullable=False),
    sa.Column("highest", sa.BigInteger, nullable=False),
    sa.Column("moved", Instant, nullable=False),
)
