"""`detente db upgrade`."""

from __future__ import annotations

import typer

from detente import schema
from detente.cli.state import state_of

app = typer.Typer(help="The database's schema.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The database's schema."""


@app.command()
def upgrade(ctx: typer.Context) -> None:
    """Bring the database's schema to this release; harmless when it is there already.

    Example: detente db upgrade
    """
    before, after = schema.upgrade(state_of(ctx).database)
    typer.echo(f"already at {after}" if before == after else f"{before or 'empty'} -> {after}")
