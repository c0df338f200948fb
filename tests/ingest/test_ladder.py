"""The parse ladder gives what a full parse gives, on feeds of our own and on those that DETENTE_FEEDS names."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

import feedparser
import pytest
from dateutil import parser as dateutil_parser
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats import dates, saxreader
from ingest.formats.ladder import Document, climb
from tests.bench.ingest import corpus
from tests.bench.ladder import is_the_same, repeated

XHTML = b"""<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title type='xhtml'><div
xmlns='http://www.w3.org/1999/xhtml'>One &amp; <b>two</b>
 three</div></title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>

<p>a &lt; b</p> and &#169; <br/> <![CDATA[x < y]]>
</div></content></entry></feed>"""


def given_feeds() -> Path | None:
    path = os.environ.get("DETENTE_FEEDS")
    return Path(path) if path else None


def test_the_ladder_equals_the_full_parse_on_feeds_of_our_own() -> None:
    for name, body in corpus.feeds(None):
        documents = repeated(body)
        assert documents is not None
        climbed = climb(documents[1], climb(documents[0], None).known)
        assert (climbed.rung, is_the_same(climbed, body)) == ("splice", True), name


@pytest.mark.skipif(given_feeds() is None, reason="DETENTE_FEEDS names no feeds")
def test_the_ladder_equals_the_full_parse_on_the_feeds_that_are_given() -> None:
    differing = []
    for name, body in corpus.feeds(given_feeds()):
        documents = repeated(body) or (Document(b"", "https://x.example/"), Document(body, "https://example.org/feed"))
        climbed = climb(documents[1], climb(documents[0], None).known)
        if not is_the_same(climbed, body):
            differing.append(name)
    assert differing == []


def bodies() -> list[bytes]:
    return [
        XHTML,
        *(body for _name, body in corpus.feeds(None)),
        *(body for _name, body in corpus.feeds(given_feeds())),
    ]


def test_text_in_whole_pieces_is_the_same_text() -> None:
    for body in bodies():
        usual = feedparser.parse(io.BytesIO(body))
        with saxreader.preferred():
            ours = feedparser.parse(io.BytesIO(body))
        assert (ours.entries, ours.feed) == (usual.entries, usual.feed)


def test_other_users_of_feedparser_keep_their_reader() -> None:
    before = list(feedparser.api.PREFERRED_XML_PARSERS)
    with pytest.raises(ZeroDivisionError), saxreader.preferred():
        raise ZeroDivisionError
    assert before == feedparser.api.PREFERRED_XML_PARSERS


@given(
    st.datetimes(datetime(1000, 1, 1), datetime(9990, 1, 1)),  # noqa: DTZ001 - zones are drawn beside it
    st.integers(-12 * 60, 14 * 60),
)
def test_the_short_way_to_a_date_leads_to_the_same_moment(moment: datetime, east: int) -> None:
    local = moment.replace(tzinfo=timezone(timedelta(minutes=east)), microsecond=0)
    for text in (format_datetime(local), format_datetime(local)[5:], local.isoformat()):
        assert dates.read(text) == dateutil_parser.parse(text).astimezone(UTC)
