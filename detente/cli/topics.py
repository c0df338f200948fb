"""`detente topics`: what flows, and making the bus so."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from detente.cli.state import state_of
from detente.topology import TOPICS

app = typer.Typer(help="The topics of the bus.", no_args_is_help=True)


@app.command()
def apply(ctx: typer.Context) -> None:
    """Create missing topics, raise partitions, set retention; harmless when all is so already.

    Example: detente topics apply
    """
    for line in state_of(ctx).bus().apply(TOPICS) or ["nothing to change"]:
        typer.echo(line)


@app.command(name="list")
def list_topics(
    ctx: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="One object.")] = False
) -> None:
    """The topics with their partitions, records and retention.

    Example: detente topics list --json
    """
    bus = state_of(ctx).bus()
    rows = []
    for topic in TOPICS:
        found = bus.partitions(topic.name)
        rows.append(
            {
                "topic": topic.name,
                "key": topic.key,
                "partitions": len(found),
                "records": sum(end - begin for _, begin, end in found),
                "keep_seconds": topic.keep.total_seconds(),
                "keep_bytes": topic.keep_bytes,
            }
        )
    if as_json:
        typer.echo(msgspec.json.encode({"topics": rows}).decode())
        return
    table = Table("topic", "key", "partitions", "records", "keeps")
    for row in rows:
        days = f"{float(str(row['keep_seconds'])) / 86400:g} d"
        table.add_row(str(row["topic"]), str(row["key"]), str(row["partitions"]), str(row["records"]), days)
    Console().print(table)
