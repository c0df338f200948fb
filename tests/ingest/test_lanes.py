"""A parser that dies takes nothing with it but what it was at."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from detente.pool import PoolFault
from ingest.formats.ladder import Climbed, Document
from ingest.lanes import Lanes
from tests.ingest.feeds import rss

GREEDY = b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a \"%b\">]><rss version='2.0'><channel>%b</channel></rss>" % (
    b"word " * 1_200_000,
    b"<item><description>" + b"&a;" * 90 + b"</description></item>",
)


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    opened = Lanes.opened()
    yield opened
    opened.close()


def climbed(lanes: Lanes, body: bytes) -> Climbed | PoolFault:
    return asyncio.run(lanes.climb(Document(body, "http://h.example/feed"), None, is_slow=True))


def parser(lanes: Lanes) -> int:
    return lanes.slow.submit(os.getpid, seconds=5).result()


def test_a_parser_that_is_killed_between_two_feeds_is_replaced(lanes: Lanes) -> None:
    for _ in range(2):
        os.kill(parser(lanes), signal.SIGKILL)
        assert isinstance(climbed(lanes, rss("a")), Climbed)


def test_a_parser_that_was_short_of_memory_does_not_read_the_next_feed(lanes: Lanes) -> None:
    before = parser(lanes)
    greedy = climbed(lanes, GREEDY)
    assert isinstance(greedy, PoolFault)
    assert greedy.reason == "took too much memory"
    assert parser(lanes) != before
    assert isinstance(climbed(lanes, rss("a")), Climbed)
