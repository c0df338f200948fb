"""What a desk was told of is looked at once more: a page that is gone is published so, all else changes nothing."""

from __future__ import annotations

from datetime import datetime

import pytest

from detente import sql
from detente.tables.outbox import DELIVERIES
from detente.tables.store import VERDICTS
from sinks.store.rows import verdict_row
from tests.ingest.conftest import PAGE, Poller
from tests.ingest.feeds import rss
from tests.servers.site import Scripted, http
from tests.sinks.writing import verdict


def tell(poller: Poller, name: str, at: datetime, state: str = "delivered") -> None:
    """As the stages behind ingest note it."""
    item = poller.items()[f"/p/{name}"]
    delivery = {"id": f"first.desk.{item.id}", "destination": "desk", "story": "s", "article": item.id, "payload": {}}
    delivery |= {"type": "detente.story.first", "state": state, "created": at, "due": at, "ended": at}
    with sql.writing(poller.engine) as connection:
        connection.execute(DELIVERIES.insert().values(**delivery))
        connection.execute(VERDICTS.insert().values(**verdict_row(verdict(str(item.id), revision=1))))


@pytest.fixture
def told(poller: Poller, site: Scripted) -> Poller:
    """The page at /p/a was told."""
    site.answers["/feed"] = http(body=rss("a", "b"))
    poller.run()
    tell(poller, "a", poller.now)
    return poller


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_a_page_that_is_gone_is_published_as_its_next_revision_once(status: str, told: Poller, site: Scripted) -> None:
    site.answers["/p/a"] = http(status)
    for hours in (5, 2, 6, 12):
        told.later(hours=hours)
        told.run()
    found = [(page.url.removeprefix(site.base), page.revision, page.status) for page in told.pages()]
    assert sorted(found) == [("/p/a", 1, 200), ("/p/a", 2, int(status[:3])), ("/p/b", 1, 200)]
    assert {page.source.feed for page in told.pages()} == {f"{site.base}/feed"}
    assert (site.count["/p/a"], site.count["/p/b"]) == (2, 1)


@pytest.mark.parametrize(
    "answer",
    [
        http(body=PAGE, content_type="text/html"),
        http(body=PAGE + b"edited", content_type="text/html"),
        http("403 Forbidden"),
        http("500 Internal Server Error"),
        http(body=b"", content_type="text/html"),
    ],
)
def test_what_is_not_gone_changes_nothing_and_is_not_looked_at_again(
    answer: bytes, told: Poller, site: Scripted
) -> None:
    site.answers["/p/a"] = answer
    for _ in range(3):
        told.later(hours=7)
        told.run()
    assert [page.revision for page in told.pages()] == [1, 1]
    item = told.items()["/p/a"]
    assert (item.state, item.revision, item.entry) == ("published", 1, None)
    assert site.count["/p/a"] == 2


def test_an_edit_after_the_look_is_the_next_revision(told: Poller, site: Scripted) -> None:
    told.later(hours=7)
    told.run()
    site.answers["/feed"] = http(body=rss("a", "b").replace(b"<title>a", b"<title>A, corrected"))
    told.later(hours=2)
    told.run()
    assert sorted(page.revision for page in told.pages()) == [1, 1, 2]


def test_what_was_not_told_or_long_ago_is_left_alone(poller: Poller, site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a", "b", "c"))
    poller.run()
    tell(poller, "a", poller.now, state="failed")
    tell(poller, "b", poller.now)
    poller.later(hours=25)
    poller.run()
    assert {name: site.count[f"/p/{name}"] for name in "abc"} == {"a": 1, "b": 1, "c": 1}
