"""Full-text search over stored articles, on FTS5 or tsvector. What a person types is never a syntax error."""

from __future__ import annotations

import re

import msgspec
import sqlalchemy as sa

WORD = re.compile(r"\w+")
SQLITE = """
SELECT a.id, a.title, a.url, a.story, -bm25(articles_fts, 4.0, 1.0) AS rank,
       snippet(articles_fts, 1, '', '', ' … ', 24) AS snippet
FROM articles_fts JOIN articles a ON a.number = articles_fts.rowid
WHERE articles_fts MATCH :words ORDER BY rank DESC, a.id LIMIT :most
"""
POSTGRESQL = """
SELECT a.id, a.title, a.url, a.story, ts_rank(a.words, q) AS rank,
       ts_headline('simple', a.text, q, 'StartSel="", StopSel="", MaxFragments=1, MaxWords=24, MinWords=8') AS snippet
FROM articles a, CAST(:words AS tsquery) q WHERE a.words @@ q ORDER BY rank DESC, a.id LIMIT :most
"""


class Found(msgspec.Struct, frozen=True):
    """An article that has all the words, the best first; `rank` has no unit."""

    id: str
    title: str | None
    url: str
    story: str
    rank: float
    snippet: str


def search(connection: sa.Connection, words: str, most: int = 20) -> list[Found]:
    """Articles that hold every word of `words`; none for no word."""
    tokens = WORD.findall(words)
    if not tokens:
        return []
    if connection.dialect.name == "sqlite":
        query, match = SQLITE, " ".join(f'"{token}"' for token in tokens)
    else:
        query, match = POSTGRESQL, _tsquery(connection, tokens)
    rows = connection.execute(sa.text(query), {"words": match, "most": most})
    return [Found(row.id, row.title, row.url, row.story, float(row.rank), row.snippet) for row in rows]


def _tsquery(connection: sa.Connection, tokens: list[str]) -> str:
    """The words as each language's articles keep them: any of the forms does."""
    either = [
        f"({' || '.join(f'plainto_tsquery({each!r}, :w{n})' for each in ('simple', 'english', 'russian'))})"
        for n, _token in enumerate(tokens)
    ]
    parameters = {f"w{n}": token for n, token in enumerate(tokens)}
    return str(connection.scalar(sa.text(f"SELECT CAST({' && '.join(either)} AS text)"), parameters))
