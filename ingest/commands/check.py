"""`detente feeds check`: what is wrong with the sources, and what should be changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from detente.cli.state import State, state_of
from detente.config import Feed
from detente.errors import UsageError
from ingest import feed_book
from ingest.feed_rows import feed_of
from ingest.groups import is_in
from ingest.pack import pack_of


def check(
    ctx: typer.Context,
    what: Annotated[
        list[str] | None, typer.Argument(metavar="URL|FILE", help="Without: every configured feed.")
    ] = None,
    *,
    pack: Annotated[bool, typer.Option("--pack", help="The source pack of the configured profile.")] = False,
    group: Annotated[str | None, typer.Option(help="Only this group and those in it.")] = None,
    items: Annotated[bool, typer.Option("--items", help="With the entries, in feed order.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """Does it answer, is it a feed, is it fresh, what is wrong with it, what should be changed.

    Exit code 1 unless all can be read.

    Example: detente feeds check https://example.org/rss.xml --items --json
    """
    from ingest.checking.checkup import Subject
    from ingest.checking.showing import show, subject_of

    state = state_of(ctx)
    if what:
        known = {feed.url: feed for feed in state.config.feeds}
        subjects = [subject_of(known[each]) if each in known else Subject(each) for each in what]
    else:
        subjects = [subject_of(each) for each in _feeds(state, pack=pack) if group is None or is_in(each.group, group)]
    if not subjects:
        raise UsageError("no feeds configured: name an address or a file, or --pack")
    if not show(subjects, state.config.ingest, items=items, as_json=as_json):
        raise typer.Exit(1)


def _feeds(state: State, *, pack: bool) -> Iterable[Feed]:
    """Those of the pack, or of the frontier and the configuration."""
    if pack:
        from ingest.opml import read

        return read(pack_of(state.config.profile)).feeds
    added = [feed_of(row) for row in feed_book.rows(state.engine())]
    return {feed.url: feed for feed in [*added, *state.config.feeds]}.values()
