"""A desk's thumbs: one a person and article, kept with the text, given back as what the training reads."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from detente import sql
from detente.cli.state import State
from detente.errors import UsageError
from detente.tables.store import ARTICLES, VERDICTS
from processors.evaluation.labelled import read
from sinks.feedback import commands, thumbs
from sinks.feedback.labels import label_of, labelled
from sinks.feedback.thumbs import Thumb
from sinks.store.rows import article_row
from tests.sinks.writing import NOW, TEXT, update


def store(engine: sa.Engine) -> str:
    """The URL of a stored article."""
    row = article_row(update("a"))
    with sql.writing(engine) as connection:
        connection.execute(sa.insert(ARTICLES).values(**row))
    return str(row["url"])


def store_verdict(engine: sa.Engine, url: str) -> None:
    with sql.writing(engine) as connection:
        connection.execute(
            sa.insert(VERDICTS).values(
                id="v",
                revision=1,
                url=url,
                title="Senators quarrel",
                outcome="not_relevant",
                band="no",
                score=0.1,
                decided_by="model",
                reason="-",
                language="en",
                source="Wire",
                feed="f",
                first_seen=NOW,
                at=NOW,
                seed=False,
            )
        )


def give(engine: sa.Engine, which: str, *, up: bool, who: str = "desk", minute: int = 0) -> Thumb:
    return thumbs.give(engine, which, who=who, up=up, note=None, at=NOW + timedelta(minutes=minute))


def test_a_thumb_is_kept_with_the_text_by_url_and_by_id(engine: sa.Engine) -> None:
    by_url = give(engine, store(engine), up=True)
    by_id = give(engine, by_url.article, up=True, who="night")
    assert (by_url.text, by_url.source, by_url.language) == (TEXT, "Wire", "en")
    assert [each.who for each in thumbs.given(engine)] == ["desk", "night"]
    assert by_id.url == by_url.url


def test_a_person_has_one_thumb_on_an_article_and_the_last_counts(engine: sa.Engine) -> None:
    url = store(engine)
    give(engine, url, up=True)
    give(engine, url, up=True)
    give(engine, url, up=False, minute=1)
    (only,) = thumbs.given(engine)
    assert (only.up, only.at) == (False, NOW + timedelta(minutes=1))


def test_of_what_was_not_relevant_the_title_is_kept(engine: sa.Engine) -> None:
    store_verdict(engine, "https://example.org/quarrel")
    thumb = give(engine, "https://example.org/quarrel", up=True)
    assert (thumb.title, thumb.text) == ("Senators quarrel", "")


def test_what_was_never_judged_is_refused(engine: sa.Engine) -> None:
    with pytest.raises(UsageError, match="was judged"):
        give(engine, "https://example.org/none", up=True)


def test_one_text_an_article_with_what_most_say(engine: sa.Engine) -> None:
    url = store(engine)
    for who, up in (("a", True), ("b", False), ("c", False)):
        give(engine, url, up=up, who=who)
    (text,) = labelled(thumbs.given(engine))
    assert (text.label, text.text, text.outlet) == ("hard_negative", TEXT, "Wire")


@given(st.integers(0, 9), st.integers(0, 9))
def test_the_label_changes_sides_with_the_thumbs(ups: int, downs: int) -> None:
    other = {"positive": "hard_negative", "hard_negative": "positive", "borderline": "borderline"}
    assert label_of(downs, ups) == other[label_of(ups, downs)]
    assert (label_of(ups, downs) == "borderline") is (ups == downs)


def run(config: Path, *arguments: str) -> Result:
    app = typer.Typer()
    app.command()(commands.feedback)
    return CliRunner().invoke(app, arguments, obj=State(config))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "detente.toml"
    path.write_text(f'store = "sqlite:///{tmp_path / "d.db"}"\n')
    return path


def test_the_command_keeps_lists_and_exports_what_the_training_reads(config: Path) -> None:
    assert run(config, "list").output == ""
    engine = State(config).engine()
    url = store(engine)
    engine.dispose()
    assert "up" in run(config, url, "--up", "--note", "a call").output
    assert "a call" in run(config, "list").output
    assert msgspec.json.decode(run(config, "list", "--json").output)["who"] == "desk"
    exported = config.with_name("feedback.jsonl")
    exported.write_text(run(config, "export").output)
    (row,) = read(exported)
    assert (row.label, row.text, row.outlet) == ("positive", TEXT, "Wire")


@pytest.mark.parametrize("thumb", [(), ("--up", "--down")])
def test_a_thumb_goes_one_way(thumb: tuple[str, ...], config: Path) -> None:
    assert isinstance(run(config, "x", *thumb).exception, UsageError)
