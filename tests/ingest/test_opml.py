"""OPML in and out: nested outlines are groups, duplicates are one feed, what is wrong is one line with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.config import Feed
from detente.config.units import Duration
from detente.errors import UsageError
from ingest.opml import read
from ingest.opml_out import write


def document(body: str, folder: Path) -> Path:
    path = folder / "in.opml"
    path.write_text(f"<opml version='2.0'>\n<body>\n{body}\n</body></opml>", encoding="utf-8")
    return path


def test_nested_outlines_are_groups(tmp_path: Path) -> None:
    a, b, c = (f"<outline text='{name}' xmlUrl='https://{name}.example/rss'/>" for name in "abc")
    body = f"<outline text='Papers'>{a}<outline title='Local'>{b}</outline></outline>{c}"
    found = read(document(body, tmp_path)).feeds
    assert [(feed.name, feed.group) for feed in found] == [("a", "Papers"), ("b", "Papers / Local"), ("c", None)]


def test_feeds_of_one_address_are_one_that_knows_what_each_says(tmp_path: Path) -> None:
    body = """<outline text='First' xmlUrl='https://a.example/rss?b=1&amp;a=2'/>
    <outline text='G'><outline text='Again' language='en' xmlUrl='http://A.example:80/rss?a=2&amp;b=1#x'/></outline>"""
    found = read(document(body, tmp_path))
    assert found.feeds == [Feed(url="https://a.example/rss?b=1&a=2", name="First", group="G", language="en")]
    assert found.merged == 1


def test_what_is_no_address_is_passed_over_and_said(tmp_path: Path) -> None:
    found = read(document("<outline xmlUrl='https://a.example/'/>\n<outline xmlUrl='feed://x'/>", tmp_path))
    assert len(found.feeds) == 1
    assert found.skipped == [f"{tmp_path}/in.opml:4: 'feed://x' is no http(s) address"]


def test_a_value_that_cannot_be_is_named_with_its_line(tmp_path: Path) -> None:
    body = "<outline xmlUrl='https://a.example/' kind='blog'/>\n\n<outline xmlUrl='https://b.example/' poll='soon'/>"
    with pytest.raises(UsageError) as raised:
        read(document(body, tmp_path))
    first, second = str(raised.value).splitlines()
    assert first.startswith(f"{tmp_path}/in.opml:3: ")
    assert "kind" in first
    assert second.startswith(f"{tmp_path}/in.opml:5: ")
    assert "poll" in second


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<opml>\n<body>\n<outline></body></opml>", 3),
        ("<opml", 1),
        ("no XML", 1),
        ("<rss version='2.0'/>", 1),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><opml><body/></opml>", 1),
    ],
)
def test_a_broken_document_is_one_line_with_its_place(text: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "in.opml"
    path.write_text(text)
    with pytest.raises(UsageError) as raised:
        read(path)
    assert str(raised.value).startswith(f"{path}:{line}: ")
    assert "\n" not in str(raised.value)


NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=12)
FEEDS = st.builds(
    Feed,
    url=st.from_regex(r"https://[a-z]{1,8}\.example/[a-z0-9]{0,6}", fullmatch=True),
    name=st.none() | NAMES,
    kind=st.sampled_from(["auto", "feed", "sitemap", "page", "jsonfeed"]),
    group=st.none() | st.lists(NAMES, min_size=1, max_size=3).map(" / ".join),
    language=st.none() | st.sampled_from(["en", "ru"]),
    side=st.none() | st.sampled_from(["us", "ru"]),
    family=st.none() | NAMES,
    tier=st.none() | NAMES,
    urgent=st.booleans(),
    poll=st.none() | st.sampled_from([Duration(30), Duration(3600), Duration(0.25)]),
    selector=st.none() | st.just("main a[href*='/news/'] > b"),
)


@given(feeds=st.lists(FEEDS, min_size=1, max_size=8, unique_by=lambda feed: feed.url))
def test_what_goes_out_comes_in_as_it_was(feeds: list[Feed], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("opml") / "out.opml"
    path.write_text(write(feeds), encoding="utf-8")
    found = read(path)
    assert sorted(found.feeds, key=lambda feed: feed.url) == sorted(feeds, key=lambda feed: feed.url)


def test_what_no_xml_can_hold_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "out.opml"
    path.write_text(write([Feed(url="https://a.example/", name="a\x00b\x08")]))
    assert read(path).feeds[0].name == "ab"
