"""Story updates of our own for tests of sinks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from detente.bus import Record
from detente.config import Alert, Secret
from detente.messages import (
    Actor,
    AlsoReported,
    Article,
    Clocks,
    Evidence,
    Judgement,
    Model,
    Novelty,
    Source,
    StoryUpdate,
    TopicScore,
    Verdict,
    encode,
)
from detente.topology import STORIES, VERDICTS

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TEXT = "Lavrov and Rubio spoke by telephone on Monday. They agreed on visas."


def update(
    article: str = "a",
    *,
    story: str = "s1",
    number: int = 1,
    novelty: Novelty = "first",
    score: float = 0.9,
    title: str = "Lavrov and Rubio speak",
    text: str = TEXT,
    source: str = "Wire",
    seed: bool = False,
    canary: bool = False,
    revision: int = 1,
    relevant: bool = True,
    language: str = "en",
    side: str | None = "us",
) -> StoryUpdate:
    judgement = Judgement(
        relevant=relevant,
        band="relevant" if relevant else "uncertain",
        score=score,
        decided_by="rules",
        reason="United States and Russia meet in the title",
        evidence=(Evidence(text=TEXT[:46], start=0, end=46, actors=("lavrov", "rubio")),),
        actors=(
            Actor(id="lavrov", name="Sergey Lavrov", kind="person", side="ru"),
            Actor(id="russia", name="Russia", kind="state", side="ru"),
        ),
        topics=(TopicScore(id="diplomacy", score=0.9),),
        valence="cooperative",
        profile="us-russia",
        model=Model(name="rules", version="1"),
    )
    return StoryUpdate(
        story=story,
        group="g1",
        number=number,
        novelty=novelty,
        novelty_score=None,
        new_sentence=TEXT[:46],
        article=Article(
            id=article,
            url=f"https://wire.example/{article}?x=1&y=2",
            title=title,
            text=text,
            language=language,
            author=None,
            source=Source(feed="https://wire.example/rss", name=source, family=source.lower(), side=side),
            clocks=Clocks(first_seen=NOW - timedelta(seconds=30), fetched=NOW, published=NOW - timedelta(minutes=5)),
            judgement=judgement,
            revision=revision,
            seed=seed,
            canary=canary,
        ),
        also=tuple(
            AlsoReported(source="Other", url="https://other.example/1", title="T", published=None)
            for _ in range(number - 1)
        ),
        first_seen=NOW - timedelta(seconds=30),
        at=NOW,
    )


def verdict(
    article: str = "a",
    *,
    revision: int = 2,
    outcome: Literal["relevant", "not_relevant", "withdrawn"] = "withdrawn",
    at: datetime = NOW,
) -> Verdict:
    return Verdict(
        id=article,
        url=f"https://wire.example/{article}?x=1&y=2",
        title="Lavrov and Rubio speak",
        outcome=outcome,
        source=Source(feed="https://wire.example/rss", name="Wire"),
        clocks=Clocks(first_seen=NOW - timedelta(seconds=30), fetched=at),
        language="en",
        score=0.0,
        band="no",
        decided_by="gate",
        reason="withdrawn: its page answers 410",
        at=at,
        revision=revision,
    )


def records(messages: Sequence[StoryUpdate | Verdict]) -> list[Record]:
    """As they are read from their topics."""
    topics = {StoryUpdate: STORIES.name, Verdict: VERDICTS.name}
    return [Record(topics[type(each)], 0, n, b"s", encode(each), 0.0) for n, each in enumerate(messages)]


def alert(**changes: object) -> Alert:
    return msgspec.structs.replace(Alert(name="desk", type="webhook", url=Secret("http://x.example/hook")), **changes)
