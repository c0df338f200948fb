"""Story updates of our own for tests of sinks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

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
)

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
            text=TEXT,
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


def alert(**changes: object) -> Alert:
    return msgspec.structs.replace(Alert(name="desk", type="webhook", url=Secret("http://x.example/hook")), **changes)
