"""What an alert says: the `data` of a webhook, built once from the story update. Every notifier shows this."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from detente.messages import StoryUpdate, Verdict

LANGUAGES = ("en", "ru")


def payload(update: StoryUpdate, *, test: bool = False) -> dict[str, Any]:
    """The `data` object; `told` and `latency_seconds` are stamped when it is sent."""
    article, judgement = update.article, update.article.judgement
    titles: dict[str, str | None] = dict.fromkeys(LANGUAGES)
    if article.language in titles:
        titles[article.language] = article.title
    return {
        "story_id": update.story,
        "article_id": article.id,
        "novelty": update.novelty,
        "title": article.title,
        "titles": titles,
        "url": article.url,
        "source": article.source.name,
        "language": article.language,
        "score": judgement.score,
        "valence": judgement.valence,
        "what_is_new": update.new_sentence,
        "evidence": msgspec.to_builtins(judgement.evidence),
        "actors": msgspec.to_builtins(judgement.actors),
        "topics": msgspec.to_builtins(judgement.topics),
        "also": [also(each.source, each.url, each.title, each.published) for each in update.also],
        "published": iso(article.clocks.published),
        "first_seen": iso(article.clocks.first_seen),
        "fetched": iso(article.clocks.fetched),
        "told": None,
        "latency_seconds": None,
        "test": test,
    }


def also(source: str, url: str, title: str | None, published: datetime | None) -> dict[str, Any]:
    """One line of "also reported by"."""
    return {"source": source, "url": url, "title": title, "published": iso(published)}


def joined(data: dict[str, Any], update: StoryUpdate) -> dict[str, Any]:
    """`data` with one more report of the same story, or as its own article was revised; unchanged where all is in."""
    article = update.article
    if article.id == data["article_id"]:
        return data if article.revision == 1 else _revised(data, update)
    if article.url == data["url"] or any(each["url"] == article.url for each in data["also"]):
        return data
    titles = dict(data["titles"])
    if article.language in titles and titles[article.language] is None:
        titles[article.language] = article.title
    line = also(article.source.name, article.url, article.title, article.clocks.published)
    return {**data, "titles": titles, "also": [*data["also"], line]}


def _revised(data: dict[str, Any], update: StoryUpdate) -> dict[str, Any]:
    newer = payload(update)
    titles = {language: title or data["titles"][language] for language, title in newer["titles"].items()}
    new = newer["what_is_new"] or data["what_is_new"]
    return {**newer, "novelty": data["novelty"], "titles": titles, "what_is_new": new, "also": data["also"]}


def withdrawn(data: dict[str, Any], verdict: Verdict) -> dict[str, Any]:
    """`data` of an article that was told, now that its page is gone."""
    return {**data, "what_is_new": verdict.reason, "fetched": iso(verdict.clocks.fetched)}


def stamped(data: dict[str, Any], now: datetime) -> dict[str, Any]:
    """`data` as told at `now`."""
    first_seen = datetime.fromisoformat(data["first_seen"]) if data["first_seen"] else now
    return {**data, "told": iso(now), "latency_seconds": round(max(0.0, (now - first_seen).total_seconds()), 3)}


def collected(items: Sequence[tuple[str, dict[str, Any]]], now: datetime) -> dict[str, Any]:
    """The `data` of a digest: what it tells, each with its type."""
    return {
        "count": len(items),
        "items": [{"type": kind, **data} for kind, data in items],
        "told": iso(now),
        "test": False,
    }


def iso(moment: datetime | None) -> str | None:
    """RFC 3339 in UTC, milliseconds."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
