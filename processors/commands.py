"""The processors' commands: `check`, `judge`, `cluster`. What is heavy is imported when they run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.state import state_of
from detente.errors import DetenteError, UsageError

Full = Annotated[
    bool, typer.Option("--full", help="Decide nothing early: every field filled, also of what is not relevant.")
]
Lines = Annotated[str, typer.Argument(help="A file of JSON lines; - is standard input.")]


def check(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(help="A file (text or HTML), an address, or - for standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="One object.")] = False,
    full: Full = False,
) -> None:
    """Judge one page or text: verdict, evidence, actors, topics.

    Example: detente check --json article.html | jq .reason
    """
    from processors.judging import check_one
    from processors.shown import show

    state = state_of(ctx)
    found = check_one(what, state.config, full=full)
    if as_json:
        typer.echo(found.decode())
    else:
        show(found)


def judge(ctx: typer.Context, lines: Lines, full: Full = False) -> None:
    """Judge many texts: {id, title?, text?|html?, url?, lang?, published?, source?} a line in, one object a line out.

    Example: detente judge articles.jsonl > verdicts.jsonl
    """
    from processors.judging import judge_lines

    with _opened(lines) as stream:
        failed = judge_lines(stream, sys.stdout.buffer, state_of(ctx).config, full=full)
    if failed:
        raise DetenteError(f"{failed} lines could not be judged; each has an object with its error")


def cluster(
    ctx: typer.Context,
    lines: Lines,
    everything: Annotated[bool, typer.Option("--all", help="Every line, not only what is relevant.")] = False,
) -> None:
    """Group texts into stories: {id, title, text, source, published, lang?} a line in, {id, group, story, novelty
    ...} out.

    Example: detente cluster --all articles.jsonl
    """
    from processors.clustering import cluster_lines

    with _opened(lines) as stream:
        failed = cluster_lines(stream, sys.stdout.buffer, state_of(ctx).config, everything=everything)
    if failed:
        raise DetenteError(f"{failed} lines could not be read; each has an object with its error")


def _opened(lines: str):  # type: ignore[no-untyped-def]  # a binary stream, standard input's or a file's
    if lines == "-":
        return sys.stdin.buffer
    try:
        return Path(lines).open("rb")
    except OSError as error:
        raise UsageError(f"{lines}: {error.strerror}") from error
