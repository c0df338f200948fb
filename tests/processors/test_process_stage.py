"""Bad pages through the stage as it runs: each gets its verdict or its dead letter, and the next page is read."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest
import zstandard

from detente.bus import Record
from detente.errors import Reject
from detente.messages import Article, Page, Verdict, decode, encode
from detente.pool import Pool
from detente.topology import ARTICLES, PAGES, VERDICTS
from detente.worker import Done
from processors.process import Pages
from processors.reading.article import prepare
from tests.bench.pages import page as bench_page
from tests.processors.extraction.pages import page
from tests.waiting import until

NOW = datetime(2026, 3, 3, tzinfo=UTC)
SIDES = "<p>Russian foreign minister Sergey Lavrov and US secretary of state Marco Rubio spoke by phone on Monday.</p>"
GOOD = page(
    SIDES + "<p>They agreed to restore direct flights between Russia and the United States in the autumn.</p>" * 4,
    title="Lavrov and Rubio agree to restore direct flights",
).encode()
MIXED = "<p>Лавров и Рубио поговорили. Sie sprachen über die USA und Russland. Ils ont parlé.</p>" * 9
UNKNOWN = "<p>Rússia Russia wẹ ń bá Lavrov sọ̀rọ̀ ní ọjọ́ Ajé, àti pé wọ́n fẹ́ kí ó parí ní kíákíá.</p>" * 9


@pytest.fixture(scope="module")
def stage() -> Iterator[Pages]:
    pages = Pages("us-russia", Pool(1, prepare, ("us-russia",)), lambda: NOW, seconds=60)
    yield pages
    pages.close()


def record(body: bytes, content_type: str = "text/html; charset=utf-8") -> Record:
    made = msgspec.structs.replace(
        bench_page(1, relevant=False),
        body=zstandard.ZstdCompressor().compress(body),
        body_bytes=len(body),
        headers={"content-type": content_type},
    )
    return Record(PAGES.name, 0, 0, b"k", encode(made), NOW.timestamp())


def outcome(stage: Pages, *records: Record) -> list[Verdict | Reject]:
    """The verdict of each record, or why it is a dead letter."""
    found: list[Verdict | Reject] = []
    for decision in stage.handle(records):
        if isinstance(decision, Done):
            found.append(next(decode(Verdict, out.value) for out in decision.publish if out.topic == VERDICTS.name))
        else:
            assert isinstance(decision, Reject)
            found.append(decision)
    return found


@pytest.mark.parametrize(
    ("body", "content_type", "why"),
    [
        (SIDES.encode() + b"<div>" * 100_000, "text/html", ""),
        (SIDES.encode() + b"<html><body>" + SIDES.encode() * 400_000, "text/html", ""),
        (b"%PDF-1.7 Russia and the United States", "text/html", "binary data"),
        (b"Russia\0\0\0\1\2\3" * 500, "text/html", "binary data"),
        (GOOD, "text/html; charset=utf-16", ""),
        (GOOD, "text/html; charset=no-such-charset", ""),
        (b"<html><title>Russia</title><body></body></html>", "text/html", "an empty page"),
        (page(MIXED, title="Russia, США, France").encode(), "text/html", ""),
        (page(UNKNOWN, title="Russia").encode(), "text/html", ""),
    ],
    ids=["deep", "50 MB", "PDF", "zeros", "wrong charset", "unknown charset", "empty", "mixed", "unknown language"],
)
def test_a_bad_page_has_an_outcome_and_the_next_one_is_read(
    stage: Pages, body: bytes, content_type: str, why: str
) -> None:
    bad, good = outcome(stage, record(body, content_type), record(GOOD))
    assert isinstance(bad, Verdict)
    assert why in bad.reason
    assert not why or bad.outcome == "no_text"
    assert isinstance(good, Verdict) and good.outcome == "relevant"


def test_a_page_that_takes_too_long_is_killed_and_dead_lettered_with_its_reason() -> None:
    pages = Pages("us-russia", Pool(1, prepare, ("us-russia",)), lambda: NOW, seconds=0.01)
    try:
        (slow,) = outcome(pages, record(SIDES.encode() + SIDES.encode() * 20_000))
    finally:
        pages.close()
    assert isinstance(slow, Reject)
    assert "took over" in str(slow)


def test_a_process_that_dies_between_two_pages_costs_none_of_them() -> None:
    pool = Pool(1, prepare, ("us-russia",))
    pages = Pages("us-russia", pool, lambda: NOW, seconds=60)
    try:
        assert [each.outcome for each in outcome(pages, record(GOOD)) if isinstance(each, Verdict)] == ["relevant"]
        os.kill(int(str(pool.submit(os.getpid, seconds=60).result())), signal.SIGKILL)
        until(lambda: any(isinstance(each, Done) for each in pages.handle([record(GOOD)])))
    finally:
        pages.close()


def test_what_cannot_be_unpacked_is_a_dead_letter(stage: Pages) -> None:
    broken = msgspec.structs.replace(bench_page(1, relevant=False), body=b"not zstandard")
    (found,) = outcome(stage, Record(PAGES.name, 0, 0, b"k", encode(broken), NOW.timestamp()))
    assert isinstance(found, Reject)
    assert "cannot be unpacked" in str(found)


def test_the_article_of_a_relevant_page_goes_on(stage: Pages) -> None:
    (decision,) = stage.handle([record(GOOD)])
    assert isinstance(decision, Done)
    (article,) = [decode(Article, out.value) for out in decision.publish if out.topic == ARTICLES.name]
    assert "direct flights" in article.text
    assert decode(Page, record(GOOD).value).id == article.id
