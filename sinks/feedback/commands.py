"""`detente feedback`: a thumb on a verdict, the thumbs so far, and the same as texts to train on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import msgspec
import typer

from detente.cli.state import state_of
from detente.errors import UsageError
from sinks.feedback import labels, thumbs
from sinks.feedback.thumbs import Thumb


def feedback(  # noqa: PLR0917 - a command line
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(help="The URL or id of an article; or list; or export.", metavar="URL|ID")],
    up: Annotated[bool, typer.Option("--up", help="It is about the relation.")] = False,
    down: Annotated[bool, typer.Option("--down", help="It is not.")] = False,
    note: Annotated[str | None, typer.Option("--note", help="Why.")] = None,
    who: Annotated[str, typer.Option("--who", help="Whose thumb; a second one takes the place of the first.")] = "desk",
    as_json: Annotated[bool, typer.Option("--json", help="With list: one object a line.")] = False,
) -> None:
    """Say whether an article is about the relation. `export` prints what `detente train relevance` reads.

    Example: detente feedback https://example.org/story --down --note "domestic"
    """
    engine = state_of(ctx).engine()
    if what == "export":
        for text in labels.labelled(thumbs.given(engine)):
            typer.echo(msgspec.json.encode(text).decode())
        return
    if what == "list":
        for thumb in thumbs.given(engine):
            typer.echo(msgspec.json.encode(thumb).decode() if as_json else _line(thumb))
        return
    if up is down:
        raise UsageError("feedback: say either --up or --down")
    typer.echo(_line(thumbs.give(engine, what, who=who, up=up, note=note, at=datetime.now(UTC))))


def _line(thumb: Thumb) -> str:
    note = f"  ({thumb.note})" if thumb.note else ""
    return f"{thumb.at:%Y-%m-%d %H:%M}  {'up  ' if thumb.up else 'down'}  {thumb.who}  {thumb.title or thumb.url}{note}"
