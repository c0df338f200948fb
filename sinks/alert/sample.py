"""A message that is plainly a test."""

from __future__ import annotations

from datetime import datetime

from sinks.alert.notify.notifier import Message
from sinks.alert.payload import iso


def message(identity: str, now: datetime) -> Message:
    """What `detente alert test` sends: every field of an alert, marked as a test."""
    sentence = "This is a test of Détente: no event is reported."
    data = {
        "story_id": "test",
        "article_id": "test",
        "novelty": "first",
        "title": "Test of this destination",
        "titles": {"en": "Test of this destination", "ru": None},
        "url": "https://example.org/test",
        "source": "Détente",
        "language": "en",
        "score": 1.0,
        "valence": "neutral",
        "what_is_new": sentence,
        "evidence": [{"text": sentence, "start": 0, "end": len(sentence), "actors": []}],
        "actors": [],
        "topics": [],
        "also": [],
        "published": iso(now),
        "first_seen": iso(now),
        "fetched": iso(now),
        "told": iso(now),
        "latency_seconds": 0.0,
        "test": True,
    }
    return Message(id=identity, type="detente.test", story="test", created=now, data=data)
