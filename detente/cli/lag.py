"""`detente lag`."""

from __future__ import annotations

import time
from typing import Annotated

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from detente.cli.state import state_of
from detente.lag import FINE, Lag
from detente.topology import at_work

COLOURS = {"ok": "green", "slow": "yellow"}


def lag(ctx: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="One object.")] = False) -> None:
    """How far behind every group is on every partition; exit code 1 unless all are ok or slow.

    Example: detente lag --json | jq .worst
    """
    from detente.ops_facts import read_lag

    state = state_of(ctx)
    scheme = state.config.bus.partition(":")[0]
    found = read_lag(state.bus(), state.engine(), scheme, time.time(), at_work(state.config))
    if as_json:
        typer.echo(msgspec.json.encode(found).decode())
    else:
        _show(found)
    if any(row.verdict not in FINE for row in found.partitions):
        raise typer.Exit(1)


def _show(found: Lag) -> None:
    if not found.partitions:
        typer.echo("the bus has no topics yet: start with `detente run`, or `detente topics apply`")
        return
    table = Table(
        "stage",
        "reads",
        "at",
        "lag",
        "seconds",
        "members",
        "verdict",
        "why",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for row in found.partitions:
        colour = COLOURS.get(row.verdict, "red")
        table.add_row(
            _short(row.group),
            f"{_short(row.topic)}/{row.partition}",
            f"{'-' if row.committed is None else row.committed}/{row.end}",
            str(row.lag),
            f"{row.lag_seconds:.0f}",
            str(row.members),
            f"[{colour}]{row.verdict}[/]",
            escape(row.reason),
        )
    Console().print(table)


def _short(name: str) -> str:
    """A group or topic without what all of them begin with."""
    return name.removeprefix("detente.")
