"""`detente feeds check`: what it says of sources that answer, move, refuse, lie or never were feeds."""

from __future__ import annotations

import json
import socket
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from detente.cli import app
from detente.errors import UsageError
from ingest.checking.reading import named_feeds, read
from tests.ingest.feeds import rss
from tests.servers.site import Scripted, http

PAGE = b"<html><head><link rel='alternate' type='application/rss+xml' href='/feed'></head><body>Hello</body></html>"
FIELDS = ["url", "final_url", "status", "kind", "ok", "entries", "newest", "seconds", "problems", "advice", "items"]
ITEM_FIELDS = ["id", "guid", "url", "title", "published", "published_raw", "updated", "summary"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "detente.toml").write_text(
        "[ingest]\nallow_private_addresses = true\nhost_gap = '0s'\ndeadline = '5s'\n"
    )


def run(*words: str) -> Result:
    done = CliRunner().invoke(app(), ["feeds", "check", *words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def objects(*words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("--json", *words).stdout.splitlines()]


def test_the_object_has_the_fields_that_are_promised(site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a", "b"))
    (found,) = objects(site.base + "/feed", "--items")
    assert list(found) == FIELDS
    assert [list(item) for item in found["items"]] == [ITEM_FIELDS] * 2
    assert [(item["title"], item["url"]) for item in found["items"]] == [
        ("a", site.base + "/p/a"),
        ("b", site.base + "/p/b"),
    ]
    assert (found["kind"], found["ok"], found["status"], found["entries"]) == ("rss", True, 200, 2)
    assert objects(site.base + "/feed")[0]["items"] == []


def test_the_exit_code_says_whether_all_are_feeds(site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss("a"))
    assert run(site.base + "/feed").exit_code == 0
    assert run(site.base + "/feed", site.base + "/none").exit_code == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("403 Forbidden", "set contact"),
        ("404 Not Found", "new address, or take it out"),
        ("429 Slow Down", "fewer requests for 120 s"),
        ("503 Busy", "at its side"),
    ],
)
def test_a_refusal_comes_with_what_to_do(status: str, words: str, site: Scripted) -> None:
    site.answers["/feed"] = http(status, retry_after="120")
    (found,) = objects(site.base + "/feed")
    assert (found["ok"], found["problems"]) == (False, [f"HTTP {status[:3]}"])
    assert words in found["advice"][0]


def test_a_permanent_move_is_advice_and_a_passing_one_is_not(site: Scripted) -> None:
    site.answers["/new"] = http(body=rss("a"))
    site.answers["/moved"] = http("301 Moved", location="/new")
    site.answers["/away"] = http("302 Found", location="/new")
    moved, away = objects(site.base + "/moved", site.base + "/away")
    assert moved["advice"] == [f"moved permanently: use {site.base}/new"]
    assert (away["advice"], away["final_url"]) == ([], site.base + "/new")


def test_a_page_is_no_feed_and_the_feed_that_it_names_is_advised(site: Scripted) -> None:
    site.answers["/"] = http(body=PAGE)
    site.answers["/plain"] = http(body=b"<html><body>Hello</body></html>")
    named, plain = objects(site.base + "/", site.base + "/plain")
    assert (named["ok"], named["kind"], named["problems"]) == (False, "not_a_feed", ["the answer is an HTML page"])
    assert named["advice"] == [f"the page names a feed: use {site.base}/feed"]
    assert 'kind = "page"' in plain["advice"][0]


def test_what_is_counted_is_said_as_a_person_would(site: Scripted) -> None:
    site.answers["/feed"] = http(body=rss(head="<item><title>t</title></item>"))
    done = run(site.base + "/feed")
    assert "rss, 1 entry, newest -" in done.stdout
    assert "1 entry without a link" in done.stdout
    site.answers["/feed"] = http(body=rss("a", "b", head=2 * "<item><title>t</title></item>"))
    done = run(site.base + "/feed")
    assert "rss, 4 entries, newest -" in done.stdout
    assert "2 entries without a link" in done.stdout


def test_a_page_that_is_to_be_watched_is_read_with_its_selector(site: Scripted, tmp_path: Path) -> None:
    links = "".join(f"<li><a href='/news/{n}'>Headline number {n} of our own</a></li>" for n in range(3))
    site.answers["/list"] = http(body=f"<html><body><a href='/x'>Other</a><ul>{links}</ul></body></html>".encode())
    feed = f"[[feeds]]\nurl = '{site.base}/list'\nkind = 'page'\nselector = 'li a'\n"
    (tmp_path / "detente.toml").write_text("[ingest]\nallow_private_addresses = true\n" + feed)
    for words in ([], [site.base + "/list"]):
        (found,) = objects("--items", *words)
        assert (found["kind"], found["ok"], found["advice"]) == ("page", True, [])
        assert [item["url"] for item in found["items"]] == [f"{site.base}/news/{n}" for n in range(3)]


def test_what_is_malformed_or_old_is_said_of_a_feed_that_can_be_read(site: Scripted) -> None:
    old = format_datetime(datetime.now(UTC) - timedelta(days=90, hours=1))
    dated = rss("a").replace(b"</guid>", f"</guid><pubDate>{old}</pubDate>".encode())
    site.answers["/old"] = http(body=dated)
    site.answers["/cut"] = http(body=rss("a", "b", "c")[:-40])
    stale, cut = objects(site.base + "/old", site.base + "/cut")
    assert (stale["ok"], stale["advice"]) == (True, ["nothing new for 90 days: is it still kept?"])
    assert cut["ok"]
    assert cut["problems"][0] == "malformed XML at line 1: the document ends in the middle of an entry"


def test_a_file_is_read_with_its_links_as_they_stand(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(rss("a"))
    (found,) = objects("feed.xml", "--items")
    assert (found["url"], found["final_url"], found["status"], found["ok"]) == ("feed.xml", None, None, True)
    assert found["items"][0]["url"] == "/p/a"


def test_what_is_not_there_is_an_object_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(rss("a"))
    (tmp_path / "list.opml").write_text("<opml version='2.0'><body/></opml>")
    missing, folder, opml, good = objects("none.xml", str(tmp_path), "list.opml", "feed.xml")
    assert (missing["problems"], folder["problems"]) == (["No such file or directory"], ["Is a directory"])
    assert opml["advice"] == ["a list of feeds: `detente feeds import` takes it"]
    assert [each["ok"] for each in (missing, folder, opml, good)] == [False, False, False, True]


def test_a_document_that_keeps_the_parser_busy_is_killed_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.checking.checkup.PARSE_SECONDS", 1.0)
    head = b"<rss version='2.0'><channel><item><author>"
    (tmp_path / "quadratic.xml").write_bytes(head + b"a." * 400_000 + b"</author></item></channel></rss>")
    (tmp_path / "feed.xml").write_bytes(rss("a"))
    slow, good = objects("quadratic.xml", "feed.xml")
    assert slow["problems"] == ["the parser took over 1 s of CPU time"]
    assert (slow["seconds"] < 10, good["ok"]) == (True, True)


def test_sources_are_asked_at_once_and_shown_in_the_order_that_was_given(site: Scripted) -> None:
    second_was_asked = threading.Event()

    def first(connection: socket.socket) -> None:
        assert second_was_asked.wait(4)
        connection.sendall(http(body=rss("a")))

    def second(connection: socket.socket) -> None:
        second_was_asked.set()
        connection.sendall(http(body=rss("b")))

    site.answers.update({"/1": first, "/2": second})
    assert [each["url"] for each in objects(site.base + "/1", site.base + "/2") if each["ok"]] == [
        site.base + "/1",
        site.base + "/2",
    ]


def test_a_host_is_asked_by_two_connections_at_most(site: Scripted) -> None:
    asked, crowd = threading.Condition(), [0, 0]

    def busy(connection: socket.socket) -> None:
        with asked:
            crowd[0] += 1
            crowd[1] = max(crowd)
            asked.notify_all()
            asked.wait_for(lambda: crowd[1] > 2, timeout=0.05)
            crowd[0] -= 1
        connection.sendall(http(body=rss("a")))

    site.answers.update({f"/{n}": busy for n in range(8)})
    assert all(each["ok"] for each in objects(*(f"{site.base}/{n}" for n in range(8))))
    assert crowd[1] == 2


def test_many_sources_have_a_bar_and_a_sum_on_standard_error(tmp_path: Path) -> None:
    for n in range(5):
        (tmp_path / f"{n}.xml").write_bytes(rss("a"))
    done = run("--json", *(f"{n}.xml" for n in range(5)))
    assert "5/5" in done.stderr
    assert "5 sources: 5 can be read, 0 with advice" in done.stderr
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == 5


def test_without_arguments_the_configured_and_the_added_feeds_are_checked(site: Scripted, tmp_path: Path) -> None:
    site.answers.update({"/one": http(body=rss("a")), "/two": http(body=rss("b"))})
    with pytest.raises(UsageError, match="no feeds configured"):
        run()
    with (tmp_path / "detente.toml").open("a") as file:
        file.write(f"[[feeds]]\nurl = '{site.base}/one'\n")
    CliRunner().invoke(app(), ["feeds", "add", site.base + "/two", "--group", "G"])
    assert {each["url"] for each in objects()} == {site.base + "/one", site.base + "/two"}
    assert [each["url"] for each in objects("--group", "G")] == [site.base + "/two"]


def test_feeds_of_a_page_are_those_that_its_head_names() -> None:
    head = b"""<link rel="stylesheet" href="x.css"><link rel="Alternate" type="application/atom+xml" href="../atom">
    <link rel="alternate" type="text/html" href="/fr"><link rel=alternate type=application/feed+json href=feed.json>"""
    page = b"<html><head>" + head + b"</head><body/></html>"
    assert named_feeds(page, "https://x.example/a/b") == ("https://x.example/atom", "https://x.example/a/feed.json")


@given(st.binary(max_size=400))
def test_any_bytes_can_be_read_and_told(body: bytes) -> None:
    found = read(b"<html>" + body, "https://x.example/", None, "page", None)
    assert found.feed.kind in ("page", "not_a_feed")
