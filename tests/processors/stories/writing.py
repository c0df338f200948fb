"""Articles of our own for tests of stories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from detente.messages import Article, Clocks, Source
from detente.profiles import load
from processors.reading.article import ArticleReader, Input
from processors.stories.facts import common_of
from processors.stories.memory import Memory

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PROFILE = load("us-russia")
READER = ArticleReader("us-russia")
WINDOW = 72 * 3600.0
COMMON = common_of(PROFILE)


def article(
    identity: str,
    title: str,
    text: str,
    *,
    source: str = "one",
    hours: float = 0,
    revision: int = 1,
    seed: bool = False,
) -> Article:
    at = NOON + timedelta(hours=hours)
    read = READER.read(Input(title=title, text=text, published=at), full=True)
    return Article(
        id=identity,
        url=f"https://{source}.example/{identity}",
        title=title,
        text=text,
        language=read.language,
        author=None,
        source=Source(feed=f"https://{source}.example/rss", name=source, family=source),
        clocks=Clocks(first_seen=at, published=at),
        judgement=read.judgement,
        meaning=read.meaning,
        revision=revision,
        seed=seed,
    )


def memory() -> Memory:
    return Memory(COMMON, WINDOW)


CALL = (
    "Russian Foreign Minister Sergey Lavrov and US Secretary of State Marco Rubio spoke by telephone on Monday about"
    " visas for diplomats, the State Department said. The call lasted 40 minutes. Both agreed that teams would meet in"
    " Vienna next week to settle how many consulates may open again. Lavrov called the talk useful. Rubio said that"
    " results counted, not words."
)
CALL_RU = (
    "Министр иностранных дел России Сергей Лавров и госсекретарь США Марко Рубио в понедельник обсудили по телефону"
    " визы для дипломатов, сообщил Госдепартамент. Разговор продолжался 40 минут. Группы встретятся на следующей неделе"
    " в Вене."
)
SANCTIONS = (
    "The US Treasury imposed sanctions on {n} Russian banks on Monday and accused them of paying for drones. Treasury"
    " Secretary Scott Bessent announced the measures in Washington. Maria Zakharova said that Moscow would answer. The"
    " banks are barred from dollars and their owners may not travel to the United States, the department said."
)
