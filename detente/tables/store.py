"""Records: a verdict a page, the relevant articles with their text, the stories; full-text search over articles."""

from __future__ import annotations

import sqlalchemy as sa

from detente.tables import METADATA, Instant

VERDICTS = sa.Table(
    "verdicts",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("outcome", sa.String(16), nullable=False),
    sa.Column("band", sa.String(12), nullable=False),
    sa.Column("score", sa.Double, nullable=False),
    sa.Column("decided_by", sa.String(12), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("language", sa.String(12)),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("published", Instant),
    sa.Column("first_seen", Instant, nullable=False),
    sa.Column("fetched", Instant),
    sa.Column("at", Instant, nullable=False),
    sa.Column("seed", sa.Boolean, nullable=False),
    sa.Index("ix_verdicts_outcome", "outcome", "at"),
    sa.Index("ix_verdicts_url", "url"),
)

ARTICLES = sa.Table(
    "articles",
    METADATA,
    sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("id", sa.String(32), nullable=False, unique=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("language", sa.String(12)),
    sa.Column("author", sa.Text),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("family", sa.Text),
    sa.Column("published", Instant),
    sa.Column("first_seen", Instant, nullable=False),
    sa.Column("fetched", Instant),
    sa.Column("story", sa.String(40), nullable=False),
    sa.Column("group_id", sa.String(40), nullable=False),
    sa.Column("novelty", sa.String(16), nullable=False),
    sa.Column("score", sa.Double, nullable=False),
    sa.Column("band", sa.String(12), nullable=False),
    sa.Column("valence", sa.String(16)),
    sa.Column("seed", sa.Boolean, nullable=False),
    sa.Column("judgement", sa.JSON, nullable=False),
    sa.Column("withdrawn", Instant),  # when its page was found gone
    sa.Index("ix_articles_story", "story"),
    sa.Index("ix_articles_first_seen", "first_seen"),
)

REVISIONS = sa.Table(
    "revisions",
    METADATA,
    sa.Column("article", sa.String(32), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("title_before", sa.Text),
    sa.Column("diff", sa.Text, nullable=False),  # unified, a sentence a line, from the revision before
)

STORIES = sa.Table(
    "stories",
    METADATA,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("title", sa.Text),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("first_seen", Instant, nullable=False),
    sa.Column("last_seen", Instant, nullable=False),
    sa.Column("articles", sa.Integer, nullable=False),
    sa.Column("score", sa.Double, nullable=False),
    sa.Index("ix_stories_last_seen", "last_seen"),
)

SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS articles_fts USING fts5"
    " (title, text, content='articles', content_rowid='number', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER IF NOT EXISTS articles_fts_insert AFTER INSERT ON articles BEGIN"
    " INSERT INTO articles_fts(rowid, title, text) VALUES (new.number, new.title, new.text); END",
    "CREATE TRIGGER IF NOT EXISTS articles_fts_delete AFTER DELETE ON articles BEGIN"
    " INSERT INTO articles_fts(articles_fts, rowid, title, text)"
    " VALUES ('delete', old.number, old.title, old.text); END",
    "CREATE TRIGGER IF NOT EXISTS articles_fts_update AFTER UPDATE OF title, text ON articles BEGIN"
    " INSERT INTO articles_fts(articles_fts, rowid, title, text)"
    " VALUES ('delete', old.number, old.title, old.text);"
    " INSERT INTO articles_fts(rowid, title, text) VALUES (new.number, new.title, new.text); END",
)
POSTGRESQL = (
    "ALTER TABLE articles ADD COLUMN IF NOT EXISTS words tsvector GENERATED ALWAYS AS ("
    " setweight(to_tsvector('simple', coalesce(title, '')), 'A') || setweight(CASE language"
    " WHEN 'ru' THEN to_tsvector('russian', coalesce(title, '') || ' ' || text)"
    " WHEN 'en' THEN to_tsvector('english', coalesce(title, '') || ' ' || text)"
    " WHEN 'de' THEN to_tsvector('german', coalesce(title, '') || ' ' || text)"
    " WHEN 'fr' THEN to_tsvector('french', coalesce(title, '') || ' ' || text)"
    " ELSE to_tsvector('simple', text) END, 'B')) STORED",
    "CREATE INDEX IF NOT EXISTS ix_articles_words ON articles USING gin (words)",
)


def extras(connection: sa.Connection) -> None:
    """What only one of the databases has: the full-text index. Harmless when it is there."""
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)
