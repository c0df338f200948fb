"""Alembic's entry: runs on the connection that `detente.schema` hands in."""

from alembic import context

from detente.tables.all import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
