"""`detente eval`: how well one part of the understanding does on labelled data, as tables and as JSON."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal

import typer

from detente.errors import UsageError
from processors.evaluation.table import Table, show, write

Part = Literal["relevance", "topics", "events", "statements", "actors", "extraction", "groups", "stories"]


def evaluate(
    part: Annotated[Part, typer.Argument(help="What to measure.")],
    path: Annotated[Path, typer.Argument(help="Labelled data: a file, or the folder that holds it.")],
    errors: Annotated[bool, typer.Option("--errors", help="List every mistake with its evidence.")] = False,
    json: Annotated[Path | None, typer.Option("--json", help="Write the tables to this file, too.")] = None,
    profile: Annotated[str, typer.Option("--profile", help="The profile that judges.")] = "us-russia",
) -> None:
    """Measure one part of the understanding on labelled data.

    Example: detente eval extraction article-extraction-benchmark --json extraction.json
    """
    tables = tables_of(part, path, profile)
    if json is not None:
        write(tables, json)
    show([table for table in tables if errors or not table.lists_errors])


def tables_of(part: Part, path: Path, profile: str) -> tuple[Table, ...]:
    """The tables of `processors.evaluation.<part>`. Raises UsageError for a path or a file that is wrong."""
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder")
    name = f"processors.evaluation.{part}"
    if find_spec(name) is None:
        raise UsageError(f"there is no evaluation of {part} in this version")
    try:
        found: Table | tuple[Table, ...] = import_module(name).evaluate(path, profile)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        file = getattr(error, "filename", None) or path
        raise UsageError(f"{file}: {getattr(error, 'strerror', None) or error}") from error
    return (found,) if isinstance(found, Table) else found
