"""What `detente run` shows: on a terminal a few quiet figures and what the console alert says; elsewhere lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import rich.live
from rich.console import Console
from rich.text import Text

from detente.summary import Summary


class Live:
    """Prints lines as they are, and on a terminal (`on`) one line of figures below them."""

    def __init__(self, console: Console, view: rich.live.Live | None) -> None:
        self._console, self._view = console, view

    @classmethod
    @contextmanager
    def on_terminal(cls) -> Iterator[Live]:
        """A live view while the block runs where standard output is a terminal, else plain lines."""
        console = Console(highlight=False, soft_wrap=True)
        if not sys.stdout.isatty():
            yield cls(console, None)
            return
        with rich.live.Live(Text("starting ..."), console=console, refresh_per_second=4) as view:
            yield cls(console, view)

    @property
    def on(self) -> bool:
        return self._view is not None

    def say(self, line: str) -> None:
        self._console.print(line, markup=False)

    def show(self, summary: Summary) -> None:
        if self._view is not None:
            self._view.update(Text(line_of(summary), style="dim"))

    def trouble(self, reason: str) -> None:
        if self._view is not None:
            self._view.update(Text(reason, style="red"))


def line_of(summary: Summary) -> str:
    """The figures in one line."""
    failing = f" ({summary.feeds_failing} failing)" if summary.feeds_failing else ""
    restarts = f"   restarts {summary.restarts}" if summary.restarts else ""
    return (
        f"feeds {summary.feeds}{failing}   items {summary.items} ({summary.items_waiting} waiting)   "
        f"pages {summary.pages}   relevant {summary.relevant}   told {summary.told}   lag {summary.lag}{restarts}"
    )
