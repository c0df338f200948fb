"""`detente archive`: pages back out of the WARC files; without a command, the daemon."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from detente.cli.state import State, state_of
from detente.errors import UsageError
from sinks.archive import shelf

archive = typer.Typer(help="The archive: take a page out, make its index again; without a command, the daemon.")


@archive.command()
def get(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="URL|ID", help="A page's address or article id.")],
    revision: Annotated[int | None, typer.Option(help="Which one; default: the newest.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="What is known of it, instead of its body.")] = False,
) -> None:
    """The page as it was fetched, byte for byte, on standard output.

    Example: detente archive get https://example.org/article > page.html
    """
    state = state_of(ctx)
    kept = shelf.get(state.engine(), _folder(state), what, revision)
    if as_json:
        about = msgspec.to_builtins(kept.about)
        typer.echo(msgspec.json.encode({**about, "status": kept.status, "headers": kept.headers}).decode())
        return
    sys.stdout.buffer.write(kept.body)
    sys.stdout.buffer.flush()


@archive.command()
def index(ctx: typer.Context) -> None:
    """Enter every page of the complete files in the database again, where it was lost or is another.

    Example: detente archive index
    """
    state = state_of(ctx)
    typer.echo(f"{shelf.enter_all(state.engine(), _folder(state))} pages entered")


def _folder(state: State) -> Path:
    if state.config.retention.archive == "off":
        raise UsageError('[retention] archive is "off": there is no archive')
    return Path(state.config.retention.archive)
