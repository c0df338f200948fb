"""The source pack of us-russia: whole, without doubles, and with the official channels of both sides."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import get_args

import lxml.etree as xml
import pytest
from cssselect import HTMLTranslator

from detente import profiles
from detente.config.keys import SourceKind
from detente.config.load import parse
from detente.errors import UsageError
from ingest.addresses import key_of
from ingest.opml import read
from ingest.pack import pack_of

PACK = pack_of("us-russia")
FEEDS = read(PACK).feeds
OUTLINES = [each for each in xml.parse(PACK).iter("outline") if each.get("xmlUrl")]
TIERS = {"wire", "national", "local", "official", "state", "exile", "think_tank"}
VERIFIED = {"checked-list", "public-list", "unverified"}
ALLOWED = {"text", "type", "xmlUrl", "selector", "urgent", "side", "language", "family", "tier", "kind", "verified"}
OFFICIAL = {
    "us": {
        "whitehouse.gov", "state.gov", "home.treasury.gov", "ofac.treasury.gov", "justice.gov", "bis.gov", "war.gov",
        "foreign.senate.gov", "foreignaffairs.house.gov", "fbi.gov", "cia.gov", "ru.usembassy.gov",
    },
    "ru": {
        "kremlin.ru", "mid.ru", "duma.gov.ru", "council.gov.ru", "government.ru", "cbr.ru", "function.mil.ru",
        "washington.mid.ru",
    },
}  # fmt: skip


def test_it_has_at_least_150_sources_and_none_twice() -> None:
    assert len(OUTLINES) == len(FEEDS) >= 150
    assert len({key_of(feed.url) for feed in FEEDS}) == len(FEEDS)
    assert len({feed.name for feed in FEEDS}) == len(FEEDS)


@pytest.mark.parametrize("outline", OUTLINES, ids=lambda each: each.get("text"))
def test_every_outline_says_what_it_is(outline: xml._Element) -> None:
    said = outline.attrib
    assert set(said) <= ALLOWED
    assert re.fullmatch(r"[a-z]{2}", said["language"])
    assert said.get("side") in (None, *profiles.load("us-russia").sides)
    assert re.fullmatch(r"[a-z0-9-]+", said["family"])
    assert (said["tier"] in TIERS, said["verified"] in VERIFIED) == (True, True)
    assert said["kind"] in set(get_args(SourceKind)) - {"auto"}
    assert said.get("urgent") in (None, "true")
    assert "selector" not in said or (said["kind"] == "page" and HTMLTranslator().css_to_xpath(said["selector"]))


@pytest.mark.parametrize("side", ["us", "ru"])
def test_the_official_channels_of_both_sides_are_there(side: str) -> None:
    official = [feed.url for feed in FEEDS if feed.side == side and feed.tier == "official"]
    hosts = {re.sub(r"^https?://(www\.|en\.)?([^/]+).*", r"\2", url) for url in official}
    assert hosts >= OFFICIAL[side]


def test_each_group_has_its_share() -> None:
    groups = Counter((feed.group or "").partition(" / ")[0] for feed in FEEDS)
    for group in ("Wires", "Official", "Russian state media", "Independent and exile media", "Think tanks", "Ukraine"):
        assert groups[group] >= 8, group
    for group in ("United States media", "Russian national and regional media", "Europe"):
        assert groups[group] >= 15, group
    for group in ("China and Asia", "Turkey and the Middle East", "Belarus, Caucasus and Central Asia"):
        assert groups[group] >= 5, group
    assert all(feed.group for feed in FEEDS)


def test_what_is_only_guessed_is_a_small_part() -> None:
    unverified = [each.get("text") for each in OUTLINES if each.get("verified") == "unverified"]
    assert len(unverified) <= len(OUTLINES) / 20


def test_the_sample_of_a_new_configuration_is_a_part_of_it() -> None:
    sample = tomllib.loads((PACK.parent / "sample.toml").read_text(encoding="utf-8"))
    chosen = parse(sample, {}).feeds
    assert len(chosen) >= 20
    assert [feed for feed in chosen if feed not in FEEDS] == []
    assert {feed.side for feed in chosen if feed.tier == "official"} == {"us", "ru"}


def test_the_counts_of_the_document_are_those_of_the_pack() -> None:
    text = (Path(__file__).parent.parent.parent / "docs/sources.md").read_text(encoding="utf-8")
    for of in ("tier", "side", "language", "kind", "verified"):
        counts = Counter(each.get(of) or "none" for each in OUTLINES)
        (row,) = re.findall(rf"^\| {of} \| (.*) \|$", text, flags=re.M)
        assert dict(re.findall(r"`([^`]+)` (\d+)", row)) == {name: str(n) for name, n in counts.items()}
    assert f"{len(OUTLINES)} sources" in text


def test_a_profile_without_a_pack_says_so() -> None:
    with pytest.raises(UsageError, match="'us-china' has no source pack"):
        pack_of("us-china")
