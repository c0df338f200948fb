"""`detente train relevance`: fits the relevance model of a profile on labelled texts and writes its file."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal

import typer

from detente.errors import UsageError
from processors.relevance.vectors import Embed


def train(  # noqa: PLR0917 - a command line
    what: Annotated[Literal["relevance", "topics"], typer.Argument(help="Which model.")],
    data: Annotated[list[Path], typer.Argument(help="Labelled texts: files of JSON lines (.xz too) or folders.")],
    profile: Annotated[str, typer.Option("--profile", help="The profile whose model it is.")] = "us-russia",
    out: Annotated[Path | None, typer.Option("--out", help="The file to write; else the profile's own.")] = None,
    version: Annotated[str, typer.Option("--version", help="The version that verdicts will name.")] = "1",
    report: Annotated[bool, typer.Option("--report", help="Measure with one source left out; write nothing.")] = False,
    cache: Annotated[Path | None, typer.Option("--cache", help="A file that keeps the sentence vectors.")] = None,
) -> None:
    """Train the relevance or the topic model on labelled texts.

    Example: detente train relevance labelled/ --report
    """
    missing = [name for name in ("sklearn", "scipy") if find_spec(name) is None]
    if missing:
        raise UsageError(f"training needs {' and '.join(missing)}: install scikit-learn (the dependency group train)")
    for path in data:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
    _run(what, data, profile, out, version, report=report, cache=cache)


def _run(
    what: str, data: list[Path], profile: str, out: Path | None, version: str, *, report: bool, cache: Path | None
) -> None:
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(threads, "1")  # before NumPy comes: more are slower, and change the last digits
    from processors.evaluation.table import show
    from processors.relevance.examples import Remembered, examples
    from processors.relevance.model import path_of, write
    from processors.relevance.training import left_out, trained
    from processors.relevance.vectors import embedder, why_not

    embed = embedder()
    if embed is None:
        typer.echo(f"without sentence vectors: {why_not()}", err=True)
    elif cache is not None:
        embed = Remembered(embed, cache)
    if what == "topics":
        _run_topics(data, profile, out, version, embed, report=report)
        return
    found = examples(data, profile, embed)
    if report:
        show(left_out(found, profile))
        return
    path = out or path_of(profile)
    write(trained(found, profile, version), path)
    typer.echo(f"{what}: {len(found)} texts, {path.name} {path.stat().st_size // 1024} KiB")


def _run_topics(
    data: list[Path], profile: str, out: Path | None, version: str, embed: Embed | None, *, report: bool
) -> None:
    from processors.evaluation.table import show
    from processors.topics.model import path_of, write
    from processors.topics.training import labels, left_out, trained

    found = labels(data, profile, embed)
    if report:
        for vectors in (False, True) if embed else (False,):
            show([table for table in left_out(found, vectors=vectors) if not table.lists_errors])
        return
    path = out or path_of(profile)
    write(trained(found, version), path)
    typer.echo(f"topics: {len(found.rows)} texts, {path.name} {path.stat().st_size // 1024} KiB")
