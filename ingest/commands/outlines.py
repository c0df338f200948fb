"""`detente feeds import|export`: lists of feeds as OPML, the profile's own among them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from detente import profiles
from detente.cli.state import state_of
from detente.errors import UsageError
from ingest import feed_book
from ingest.counted import counted
from ingest.feed_rows import feed_of
from ingest.pack import pack_of


def import_outlines(
    ctx: typer.Context,
    what: Annotated[str | None, typer.Argument(metavar="FILE|PROFILE", help="An OPML file, or a profile.")] = None,
    pack: Annotated[bool, typer.Option("--pack", help="The source pack of the configured profile.")] = False,
) -> None:
    """Add the feeds of an OPML file, or those that come with a profile; one that is known already is updated.

    Example: detente feeds import subscriptions.opml
    Example: detente feeds import --pack
    """
    from ingest import opml

    state = state_of(ctx)
    if pack == (what is not None):
        raise UsageError("name an OPML file or a profile, or --pack for the profile of the configuration")
    path = pack_of(state.config.profile) if what is None else _file(what)
    found = opml.read(path)
    for line in found.skipped:
        typer.echo(f"passed over: {line}", err=True)
    put = feed_book.put(state.engine(), found.feeds, datetime.now(UTC))
    merged = f", {found.merged} merged" if found.merged else ""
    typer.echo(f"{counted(len(found.feeds), 'feed')} of {path}: {put.added} added, {put.updated} updated{merged}")


def _file(what: str) -> Path:
    path = Path(what)
    return pack_of(what) if what in profiles.names() and not path.exists() else path


def export(
    ctx: typer.Context,
    group: Annotated[str | None, typer.Option(help="Only this group and those in it.")] = None,
) -> None:
    """The feeds as OPML on standard output, with all their settings.

    Example: detente feeds export > feeds.opml
    """
    from ingest.opml_out import write

    rows = feed_book.rows(state_of(ctx).engine(), group)
    typer.echo(write([feed_of(row) for row in rows]), nl=False)
