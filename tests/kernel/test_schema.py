"""The migrations make exactly the schema that the code uses, on both databases."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from detente import schema, sql
from detente.errors import StoreUnavailable, UsageError
from detente.tables.all import METADATA


def test_the_migrated_schema_is_that_of_the_tables(engine: sa.Engine) -> None:
    def ours(obj: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
        """The full-text index is made outside the metadata (detente/tables/store.py)."""
        return not (name or "").startswith("articles_fts") and name not in ("words", "ix_articles_words")

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, METADATA) == []


def test_an_upgrade_may_be_repeated(engine: sa.Engine) -> None:
    assert schema.upgrade(engine) == (schema.head(), schema.head())


@pytest.mark.servers
def test_a_server_without_the_schema_is_the_operators_to_upgrade(postgres: str) -> None:
    engine = sql.connect(postgres)
    with pytest.raises(UsageError, match="detente db upgrade"):
        schema.ensure(engine)
    engine.dispose()


def test_a_database_that_does_not_answer_is_unavailable_and_not_a_crash() -> None:
    engine = sql.connect("postgresql://nobody@127.0.0.1:9/none")
    with pytest.raises(StoreUnavailable), sql.reading(engine):
        pass


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", ""])
def test_another_database_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        sql.connect(url)
