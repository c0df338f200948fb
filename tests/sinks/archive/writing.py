"""Pages of our own for tests of the archive, and what other tools say of its files."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import zstandard
from warcio.archiveiterator import ArchiveIterator

from detente.bus import Record
from detente.messages import Clocks, Entry, Page, Source, encode
from detente.urls import article_id

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
BODY = "<html><title>Лавров and Rubio</title><p>They spoke on Monday.</p></html>".encode()


def page(
    name: str = "a",
    *,
    revision: int = 1,
    body: bytes = BODY,
    status: int = 200,
    headers: dict[str, str] | None = None,
    inline: bool = False,
) -> Page:
    url = f"https://wire.example/{name}"
    return Page(
        id=article_id(url),
        url=url,
        final_url=f"{url}.html",
        source=Source(feed="https://wire.example/rss", name="Wire", side="us"),
        entry=Entry(guid=name, title="Lavrov and Rubio speak"),
        clocks=Clocks(first_seen=NOW - timedelta(minutes=1), fetched=NOW),
        status=status,
        headers={"content-type": "text/html; charset=utf-8", "etag": '"x"'} if headers is None else headers,
        body=zstandard.ZstdCompressor().compress(body),
        body_bytes=len(body),
        revision=revision,
        inline=inline,
    )


def records(*pages: Page) -> list[Record]:
    return [Record("detente.pages", 0, n, each.id.encode(), encode(each), 0.0) for n, each in enumerate(pages)]


def warcio(*words: str) -> subprocess.CompletedProcess[str]:
    """What warcio's own command says."""
    call = [sys.executable, "-c", "from warcio.cli import main; import sys; sys.exit(main())", *words]
    return subprocess.run(call, capture_output=True, text=True, check=False)


def indexed(path: Path) -> list[dict[str, str]]:
    """What `warcio index` finds in a file, in its order."""
    done = warcio("index", "-f", "warc-type,warc-target-uri,warc-record-id,warc-refers-to,http:status", str(path))
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def is_sound(path: Path) -> bool:
    """Whether every digest in a file is right, by `warcio check`."""
    return warcio("check", str(path)).returncode == 0


def uris(folder: Path) -> list[str]:
    """Every page of every complete file; raises where a digest is wrong."""
    found = []
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
                if record.rec_type == "response":
                    found.append(str(record.rec_headers.get_header("WARC-Target-URI")))
    return found
