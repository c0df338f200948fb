"""`detente health`."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from detente.cli.state import state_of
from detente.health import Health
from detente.topology import at_work

COLOURS = {"ok": "green", "degraded": "yellow", "failing": "red"}


def health(ctx: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="One object.")] = False) -> None:
    """Which stages run, what fails, what waits; exit code 1 when failing.

    Example: detente health --json
    """
    from detente.ops_facts import read_health

    state = state_of(ctx)
    found = read_health(state.bus(), state.engine(), stages=at_work(state.config))
    if as_json:
        typer.echo(msgspec.json.encode(found).decode())
    else:
        _show(found)
    if found.status == "failing":
        raise typer.Exit(1)


def _show(found: Health) -> None:
    console = Console()
    console.print(f"[{COLOURS[found.status]}]{found.status}[/]")
    for reason in found.reasons:
        console.print(f"  {reason}", markup=False)
    table = Table("stage", "state", "pid", "last loop", "restarts", "uses", "last error")
    for stage in found.stages:
        table.add_row(
            stage.name,
            stage.state,
            str(stage.pid or "-"),
            stage.last_loop or "-",
            str(stage.restarts),
            stage.uses or "",
            stage.last_error or "",
        )
    console.print(table)
    feeds, waiting = found.feeds, found.deliveries
    console.print(f"feeds: {feeds.total}, {feeds.up} up, {feeds.failing} failing, {feeds.silent} silent")
    console.print(f"alerts waiting: {waiting.pending}; dead letters: {sum(found.dead_letters.values())}")
