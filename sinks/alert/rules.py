"""Whether a story update is told at a destination: a pure rule, with its reason."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from detente.config import Alert
from detente.messages import StoryUpdate

Type = Literal["detente.story.first", "detente.story.update", "detente.story.corrected", "detente.story.withdrawn"]
DIGEST: Final = "detente.digest"
WITHDRAWN: Final = "detente.story.withdrawn"
UNTOLD = ("repeat", "retrospective", "opinion")


class Told(msgspec.Struct, frozen=True):
    """What the ledger knows of a story at a destination: it was told, or it is old news of a feed's first poll.

    `sent`: the articles that it was told by; `waiting`: those whose delivery is still to be sent.
    """

    last: datetime
    sent: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()


class Tell(msgspec.Struct, frozen=True):
    """Tell it as `type`, not before `due`."""

    type: Type
    due: datetime


class Count(msgspec.Struct, frozen=True):
    """Not told; it raises "also reported by" where the story was."""

    reason: str


def decide(update: StoryUpdate, alert: Alert, told: Told | None, now: datetime) -> Tell | Count:
    """The decision for one update at one destination."""
    article = update.article
    if article.canary:
        return Count("a probe of the operator")
    if article.seed:
        return Count("of a feed's first poll")
    if not article.judgement.relevant:
        return Count(f"{article.judgement.band}, not relevant")
    if reason := _filtered(update, alert):
        return Count(reason)
    if told is None:
        if update.novelty in ("retrospective", "opinion"):
            return Count(update.novelty)
        return Tell("detente.story.first", due_at(alert, now + timedelta(seconds=alert.group_wait)))
    return _follow_up(update, alert, told, now)


def due_at(alert: Alert, moment: datetime) -> datetime:
    """When the destination takes what could go at `moment`: with its next digest, and not in its quiet hours."""
    if alert.digest is not None:
        collected = math.ceil(moment.timestamp() / alert.digest) * alert.digest
        moment = datetime.fromtimestamp(collected, moment.tzinfo)
    return alert.quiet_hours.after(moment) if alert.quiet_hours else moment


def _follow_up(update: StoryUpdate, alert: Alert, told: Told, now: datetime) -> Tell | Count:
    if update.novelty in UNTOLD:
        return Count(update.novelty)
    if update.novelty == "first":
        return Count("told before")
    if update.novelty not in alert.novelty:
        return Count(f"follow-ups of kind {update.novelty} are not asked for")
    if update.article.revision > 1:
        if update.article.id in told.waiting:
            return Count("it was not sent yet, and goes out as revised")
        if update.article.id not in told.sent:
            return Count("a revision of what was not told")
    due = due_at(alert, max(now, told.last + timedelta(seconds=alert.group_interval)))
    return Tell("detente.story.corrected" if update.novelty == "correction" else "detente.story.update", due)


def _filtered(update: StoryUpdate, alert: Alert) -> str | None:
    """Why the destination does not want it; None where it does."""
    judgement, source = update.article.judgement, update.article.source
    if judgement.score < alert.min_score:
        return f"score {judgement.score:.2f} is under {alert.min_score:.2f}"
    if alert.topics and not set(alert.topics) & {topic.id for topic in judgement.topics}:
        return "none of its topics"
    if alert.actors and not set(alert.actors) & {actor.id for actor in judgement.actors}:
        return "none of its actors"
    if alert.sides and source.side not in alert.sides:
        return "a source of another side"
    if alert.languages and update.article.language not in alert.languages:
        return "another language"
    return None
