"""What the tables keep of a verdict, and of an article in its place."""

from __future__ import annotations

from typing import Any

import msgspec

from detente.messages import StoryUpdate, Verdict


def verdict_row(verdict: Verdict) -> dict[str, Any]:
    """The row of a verdict."""
    return {
        "id": verdict.id,
        "revision": verdict.revision,
        "url": verdict.url,
        "title": verdict.title,
        "outcome": verdict.outcome,
        "band": verdict.band,
        "score": verdict.score,
        "decided_by": verdict.decided_by,
        "reason": verdict.reason,
        "language": verdict.language,
        "source": verdict.source.name,
        "feed": verdict.source.feed,
        "published": verdict.clocks.published,
        "first_seen": verdict.clocks.first_seen,
        "fetched": verdict.clocks.fetched,
        "at": verdict.at,
        "seed": verdict.seed,
    }


def article_row(update: StoryUpdate) -> dict[str, Any]:
    """The row of an article in its place."""
    article = update.article
    return {
        "id": article.id,
        "revision": article.revision,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "language": article.language,
        "author": article.author,
        "source": article.source.name,
        "family": article.source.family,
        "published": article.clocks.published,
        "first_seen": article.clocks.first_seen,
        "fetched": article.clocks.fetched,
        "story": update.story,
        "group_id": update.group,
        "novelty": update.novelty,
        "score": article.judgement.score,
        "band": article.judgement.band,
        "valence": article.judgement.valence,
        "seed": article.seed,
        "judgement": msgspec.to_builtins(article.judgement),
    }
