"""`detente`: one command a stage, and those of the rooms, which hand them in as entry points.

Exit codes: 0; 1 it failed; 2 the words or the configuration are wrong. An error is a line that says what to do, a
traceback only with `--debug`.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

import typer

from detente import __version__
from detente.cli.state import State
from detente.errors import DetenteError, UsageError

HOISTED = {"--config": 1, "--debug": 0}


def app() -> typer.Typer:
    """The whole command tree."""
    from detente.cli import daemons, dead, demo, health, init, lag, run, schema, topics, trace

    tree = typer.Typer(
        name="detente",
        help="A news monitor for one relation: what is new, who did what to whom, on what evidence.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    tree.callback()(_root)
    for function in (init.init, run.run, demo.demo):
        tree.command()(function)
    given = dict(_given())
    groups = {name: each for name, each in given.items() if isinstance(each, typer.Typer)}
    daemons.mount(tree, groups)
    for name, group in groups.items():
        tree.add_typer(group, name=name)
    for name, each in given.items():
        if callable(each) and name not in groups:
            tree.command(name)(each)
    tree.command()(lag.lag)
    tree.command()(trace.trace)
    tree.command()(health.health)
    tree.add_typer(topics.app, name="topics")
    tree.add_typer(schema.app, name="db")
    tree.add_typer(dead.app, name="dead")
    return tree


def main(argv: list[str] | None = None) -> None:
    """Run the command line; never returns normally."""
    words = hoist(sys.argv[1:] if argv is None else argv)
    debug = "--debug" in words
    try:
        app()(words, prog_name="detente", standalone_mode=True)
    except DetenteError as error:
        if debug:
            raise
        print(f"detente: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def hoist(words: list[str]) -> list[str]:
    """`words` with `--config FILE` and `--debug` moved to the front, so that they may stand anywhere before `--`."""
    front: list[str] = []
    rest = list(words)
    end = rest.index("--") if "--" in rest else len(rest)
    at = 0
    while at < end:
        name, equals, _value = rest[at].partition("=")
        if name in HOISTED:
            taken = 1 + (0 if equals else HOISTED[name])
            front += rest[at : at + taken]
            del rest[at : at + taken]
            end -= taken
        else:
            at += 1
    return front + rest


def _given() -> list[tuple[str, object]]:
    return [(each.name, each.load()) for each in sorted(entry_points(group="detente.commands"), key=lambda e: e.name)]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


def _root(
    ctx: typer.Context,
    config: Annotated[Path | None, typer.Option(help="detente.toml; else DETENTE_CONFIG, else ./detente.toml.")] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None:
    ctx.obj = State(config, debug)
    ctx.call_on_close(ctx.obj.close)
