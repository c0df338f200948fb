"""A table of figures: what an evaluation returns, printed for a person or written as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from detente.errors import UsageError


class Table(msgspec.Struct, frozen=True):
    """Rows under a title; every row is as long as `columns`. Shares and scores are floats, counts are ints.

    `notes` are lines below the table; an evaluation puts its mistakes into a table whose title begins with "errors".
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    notes: tuple[str, ...] = ()

    @property
    def lists_errors(self) -> bool:
        """Whether it lists single mistakes, which are printed only when asked for."""
        return self.title.lower().startswith("errors")


def show(tables: Sequence[Table], console: Console | None = None) -> None:
    """Print them one below the other; a number stands at the right."""
    console = console or Console(highlight=False)
    for table in tables:
        grid = Grid(title=escape(table.title), title_justify="left")
        for number, column in enumerate(table.columns):
            right = any(isinstance(row[number], int | float) for row in table.rows)
            grid.add_column(escape(column), justify="right" if right else "left")
        for row in table.rows:
            grid.add_row(*(escape(written(cell)) for cell in row))
        console.print(grid)
        for note in table.notes:
            console.print(escape(note), style="dim")


def write(tables: Sequence[Table], file: Path) -> None:
    """Write them as a JSON array of {title, columns, rows, notes}. Raises UsageError where the file cannot be."""
    try:
        file.write_bytes(msgspec.json.format(msgspec.json.encode(list(tables)), indent=1) + b"\n")
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from error


def written(cell: object) -> str:
    """A cell as a person reads it: nothing for None, three digits for a share."""
    if cell is None:
        return ""
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)
