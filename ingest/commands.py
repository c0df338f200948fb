"""The feeds: known, added, removed, in and out as OPML, and checked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import sqlalchemy as sa
import typer
from rich.console import Console
from rich.table import Table

from detente import sql
from detente.cli.state import state_of
from detente.config import Feed
from detente.config.check import is_http
from detente.errors import DetenteError, UsageError
from detente.tables.frontier import FEEDS

feeds = typer.Typer(help="The feeds: add, remove, list, OPML in and out, check.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="One object a line.")]


@feeds.command()
def add(
    ctx: typer.Context,
    url: str,
    name: Annotated[str | None, typer.Option(help="As desks read it.")] = None,
    group: Annotated[str | None, typer.Option(help="To list together.")] = None,
    urgent: Annotated[bool, typer.Option("--urgent", help="May be polled every poll_urgent.")] = False,
) -> None:
    """Watch one more feed, from the next look of the poller on.

    Example: detente feeds add https://example.org/rss.xml --name Example
    """
    from ingest.frontier import put_feed

    if not is_http(url):
        raise UsageError(f"{url!r} is no http(s) address")
    with sql.writing(state_of(ctx).engine()) as connection:
        put_feed(connection, Feed(url=url, name=name, group=group, urgent=urgent), datetime.now(UTC), origin="added")
    typer.echo(f"added {url}")


@feeds.command()
def remove(ctx: typer.Context, url: str) -> None:
    """Watch a feed no more. One of the configuration comes back at the next start unless it is taken out there.

    Example: detente feeds remove https://example.org/rss.xml
    """
    with sql.writing(state_of(ctx).engine()) as connection:
        found = connection.execute(
            sa.update(FEEDS).where(FEEDS.c.url == url, FEEDS.c.state != "removed").values(state="removed")
        )
    if not found.rowcount:
        raise DetenteError(f"no feed {url}")
    typer.echo(f"removed {url}")


@feeds.command(name="list")
def list_feeds(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Every feed with its state, last new item, next poll and last error.

    Example: detente feeds list --json
    """
    with sql.reading(state_of(ctx).engine()) as connection:
        rows = connection.execute(sa.select(FEEDS).where(FEEDS.c.state != "removed").order_by(FEEDS.c.url)).all()
    table = Table("feed", "state", "polls", "last new item", "next poll", "why then", "last error")
    for row in rows:
        facts = {
            "url": row.url,
            "name": row.name,
            "state": row.state,
            "polls": row.polls,
            "failures": row.failures,
            "last_new_item": _iso(row.last_new_item),
            "next_poll": _iso(row.due),
            "reason": row.poll_reason,
            "last_error": row.last_error,
            "malformed": row.malformed,
        }
        if as_json:
            typer.echo(msgspec.json.encode(facts).decode())
        else:
            shown = ("url", "state", "polls", "last_new_item", "next_poll", "reason", "last_error")
            table.add_row(*("-" if facts[key] is None else str(facts[key]) for key in shown))
    if not as_json:
        Console().print(table)


@feeds.command(name="import")
def import_opml(ctx: typer.Context, file: Path) -> None:
    """Add the feeds of an OPML file; one that is known already is updated.

    Example: detente feeds import subscriptions.opml
    """
    from ingest.frontier import put_feed
    from ingest.opml import read

    found = read(file)
    now = datetime.now(UTC)
    with sql.writing(state_of(ctx).engine()) as connection:
        for feed in found:
            put_feed(connection, feed, now, origin="added")
    typer.echo(f"{len(found)} feeds of {file}")


@feeds.command()
def export(ctx: typer.Context) -> None:
    """The feeds as OPML on standard output.

    Example: detente feeds export > feeds.opml
    """
    from ingest.opml import write

    with sql.reading(state_of(ctx).engine()) as connection:
        rows = connection.execute(sa.select(FEEDS).where(FEEDS.c.state != "removed").order_by(FEEDS.c.url)).all()
    typer.echo(write([Feed(url=row.url, name=row.name, group=row.group_name) for row in rows]))


@feeds.command()
def check(
    ctx: typer.Context,
    what: Annotated[
        list[str] | None, typer.Argument(help="Addresses or files; without: every configured feed.")
    ] = None,
    items: Annotated[bool, typer.Option("--items", help="With the entries, in feed order.")] = False,
    as_json: AsJson = False,
) -> None:
    """Is it a feed, does it answer, what is wrong with it, what should be changed; exit code 1 unless all are fine.

    Example: detente feeds check https://example.org/rss.xml --items --json
    """
    from ingest.checking import check_all

    state = state_of(ctx)
    chosen = what or [feed.url for feed in state.config.feeds]
    if not chosen:
        raise UsageError("no feeds configured: name an address or a file")
    fine = True
    for found in check_all(chosen, state.config.ingest, with_items=items):
        fine = fine and found.ok
        if as_json:
            typer.echo(msgspec.json.encode(found).decode())
        else:
            mark = "[green]ok[/]" if found.ok else "[red]no[/]"
            Console(highlight=False).print(
                f"{mark} {found.url}  {found.kind}, {found.entries} entries, {found.newest or '-'}"
            )
            for line in [*found.problems, *found.advice]:
                Console(highlight=False).print(f"   {line}", markup=False)
    if not fine:
        raise typer.Exit(1)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")
