"""`detente alert`: try a destination, see what would have been sent, and what became of what was."""

from __future__ import annotations

import asyncio
import random
import uuid
from datetime import UTC, datetime
from typing import Annotated

import msgspec
import sqlalchemy as sa
import typer

from detente import __version__, sql
from detente.cli.state import state_of
from detente.config import Alert, Config
from detente.errors import DetenteError, UsageError
from detente.tables.outbox import DELIVERIES, DESTINATIONS

alert = typer.Typer(help="Alerts: test a destination, preview, list deliveries; without a command, the daemon.")


@alert.command()
def test(
    ctx: typer.Context, name: Annotated[str | None, typer.Argument(help="One destination; default: all.")] = None
) -> None:
    """Really send a message marked TEST, and say what came back.

    Example: detente alert test desk
    """
    config = state_of(ctx).config
    chosen = [each for each in config.alerts if name in (None, each.name)]
    if not chosen:
        known = ", ".join(each.name for each in config.alerts) or "none"
        raise UsageError(f"no alert {name!r} (configured: {known})" if name else "no [[alerts]] configured")
    failed = [each.name for each in chosen if not asyncio.run(_try(each, config))]
    if failed:
        raise DetenteError(f"not delivered: {', '.join(failed)}")


async def _try(destination: Alert, config: Config) -> bool:
    from detente.http import Http
    from sinks.alert.fate import Delivered, fate
    from sinks.alert.notify import notifier
    from sinks.alert.sample import message

    http = Http(f"Detente/{__version__}")
    now = datetime.now(UTC)
    try:
        sender = notifier(destination, http, config.profile, lambda: datetime.now(UTC), typer.echo)
        answer = await sender.send(message(f"test.{destination.name}.{uuid.uuid4().hex[:12]}", now))
    finally:
        await http.close()
    delivered = isinstance(fate(answer, 1, random.random), Delivered)
    typer.echo(f"{destination.name}: {'delivered' if delivered else answer.reason or f'HTTP {answer.status}'}")
    return delivered


@alert.command()
def preview(ctx: typer.Context, last: Annotated[int, typer.Option(help="How many of the last articles.")] = 50) -> None:
    """What the last relevant articles would be told as, and why not; nothing is sent.

    Example: detente alert preview --last 20
    """
    from sinks.alert.previewing import previews

    state = state_of(ctx)
    with sql.reading(state.engine()) as connection:
        for line in previews(connection, state.config.alerts, last):
            typer.echo(line)


@alert.command()
def enable(ctx: typer.Context, name: Annotated[str, typer.Argument(help="The destination.")]) -> None:
    """Tell a destination again that had said that it is gone (HTTP 410); what was dropped meanwhile stays untold.

    Example: detente alert enable desk
    """
    row = sa.update(DESTINATIONS).where(DESTINATIONS.c.name == name, DESTINATIONS.c.disabled.is_not(None))
    with sql.writing(state_of(ctx).engine()) as connection:
        found = connection.execute(row.values(disabled=None, reason=None, failures=0, not_before=None)).rowcount
    if not found:
        raise DetenteError(f"no disabled destination {name!r}")
    typer.echo(f"{name} is told again")


@alert.command(name="list")
def list_deliveries(
    ctx: typer.Context,
    most: Annotated[int, typer.Option(help="How many, the newest first.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """Deliveries with their fates.

    Example: detente alert list --json
    """
    columns = [column for column in DELIVERIES.c if column.name != "payload"]
    query = sa.select(*columns).order_by(DELIVERIES.c.created.desc()).limit(most)
    with sql.reading(state_of(ctx).engine()) as connection:
        for row in connection.execute(query):
            if as_json:
                typer.echo(msgspec.json.encode(dict(row._mapping)).decode())
            else:
                typer.echo(
                    f"{row.created:%Y-%m-%d %H:%M:%S}  {row.destination}  {row.state}  {row.type}  {row.reason or ''}"
                )
