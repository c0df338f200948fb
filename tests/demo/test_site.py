"""The demo's site is a real one: feeds that parse, pages that extract, validators that hold."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator

import pytest

from detente.demo.articles import OUTLETS, articles
from detente.demo.site import Site, serve
from ingest.formats.parse import parse
from processors.extraction import Extracted, extract


@pytest.fixture
def base() -> Iterator[str]:
    with serve(Site()) as made:
        yield made


def get(url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=5) as answer:
            return answer.status, answer.read(), {k.lower(): v for k, v in answer.headers.items()}
    except urllib.error.HTTPError as error:
        return error.code, b"", {}


def test_there_are_about_forty_articles_in_two_languages_and_four_stories() -> None:
    labels = Counter(each.story for each in articles() if each.story)
    assert 36 <= len(articles()) <= 44
    assert sorted(labels) == list("ABCD")
    assert 9 <= sum(labels.values()) <= 12
    assert len({each.slug for each in articles()}) == len(articles())
    assert {each.outlet.language for each in articles()} == {"en", "ru"}
    assert sum({"en", "ru"} == {a.outlet.language for a in articles() if a.story == s} for s in labels) >= 2


@pytest.mark.parametrize("outlet", OUTLETS.values(), ids=lambda outlet: outlet.id)
def test_each_feed_lists_its_articles(outlet: object, base: str) -> None:
    identity, form = outlet.id, outlet.format  # type: ignore[attr-defined]
    _, body, headers = get(f"{base}/{identity}/feed.xml")
    found = parse(body, f"{base}/{identity}/feed.xml", headers["content-type"])
    mine = [each for each in articles() if each.outlet.id == identity]
    assert (found.kind, found.malformed) == (form, None)
    assert {entry.url for entry in found.entries} == {base + each.path for each in mine}
    assert {entry.title for entry in found.entries} == {each.title for each in mine}


def test_every_page_gives_its_text_and_nothing_of_the_site(base: str) -> None:
    for article in articles():
        _, body, headers = get(base + article.path)
        found = extract(body, headers["content-type"])
        assert isinstance(found, Extracted), article.slug
        assert found.title == article.title
        assert article.paragraphs[0] in found.text
        assert "cookie" not in found.text.lower()
        assert "demonstration" not in found.text


def test_a_feed_is_unchanged_until_something_is_published(base: str) -> None:
    site = Site(visible=False)
    with serve(site) as mine:
        _, _, headers = get(f"{mine}/wire/feed.xml")
        assert get(f"{mine}/wire/feed.xml", **{"If-None-Match": headers["etag"]})[0] == 304
        site.publish("seat-swap")
        assert get(f"{mine}/wire/feed.xml", **{"If-None-Match": headers["etag"]})[0] == 200
    assert get(f"{base}/nothing")[0] == 404
