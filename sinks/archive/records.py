"""A page as WARC 1.1 records, and back: a `response` with what we have of it, and a `metadata` record beside it.

ISO 28500:2017. Each record is a gzip member of its own, so that one can be read without those before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from detente import __version__
from detente.messages import Clocks, Entry, Page, Source

VERSION = "WARC/1.1"
CONFORMS = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
NOTE = (
    "Bodies are kept decoded from their content encoding, with the length that they have then, and of the headers only"
    " those that say something of the content. An entry without a page is a resource made of what the feed held."
)
ABOUT_CODING = ("content-encoding", "content-length", "transfer-encoding")


class About(msgspec.Struct, frozen=True, kw_only=True):
    """The `metadata` record: what a response cannot say of itself."""

    id: str
    revision: int
    url: str
    final_url: str
    source: Source
    entry: Entry
    clocks: Clocks
    seed: bool
    canary: bool


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A page read back. `status` and `headers` are None and empty for one that the feed held."""

    about: About
    status: int | None
    headers: dict[str, str]
    body: bytes


def head(filename: str, now: datetime) -> tuple[str, bytes]:
    """The `warcinfo` record of a file: its id, and its bytes."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version=VERSION)
    info = {
        "software": f"Detente/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": CONFORMS,
        "description": NOTE,
    }
    record = writer.create_warcinfo_record(filename, info)
    record.rec_headers.replace_header("WARC-Date", date(now))
    writer.write_record(record)
    return str(record.rec_headers.get_header("WARC-Record-ID")), out.getvalue()


def pair(page: Page, body: bytes, warcinfo: str) -> bytes:
    """The two records of a page; the same page has the same record ids in every file."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version=VERSION)
    identity = _urn(page, "page")
    common = {"WARC-Date": date(page.clocks.fetched or page.clocks.first_seen), "WARC-Warcinfo-ID": warcinfo}
    beside = {"WARC-Record-ID": _urn(page, "metadata"), "WARC-Refers-To": identity, "WARC-Concurrent-To": identity}
    first = {"WARC-Record-ID": identity, **common}
    if page.inline:
        kind = page.headers.get("content-type", "text/html")
        _write(writer, page, "resource", body, first, warc_content_type=kind)
    else:
        headers = StatusAndHeaders(_status(page.status), sent_headers(page.headers, len(body)), protocol="HTTP/1.1")
        _write(writer, page, "response", body, first, http_headers=headers)
    about = msgspec.json.encode(_about(page))
    _write(writer, page, "metadata", about, {**beside, **common}, warc_content_type="application/json")
    return out.getvalue()


def _write(
    writer: WARCWriter, page: Page, kind: str, content: bytes, fields: dict[str, str], **how: StatusAndHeaders | str
) -> None:
    record = writer.create_warc_record(
        page.final_url, kind, payload=BytesIO(content), length=len(content), warc_headers_dict=fields, **how
    )
    writer.write_record(record)


def sent_headers(headers: Mapping[str, str], length: int) -> list[tuple[str, str]]:
    """What is known of the answer's headers, true of the decoded body; what was true of the coded one is set apart."""
    apart = [(f"x-archive-orig-{name}" if name in ABOUT_CODING else name, value) for name, value in headers.items()]
    return [*apart, ("content-length", str(length))]


def read(records: bytes) -> Kept:
    """The page in the bytes of its two records. ValueError where they are not that."""
    about: About | None = None
    status: int | None = None
    headers: dict[str, str] = {}
    body: bytes | None = None
    for record, content in _parsed(records):
        if record.rec_type == "metadata":
            about = about_in(content)
        else:
            body = content
            if record.http_headers is not None:
                status = int(record.http_headers.get_statuscode())
                headers = dict(record.http_headers.headers)
    if about is None or body is None:
        raise ValueError("not the records of a page")
    return Kept(about=about, status=status, headers=headers, body=body)


def kind_of(member: bytes) -> tuple[str, About | None]:
    """The type of the one record in a gzip member, and what it tells of a page. ValueError where it is none of ours."""
    for record, content in _parsed(member):
        kind = str(record.rec_type)
        return kind, about_in(content) if kind == "metadata" else None
    raise ValueError("no record")


def about_in(content: bytes) -> About:
    """The `metadata` record's content. ValueError where it is none of ours."""
    try:
        return msgspec.json.decode(content, type=About)
    except msgspec.DecodeError as error:
        raise ValueError(f"not the metadata of a page: {error}") from error


def _parsed(members: bytes) -> Iterator[tuple[ArcWarcRecord, bytes]]:
    try:
        for record in ArchiveIterator(BytesIO(members)):
            yield record, record.content_stream().read()
    except ArchiveLoadFailed as error:
        raise ValueError(f"not a record: {error}") from error


def date(moment: datetime) -> str:
    """RFC 3339 in UTC; fractions of a second are allowed since WARC 1.1."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _urn(page: Page, part: str) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'detente:{part}/{page.id}/{page.revision}')}>"


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"


def _about(page: Page) -> dict[str, Any]:
    return {name: getattr(page, name) for name in About.__struct_fields__}
