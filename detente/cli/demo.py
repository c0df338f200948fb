"""`detente demo`: the whole pipeline on a news site that it serves itself, with no network, in seconds."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from detente import log
from detente.cli.init import literal
from detente.cli.live import Live
from detente.cli.run import prepare, supervised
from detente.cli.state import State
from detente.demo.site import Site, feeds, serve
from detente.errors import DetenteError, Retry
from detente.stop import Stop, on_signals
from detente.summary import Summary, summarise

LONGEST_SECONDS = 60.0
QUIET_ROUNDS = 3
NEXT = """\
That was the whole pipeline: {feeds} feeds polled, {pages} pages read, {relevant} relevant, {told} stories told once
each.
Look next at
  detente init && detente run        the same on real feeds, with alerts in this terminal
  detente check FILE|URL             what it says of one article, and why
  README.md                          the first Slack alert in five minutes"""


def demo(
    keep: Annotated[
        Path | None, typer.Option(help="Keep the data in this folder, to look at with other commands.")
    ] = None,
) -> None:
    """Poll, judge, group and tell on a small news site of our own on this machine: no network, no server, under 30 s.

    Example: detente demo
    """
    began = time.monotonic()
    stop = Stop()
    on_signals(stop)
    with ExitStack() as closing:
        folder = keep or Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="detente-demo-")))
        base = closing.enter_context(serve(Site()))
        state = State(configuration(folder, base))
        closing.callback(state.close)
        log.configure("warning", "auto", stage="demo")
        prepare(state)
        live = closing.enter_context(Live.on_terminal())
        live.say("A small news site is up on this machine (its reports are invented); the pipeline starts ...\n")
        supervisor = closing.enter_context(supervised(state, live, quiet=True))
        summary = _until_told(state, live, stop, began, supervisor.look)
    if stop:
        raise typer.Exit(130)
    typer.echo(f"{time.monotonic() - began:.0f} s. " + NEXT.format(**_figures(summary)))


def _figures(summary: Summary) -> dict[str, int]:
    return {name: getattr(summary, name) for name in ("feeds", "pages", "relevant", "told")}


def _until_told(state: State, live: Live, stop: Stop, began: float, look: Callable[[], None]) -> Summary:
    """Wait until every item has come to its end and nothing more is to be told."""
    engine, bus = state.engine(), state.bus()
    summary, quiet = summarise(engine, bus), 0
    while not stop.wait(0.3):
        look()
        try:
            summary = summarise(engine, bus)
        except Retry as down:
            live.trouble(down.reason)
            continue
        live.show(summary)
        quiet = quiet + 1 if summary.idle and summary.feeds_unpolled == 0 else 0
        if quiet >= QUIET_ROUNDS:
            return summary
        if time.monotonic() - began > LONGEST_SECONDS:
            raise DetenteError(
                f"not done after {LONGEST_SECONDS:.0f} s; see {folder_of(state)}/detente.log with --keep"
            )
    return summary


def folder_of(state: State) -> Path:
    return Path(state.config.bus.removeprefix("sqlite:///")).parent


def configuration(folder: Path, base: str) -> Path:
    """Write the demo's configuration into `folder`: patient with nobody, for all of it is on this machine."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = [
        f"bus = {literal(f'sqlite:///{folder}/bus.db')}",
        f"store = {literal(f'sqlite:///{folder}/detente.db')}",
        '[ops]\nlisten = ""',
        '[ingest]\nallow_private_addresses = true\nfirst_poll = "tell"\nhost_gap = "20ms"\nconnections_per_host = 8',
        '[[alerts]]\nname = "terminal"\ntype = "console"\ngroup_wait = "4s"\nrate = "5/s"',
    ]
    for feed in feeds(base, poll=60):
        facts = {
            "url": feed.url,
            "name": feed.name,
            "language": feed.language,
            "side": feed.side,
            "family": feed.family,
        }
        tables.append("[[feeds]]\n" + "\n".join(f"{key} = {literal(value)}" for key, value in facts.items()))
    path = folder / "detente.toml"
    path.write_text("\n".join(tables) + "\n", encoding="utf-8")
    return path
