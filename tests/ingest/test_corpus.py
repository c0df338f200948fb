"""Feeds of the world, of a folder that DETENTE_FEEDS names: read as feedparser reads them, none in over ten seconds."""

from __future__ import annotations

import asyncio
import io
import json
import os
import tarfile
from pathlib import Path

import feedparser
import msgspec
import pytest

from detente.config import Ingest
from ingest.checking import Checked, Subject, check_all

GIVEN = os.environ.get("DETENTE_FEEDS")
MOST_SECONDS = 10
BETTER = {
    "illformed_chardet_koi8r.xml"
}  # KOI8-R, declared nowhere: feedparser alone takes it for cp1252 (behaviour 22)
pytestmark = pytest.mark.skipif(not GIVEN, reason="DETENTE_FEEDS names no folder or tar file of feeds")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The given feeds; a tar file is unpacked."""
    folder = Path(GIVEN or "")
    if folder.is_file():
        with tarfile.open(folder) as archive:
            folder = tmp_path_factory.mktemp("feeds")
            archive.extractall(folder, filter="data")
    return sorted(each for each in folder.rglob("*") if each.is_file() and each.name != "INDEX.tsv")


@pytest.fixture(scope="module")
def found(files: list[Path]) -> list[Checked]:
    async def check() -> list[Checked]:
        return [each async for each in check_all([Subject(str(file)) for file in files], Ingest(), items=True)]

    return asyncio.run(check())


@pytest.mark.timeout(900)
def test_titles_links_and_order_are_feedparsers(files: list[Path], found: list[Checked]) -> None:
    differing = []
    for file, checked in zip(files, found, strict=True):
        body = file.read_bytes()
        theirs = feedparser.parse(io.BytesIO(body)).entries
        expected = [(each.get("title"), each.get("link")) for each in theirs]
        if checked.kind == "jsonfeed":  # feedparser knows none
            items = json.loads(body.decode("utf-8-sig")).get("items", [])
            expected = [(each.get("title"), each.get("url") or each.get("external_url")) for each in items]
        if [(each["title"], each["url"]) for each in checked.items] != expected:
            differing.append(file.name)
    assert set(differing) <= BETTER


@pytest.mark.timeout(900)
def test_none_crashes_and_none_takes_long(files: list[Path], found: list[Checked]) -> None:
    assert [each.url for each in found] == [str(file) for file in files]
    assert [each.url for each in found if each.seconds > MOST_SECONDS] == []
    assert [each.problems for each in found if any("the parser" in line for line in each.problems)] == []
    assert all(msgspec.json.decode(msgspec.json.encode(each)) for each in found)
