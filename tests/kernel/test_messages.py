"""Messages survive the journey, and bytes that are none are rejected with a reason."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import Reject
from detente.messages import VERSIONS, Article, Clocks, Entry, Page, Source, Verdict, decode, encode

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def page(**changes: object) -> Page:
    fields: dict[str, object] = {
        "id": "a1",
        "url": "https://x.example/1",
        "final_url": "https://x.example/1",
        "source": Source(feed="https://x.example/rss", name="X"),
        "entry": Entry(title="T"),
        "clocks": Clocks(first_seen=AT),
        "status": 200,
        "headers": {"content-type": "text/html"},
        "body": b"\x00\xff",
        "body_bytes": 2,
    }
    return Page(**(fields | changes))  # type: ignore[arg-type]


def test_a_message_reads_back_what_was_written() -> None:
    assert decode(Page, encode(page())) == page()


def test_an_unknown_field_is_ignored() -> None:
    raw = msgspec.msgpack.decode(encode(page()))
    raw["added_next_year"] = {"x": 1}
    assert decode(Page, msgspec.msgpack.encode(raw)) == page()


def test_a_newer_version_is_rejected_with_its_number() -> None:
    raw = msgspec.msgpack.decode(encode(page()))
    raw["version"] = VERSIONS[Page] + 1
    with pytest.raises(Reject, match="unknown version 2"):
        decode(Page, msgspec.msgpack.encode(raw))


def test_another_type_is_rejected_by_name() -> None:
    with pytest.raises(Reject, match="not a verdict but a 'page'"):
        decode(Verdict, encode(page()))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_a_reject(value: bytes) -> None:
    with pytest.raises(Reject):
        decode(Article, value)


def test_a_missing_field_is_rejected_by_name() -> None:
    raw = msgspec.msgpack.decode(encode(page()))
    del raw["final_url"]
    with pytest.raises(Reject, match="final_url"):
        decode(Page, msgspec.msgpack.encode(raw))
