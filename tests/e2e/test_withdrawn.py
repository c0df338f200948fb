"""A page that is revised and then gone, through every stage on the embedded bus, also when all is delivered again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import zstandard

from detente import schema, sql
from detente.bus import Bus, Outgoing
from detente.bus_sqlite import SqliteBus
from detente.config import Alert, Config, Secret
from detente.config.units import Duration, Rate
from detente.daemon import Context, build
from detente.messages import Clocks, Entry, Page, Source, encode
from detente.pulse import Pulse
from detente.stop import Stop
from detente.topology import PAGES, STAGES, TOPICS, Stage, stage
from detente.trace import trace
from detente.urls import article_id
from tests.processors.stories.writing import SANCTIONS
from tests.servers.receiver import Receiver

pytestmark = pytest.mark.e2e

URL = "https://wire.example/sanctions"
NOW = datetime.now(UTC)


class House:
    """All stages behind ingest, one after the other, until nothing waits."""

    def __init__(self, folder: Path, receiver: Receiver) -> None:
        desk = Alert(
            name="desk",
            type="webhook",
            url=Secret(receiver.url),
            novelty=("first", "correction"),
            allow_private_addresses=True,
            group_interval=Duration(0),
            rate=Rate(100),
        )
        self.config = msgspec.structs.replace(Config(), alerts=(desk,))
        self.engine = sql.connect(f"sqlite:///{folder}/d.db")
        schema.upgrade(self.engine)
        self.bus: Bus = SqliteBus(folder / "bus.db")
        self.bus.apply(TOPICS)

    def take(self, *pages: Page) -> None:
        self.bus.publish([Outgoing(PAGES.name, each.id.encode(), encode(each)) for each in pages])
        for each in STAGES:
            if each.reads:
                self.run(each)

    def run(self, each: Stage) -> None:
        build(Context(each, self.config, self.bus, self.engine, Pulse(each.name))).run(Stop(), once=True)


@pytest.fixture
def house(tmp_path: Path, receiver: Receiver) -> Iterator[House]:
    made = House(tmp_path, receiver)
    yield made
    made.bus.close()
    made.engine.dispose()


def page(number: str, *, revision: int = 1, status: int = 200) -> Page:
    title, text = f"US sanctions {number} Russian banks", SANCTIONS.format(n=number)
    body = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )
    raw = body.encode() if status == 200 else b""
    return Page(
        id=article_id(URL),
        url=URL,
        final_url=URL,
        source=Source(feed="https://wire.example/rss", name="Wire", language="en", side="us"),
        entry=Entry(title=title),
        clocks=Clocks(first_seen=NOW, fetched=NOW + timedelta(hours=revision)),
        status=status,
        headers={"content-type": "text/html; charset=utf-8"},
        body=zstandard.ZstdCompressor().compress(raw),
        body_bytes=len(raw),
        revision=revision,
    )


def told(receiver: Receiver) -> list[str]:
    return [json.loads(each.body)["type"].removeprefix("detente.story.") for each in receiver.received]


def test_a_desk_hears_of_the_story_its_correction_and_its_withdrawal_once_each(
    house: House, receiver: Receiver
) -> None:
    pages = page("three"), page("four", revision=2), page("four", revision=3, status=410)
    for each, so_far in zip(
        pages, (["first"], ["first", "corrected"], ["first", "corrected", "withdrawn"]), strict=True
    ):
        house.take(each)
        assert told(receiver) == so_far
    house.take(*pages)  # a poller that crashed before it noted what it had published
    again = msgspec.structs.replace(stage("alert"), name="again")  # a group that has committed nothing
    house.run(again)
    house.run(msgspec.structs.replace(stage("store"), name="stored-again"))
    assert told(receiver) == ["first", "corrected", "withdrawn"]
    stories = {json.loads(each.body)["subject"] for each in receiver.received}
    assert len(stories) == 1
    with sql.reading(house.engine) as connection:
        found = trace(connection, URL)
    assert found is not None
    assert found.outcome == "told"
    assert "+US sanctions" not in found.revisions[0].diff
    assert found.revisions[0].title_before == "US sanctions three Russian banks"
    assert ("store", "withdrawn") in [(step.stage, step.outcome) for step in found.steps]
