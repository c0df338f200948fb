"""The article is found whole and alone, and what the page says of itself is read."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from processors.extraction import Extracted, extract
from processors.extraction.dateline import dateline
from tests.processors.extraction.pages import PARAGRAPHS, SENTENCES, page

BODY = " ".join(SENTENCES)


def found(markup: str, feed_content: str | None = None) -> Extracted:
    got = extract(markup.encode(), "text/html; charset=utf-8", feed_content)
    assert isinstance(got, Extracted), got
    return got


def linked(**facts: object) -> str:
    said = msgspec.json.encode({"@context": "https://schema.org", "@type": "NewsArticle", **facts}).decode()
    return f'<script type="application/ld+json">{said}</script>'


def test_the_text_is_the_article_without_headline_navigation_and_foot() -> None:
    assert found(page()).text.splitlines() == list(SENTENCES)


@pytest.mark.parametrize(
    "line",
    [
        "5 min read",
        "Reading time: 4 minutes",
        "Share this article",
        "Поделиться",
        "Время чтения: 3 минуты",
        "Читайте также: Паром",
    ],
)
def test_what_is_the_sites_and_not_the_articles_goes(line: str) -> None:
    text = found(page(f"<p>{line}</p>{PARAGRAPHS}<p>{line}</p>")).text
    assert line not in text
    assert all(each in text for each in SENTENCES)


def test_similar_posts_after_the_article_go_with_their_heading() -> None:
    text = found(page(f"{PARAGRAPHS * 2}<p>Similar posts</p><p>A bridge that was never built is sold again.</p>")).text
    assert "bridge" not in text


def test_the_head_names_byline_dates_and_canonical_link() -> None:
    head = linked(
        headline="A ferry for the town",
        author=[{"@type": "Person", "name": "Ann Reed"}, {"name": "Olof Berg"}],
        datePublished="2026-03-03T10:00:00+02:00",
        dateModified="2026-03-03T12:30:00Z",
    )
    got = found(page(head=f'<link href="https://harbour.example/ferry" rel="canonical">{head}'))
    assert got.author == "Ann Reed, Olof Berg"
    assert got.published == datetime(2026, 3, 3, 8, tzinfo=UTC)
    assert got.modified == datetime(2026, 3, 3, 12, 30, tzinfo=UTC)
    assert got.canonical == "https://harbour.example/ferry"


def test_a_byline_and_a_time_are_read_from_the_page_where_the_head_has_none() -> None:
    byline = (
        '<span class="byline">By <b>Ann Reed</b></span><time class="x" datetime="2026-03-03 10:00 EST">Tuesday</time>'
    )
    got = found(page(byline + PARAGRAPHS))
    assert (got.author, got.published) == ("Ann Reed", datetime(2026, 3, 3, 15, tzinfo=UTC))


def test_the_article_body_of_json_ld_helps_a_page_that_shows_little() -> None:
    assert found(page("<p>A ferry sails.</p>", linked(articleBody=BODY))).text == BODY


def test_a_teaser_in_json_ld_never_replaces_the_text() -> None:
    text = found(page(head=linked(articleBody=SENTENCES[0]))).text
    assert all(each in text for each in SENTENCES)


def test_what_the_feed_carried_helps_a_page_that_hides_its_text() -> None:
    got = found(page("<p>Subscribe to read on.</p>"), feed_content=PARAGRAPHS)
    assert got.text.splitlines() == list(SENTENCES)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("WASHINGTON, Nov 3 (Harbour Wire) - The ferry sailed.", "WASHINGTON"),
        ("МОСКВА, 3 ноября. /ТАСС/. Паром отплыл.", "МОСКВА"),
        ("PARIS — The ferry sailed.", "PARIS"),
        ("Geneva (Harbour Wire) - The ferry sailed.", "Geneva"),
        ("The ferry sailed on Tuesday - at last.", None),
        ("Ferry - at last.", None),
        ("", None),
    ],
)
def test_a_dateline_is_a_place_before_the_first_sentence(text: str, place: str | None) -> None:
    assert dateline(text) == place


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "windows-1251", "koi8-r"])
def test_the_declared_charset_is_believed_where_the_bytes_allow_it(charset: str) -> None:
    text = "Начальник порта сообщил во вторник, что новый паром будет ходить дважды в день. " * 4
    got = extract(page(f"<p>{text}</p>").encode(charset), f"text/html; charset={charset}")
    assert isinstance(got, Extracted) and "новый паром" in got.text


def test_a_wrongly_declared_charset_does_not_spoil_utf8() -> None:
    text = "Новый паром будет ходить дважды в день, сообщил начальник порта во вторник. " * 4
    got = extract(page(f"<p>{text}</p>").encode(), "text/html; charset=windows-1251")
    assert isinstance(got, Extracted) and "Новый паром" in got.text
