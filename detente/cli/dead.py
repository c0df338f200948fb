"""`detente dead`: the records that a stage could not use, with who, why, where, when and how often."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec
import typer

from detente import topology
from detente.bus import Bus, Record
from detente.cli.state import state_of
from detente.errors import UsageError

app = typer.Typer(help="Dead letters, a stage each.", no_args_is_help=True)
StageName = Annotated[str, typer.Argument(help="ingest | process | stories | store | alert | archive")]


def letters(bus: Bus, topic: str) -> Iterator[Record]:
    """Every record of `topic`, oldest first."""
    for partition, begin, end in bus.partitions(topic):
        offset = begin
        while offset < end:
            records = bus.read(topic, partition, offset, 500)
            if not records:
                break
            yield from records
            offset = records[-1].offset + 1


def facts(record: Record) -> dict[str, object]:
    """The headers as a person reads them."""
    said = {name.removeprefix("detente-"): value.decode(errors="replace") for name, value in record.headers}
    return {"offset": record.offset, "key": record.key.decode(errors="replace"), "bytes": len(record.value), **said}


def _topic(name: str) -> str:
    try:
        return topology.stage(name).dead
    except KeyError:
        raise UsageError(f"no stage {name!r} (one of {', '.join(s.name for s in topology.EVERY)})") from None


@app.command(name="list")
def list_letters(
    ctx: typer.Context, stage: StageName, as_json: Annotated[bool, typer.Option("--json", help="One a line.")] = False
) -> None:
    """The dead letters of a stage with their reasons.

    Example: detente dead list process
    """
    for record in letters(state_of(ctx).bus(), _topic(stage)):
        found = facts(record)
        if as_json:
            typer.echo(msgspec.json.encode(found).decode())
        else:
            typer.echo(f"{found['offset']}  {found.get('at', '')}  {found['key']}  {found.get('reason', '')}")


@app.command()
def show(ctx: typer.Context, stage: StageName, offset: Annotated[int, typer.Argument(help="As listed.")]) -> None:
    """One dead letter: its facts, then its bytes as text.

    Example: detente dead show process 3
    """
    found = state_of(ctx).bus().read(_topic(stage), 0, offset, 1)
    if not found or found[0].offset != offset:
        raise UsageError(f"{stage} has no dead letter at {offset}")
    typer.echo(msgspec.json.format(msgspec.json.encode(facts(found[0])), indent=2).decode())
    typer.echo(found[0].value.decode(errors="backslashreplace"))
