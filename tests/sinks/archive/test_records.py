"""A page becomes records that are true of what they hold, and comes back as it was."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from sinks.archive.records import head, pair, read, sent_headers
from tests.sinks.archive.writing import BODY, NOW, indexed, is_sound, page


def parsed(members: bytes) -> list[dict[str, str]]:
    return [dict(record.rec_headers.headers) for record in ArchiveIterator(BytesIO(members))]


@given(st.binary(max_size=2000), st.sampled_from([200, 203, 404, 410, 299]), st.integers(1, 24))
def test_what_goes_in_comes_out(body: bytes, status: int, revision: int) -> None:
    kept = read(pair(page(body=body, status=status, revision=revision), body, "<urn:uuid:0>"))
    assert (kept.body, kept.status, kept.about.revision) == (body, status, revision)
    assert kept.headers["content-type"] == "text/html; charset=utf-8"
    assert kept.about.entry.title == "Lavrov and Rubio speak"


def test_the_metadata_stands_beside_its_page_and_both_name_their_file() -> None:
    warcinfo, _ = head("x.warc.gz", NOW)
    first, beside = parsed(pair(page(), BODY, warcinfo))
    assert (first["WARC-Type"], beside["WARC-Type"]) == ("response", "metadata")
    assert beside["WARC-Refers-To"] == beside["WARC-Concurrent-To"] == first["WARC-Record-ID"]
    assert first["WARC-Warcinfo-ID"] == beside["WARC-Warcinfo-ID"] == warcinfo
    assert first["WARC-Target-URI"] == "https://wire.example/a.html"
    assert first["WARC-Date"] == "2026-03-02T12:00:00.000Z"


def test_ids_are_those_of_the_article_and_its_revision() -> None:
    again, other = (parsed(pair(page(revision=n), BODY, "<urn:uuid:0>"))[0]["WARC-Record-ID"] for n in (1, 2))
    assert parsed(pair(page(), BODY, "<urn:uuid:1>"))[0]["WARC-Record-ID"] == again != other


def test_headers_say_what_is_true_of_the_decoded_body() -> None:
    given_headers = {"content-type": "text/html", "content-encoding": "gzip", "content-length": "7"}
    assert sent_headers(given_headers, 70) == [
        ("content-type", "text/html"),
        ("x-archive-orig-content-encoding", "gzip"),
        ("x-archive-orig-content-length", "7"),
        ("content-length", "70"),
    ]


def test_an_entry_without_a_page_is_no_response() -> None:
    members = pair(page(inline=True), BODY, "<urn:uuid:0>")
    first, _ = parsed(members)
    assert (first["WARC-Type"], first["Content-Type"]) == ("resource", "text/html; charset=utf-8")
    assert (read(members).status, read(members).body) == (None, BODY)


@pytest.mark.parametrize("junk", [b"", b"junk", pair(page(), BODY, "<urn:uuid:0>")[:200]])
def test_what_are_no_records_of_a_page_is_a_value_error(junk: bytes) -> None:
    with pytest.raises(ValueError, match=r"page|record|header"):
        read(junk)


def test_warcio_reads_and_verifies_what_we_write(tmp_path: Path) -> None:
    warcinfo, first = head("x.warc.gz", NOW)
    path = tmp_path / "x.warc.gz"
    path.write_bytes(first + pair(page(), BODY, warcinfo) + pair(page("b", status=410, body=b""), b"", warcinfo))
    assert is_sound(path)
    found = indexed(path)
    assert [each["warc-type"] for each in found] == ["warcinfo", "response", "metadata", "response", "metadata"]
    assert [each["http:status"] for each in found if each["warc-type"] == "response"] == ["200", "410"]
    spoilt = bytearray(path.read_bytes())
    spoilt[-40] ^= 1
    path.write_bytes(spoilt)
    assert not is_sound(path)
