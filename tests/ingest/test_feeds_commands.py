"""`detente feeds` as people use it: on a real database, in groups, in and out, and polled by the real poller."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from detente.cli import app
from detente.errors import DetenteError, UsageError
from tests.ingest.feeds import rss
from tests.servers.site import Scripted, http

A, B, C = (f"https://{name}.example/rss" for name in "abc")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def feeds(*words: str) -> str:
    """What the command writes; raises what it raises."""
    done = CliRunner().invoke(app(), ["feeds", *words])
    if isinstance(done.exception, DetenteError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout


def listed(*words: str) -> dict[str, dict[str, Any]]:
    return {each["url"]: each for each in map(json.loads, feeds("list", "--json", *words).splitlines())}


@pytest.fixture
def three() -> None:
    """A in Papers, B in Papers / Local, C in no group."""
    feeds("add", A, "--group", "Papers")
    feeds("add", B, "--group", "Papers / Local", "--name", "Bee")
    feeds("add", C)


@pytest.mark.usefixtures("three")
def test_a_group_takes_in_the_groups_in_it() -> None:
    assert list(listed("--group", "Papers")) == [A, B]
    assert list(listed("--group", "Papers / Local")) == [B]
    assert list(listed("--group", "Pap")) == []


@pytest.mark.usefixtures("three")
def test_paused_feeds_are_not_due_until_they_are_resumed() -> None:
    feeds("pause", "--group", "Papers")
    assert {url: (each["state"], each["next_poll"]) for url, each in listed("--group", "Papers").items()} == {
        A: ("paused", None),
        B: ("paused", None),
    }
    feeds("resume", A)
    assert [each["state"] for each in listed().values()] == ["active", "paused", "active"]
    assert listed()[A]["next_poll"] is not None


@pytest.mark.usefixtures("three")
def test_a_paused_feed_is_not_polled_now_and_the_message_says_what_to_do() -> None:
    feeds("pause", A)
    with pytest.raises(UsageError, match=r"a\.example/rss is paused: `detente feeds resume` first"):
        feeds("poll", A)
    assert feeds("poll", "--group", "Papers") == f"due now: {B}\n"


@pytest.mark.usefixtures("three")
def test_a_feed_is_found_however_its_address_is_written() -> None:
    feeds("remove", "http://A.example:80/rss#top")
    assert list(listed()) == [B, C]
    assert feeds("add", "http://b.example/rss", "--language", "en").startswith("known already")
    assert {url: each["language"] for url, each in listed().items()} == {B: "en", C: None}


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("command", ["remove", "pause", "resume", "poll"])
def test_a_feed_or_a_group_that_is_not_there_is_one_line(command: str) -> None:
    with pytest.raises(DetenteError, match=r"no feed https://x\.example/"):
        feeds(command, "https://x.example/")
    with pytest.raises(DetenteError, match="no feeds in a group 'Nobody'"):
        feeds(command, "--group", "Nobody")
    with pytest.raises(UsageError, match="name one feed, or --group"):
        feeds(command)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["ftp://a.example/"], "url: 'ftp://a.example/' is no http(s) address"),
        ([A, "--side", "rus"], "side: us-russia has no 'rus'"),
        ([A, "--poll", "soon"], "--poll: 'soon' is no duration"),
        ([A, "--poll", "10ms"], "poll: is under one second"),
        ([A, "--selector", "a"], "selector: goes with --kind page"),
    ],
)
def test_a_feed_that_cannot_be_is_not_added(words: list[str], line: str) -> None:
    with pytest.raises(UsageError) as raised:
        feeds("add", *words)
    assert str(raised.value).startswith(line)
    assert listed() == {}


@pytest.mark.usefixtures("three")
def test_the_list_shows_each_group_with_its_feeds() -> None:
    lines = [line.strip() for line in feeds("list").splitlines()]
    assert lines[0] == "without a group"
    assert lines[lines.index("Papers / Local") + 1 :][:2] == [f"Bee  {B}", "active, last new item never, next poll now"]


SETTINGS = ["--kind", "page", "--selector", "li > a", "--side", "us", "--tier", "official", "--family", "f", "--urgent"]


def test_what_is_exported_is_imported_with_all_its_settings(tmp_path: Path) -> None:
    feeds("add", A, "--group", "One / Two", "--name", "Aye", "--language", "ru", "--poll", "10m", *SETTINGS)
    feeds("add", B)
    before = listed()
    out = tmp_path / "out.opml"
    out.write_text(feeds("export"))
    feeds("remove", A)
    feeds("remove", B)
    assert listed() == {}
    assert "2 added, 0 updated" in feeds("import", str(out))
    unlike = {"next_poll"}
    assert [{k: v for k, v in each.items() if k not in unlike} for each in listed().values()] == [
        {k: v for k, v in each.items() if k not in unlike} for each in before.values()
    ]
    assert 'poll="10m"' in out.read_text()


@pytest.mark.parametrize("words", [["--pack"], ["us-russia"]])
def test_the_pack_of_the_profile_is_one_command(words: list[str]) -> None:
    feeds("import", *words)
    again = feeds("import", *words)
    assert len(listed()) >= 150
    assert " 0 added" in again
    assert len(listed("--group", "Official / Russia")) >= 10


def test_outlines_that_are_passed_over_are_named_on_standard_error(tmp_path: Path) -> None:
    file = tmp_path / "in.opml"
    file.write_text(f"<opml><body>\n<outline xmlUrl='{A}'/>\n<outline xmlUrl='feed:x'/></body></opml>")
    done = CliRunner().invoke(app(), ["feeds", "import", str(file)])
    assert (done.exit_code, done.stderr.count("\n")) == (0, 1)
    assert f"{file}:3: 'feed:x' is no http(s) address" in done.stderr


@pytest.fixture
def ingest(site: Scripted, tmp_path: Path) -> Callable[[], None]:
    """Do what is due, once."""
    (tmp_path / "detente.toml").write_text("[ingest]\nallow_private_addresses = true\nhost_gap = '0s'\n")

    def once() -> None:
        done = CliRunner().invoke(app(), ["ingest", "--once", "--listen", ""])
        assert done.exit_code == 0, done.output

    return once


def test_poll_now_is_done_by_the_next_run_and_a_pause_is_obeyed(site: Scripted, ingest: Callable[[], None]) -> None:
    site.answers["/feed"] = http(body=rss("a"))
    feeds("add", site.base + "/feed")
    ingest()
    ingest()
    assert site.count["/feed"] == 1
    feeds("poll", site.base + "/feed")
    ingest()
    assert site.count["/feed"] == 2
    (known,) = listed().values()
    assert (known["polls"], known["last_status"], known["last_error"]) == (2, 200, None)
    assert known["last_new_item"] is not None
    feeds("poll", site.base + "/feed")
    feeds("pause", site.base + "/feed")
    ingest()
    assert site.count["/feed"] == 2


def test_a_resumed_feed_starts_with_a_clean_slate(site: Scripted, ingest: Callable[[], None]) -> None:
    site.answers["/feed"] = http("500 Oops")
    feeds("add", site.base + "/feed")
    ingest()
    (known,) = listed().values()
    assert (known["failures"], known["last_error"]) == (1, "HTTP 500")
    assert "(backing off after 1 failure)" in feeds("list")
    site.answers["/feed"] = http(body=rss("a"))
    feeds("resume", site.base + "/feed")
    ingest()
    (known,) = listed().values()
    assert (known["failures"], known["last_error"], site.count["/feed"]) == (0, None, 2)
