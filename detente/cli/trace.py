"""`detente trace`."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from detente import sql
from detente.cli.state import state_of
from detente.errors import DetenteError
from detente.trace import trace as trace_page


def trace(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="URL|ID", help="A page's address or article id.")],
    as_json: Annotated[bool, typer.Option("--json", help="One object.")] = False,
) -> None:
    """Where a page went and why: each stage with its outcome and reason, and what each revision changed.

    Example: detente trace https://example.org/article
    """
    with sql.reading(state_of(ctx).engine()) as connection:
        found = trace_page(connection, what)
    if found is None:
        raise DetenteError(f"unknown page {what}: no feed has led to it")
    if as_json:
        typer.echo(msgspec.json.encode(found).decode())
        return
    typer.echo(f"{found.outcome}  {found.url}")
    for step in found.steps:
        typer.echo(f"  {step.at or '-':<20} {step.stage:<8} {step.outcome:<14} {step.reason or ''}")
    for revision in found.revisions:
        was = f", its title was {revision.title_before!r}" if revision.title_before else ""
        typer.echo(f"  revision {revision.revision} at {revision.at or '-'}{was}")
        for line in revision.diff.splitlines():
            typer.echo(f"    {line}")
