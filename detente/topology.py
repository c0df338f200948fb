"""The whole pipeline on one screen.

    feeds ─ ingest ─▶ pages ─┬─ process ─▶ articles ─ stories ─▶ stories ─┬─ store
                             │     └─▶ verdicts ─ store, alert            └─ alert ─▶ Slack, webhook, console
                             └─ archive ─▶ WARC files, where a folder for them is set

Each arrow is a topic, each verb a stage (one daemon each). A stage that cannot use a record writes it to its own dead
letters. Keys are the concurrency plan: what must be seen together shares a key.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from detente.config import Config

DAY = timedelta(days=1)
MIB = 1 << 20


class Topic(msgspec.Struct, frozen=True):
    """A log: `partitions` bound how many members share it.

    Retention is by age and by bytes (all partitions together).
    """

    name: str
    key: str
    partitions: int
    keep: timedelta
    keep_bytes: int


class Stage(msgspec.Struct, frozen=True):
    """A daemon. `build` names its factory "module:function" (the kernel imports none of the three rooms)."""

    name: str
    promise: str
    build: str
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        return f"detente.{self.name}"

    @property
    def dead(self) -> str:
        return f"detente.dead.{self.name}"


PAGES = Topic("detente.pages", key="article id", partitions=6, keep=7 * DAY, keep_bytes=20_000 * MIB)
ARTICLES = Topic("detente.articles", key="profile", partitions=1, keep=14 * DAY, keep_bytes=2_000 * MIB)
VERDICTS = Topic("detente.verdicts", key="article id", partitions=3, keep=7 * DAY, keep_bytes=2_000 * MIB)
STORIES = Topic("detente.stories", key="story id", partitions=3, keep=14 * DAY, keep_bytes=2_000 * MIB)

STAGES = (
    Stage("ingest", "polls feeds, fetches pages", "ingest.daemon:build", writes=(PAGES.name,)),
    Stage(
        "process",
        "extracts the text and judges it",
        "processors.daemon:process",
        reads=(PAGES.name,),
        writes=(ARTICLES.name, VERDICTS.name),
    ),
    Stage(
        "stories",
        "groups copies, tells what is new; one active assigner",
        "processors.daemon:stories",
        reads=(ARTICLES.name,),
        writes=(STORIES.name,),
    ),
    Stage("store", "writes records", "sinks.daemon:store", reads=(VERDICTS.name, STORIES.name)),
    Stage("alert", "tells desks", "sinks.daemon:alert", reads=(STORIES.name, VERDICTS.name)),
)
ARCHIVE = Stage("archive", "keeps pages as WARC files", "sinks.daemon:archive", reads=(PAGES.name,))
EVERY = (*STAGES, ARCHIVE)


def dead_letters(stage: Stage) -> Topic:
    """Dead letters are per stage: replaying one must not feed the other readers of a topic."""
    return Topic(stage.dead, key="original key", partitions=1, keep=30 * DAY, keep_bytes=1_000 * MIB)


TOPICS = (PAGES, ARTICLES, VERDICTS, STORIES, *(dead_letters(stage) for stage in EVERY))


def at_work(config: Config) -> tuple[Stage, ...]:
    """The stages that run under `config`: those that always do, and the archive where it has a folder."""
    return STAGES if config.retention.archive == "off" else EVERY


def stage(name: str, stages: Sequence[Stage] = EVERY) -> Stage:
    """The stage called `name`; KeyError where there is none."""
    return {each.name: each for each in stages}[name]
