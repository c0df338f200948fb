"""`detente run`: all stages in one supervised process tree."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import typer
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector

from detente import log
from detente.cli.live import Live
from detente.cli.state import State, state_of
from detente.errors import Retry, UsageError
from detente.ops_facts import read_health
from detente.ops_http import serve
from detente.stop import Stop, on_signals
from detente.summary import summarise
from detente.supervisor import LOOK_SECONDS, Supervisor, stage_commands
from detente.topology import TOPICS, at_work


def run(ctx: typer.Context) -> None:
    """Run everything in one go: poll, judge, group, store and tell, until Ctrl-C or SIGTERM, which drains.

    Example: detente init && detente run
    """
    state = state_of(ctx)
    log.configure(state.config.log.level, state.config.log.format, stage="run")
    stop = Stop()
    on_signals(stop)
    prepare(state)
    with ExitStack() as closing:
        live = closing.enter_context(Live.on_terminal())
        supervisor = closing.enter_context(supervised(state, live))
        watch_over(state, supervisor, live, stop)
        live.say("stopping: what is under way is finished first")
    live.say("stopped; nothing was lost, `detente run` goes on from here")


def prepare(state: State) -> None:
    """Topics and schema are there; UsageError where nothing would ever be polled."""
    from detente.tables.frontier import FEEDS

    engine, bus = state.engine(), state.bus()
    bus.apply(TOPICS)
    if not state.config.feeds:
        with engine.connect() as connection:
            if connection.execute(FEEDS.select().limit(1)).first() is None:
                raise UsageError(
                    "no feeds: `detente init` writes a configuration with some, `detente feeds add URL` adds one, "
                    "`detente feeds import --pack` those of the profile, `detente demo` shows the pipeline without any"
                )


@contextmanager
def supervised(state: State, live: Live, *, quiet: bool = False) -> Iterator[Supervisor]:
    """The running process tree with its health and metrics served; drained at the end."""
    folder, stages = data_folder(state), at_work(state.config)
    metrics = fresh(folder / "metrics")
    environ = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(metrics)}
    with ExitStack() as closing:
        log_file: IO[bytes] | None = None
        if live.on or quiet:
            log_file = closing.enter_context((folder / "detente.log").open("ab"))
        supervisor = Supervisor(
            stage_commands([stage.name for stage in stages], state.file),
            state.engine(),
            environ,
            log_file=log_file,
            said=live.say,
        )
        if state.config.ops.listen:
            registry = CollectorRegistry()
            MultiProcessCollector(registry, path=str(metrics))  # type: ignore[no-untyped-call]
            bus, engine = state.bus(), state.engine()
            closing.enter_context(
                serve(state.config.ops.listen, lambda: read_health(bus, engine, stages=stages), registry)
            )
        supervisor.start()
        try:
            yield supervisor
        finally:
            supervisor.drain()


def watch_over(state: State, supervisor: Supervisor, live: Live, stop: Stop) -> None:
    """Look after the children and keep the summary fresh until asked to stop."""
    engine, bus, stages = state.engine(), state.bus(), at_work(state.config)
    told_offline = False
    rounds = 0
    while not stop.wait(LOOK_SECONDS):
        supervisor.look()
        rounds += 1
        if rounds % 5:
            continue
        try:
            summary = summarise(engine, bus, stages)
        except Retry as down:
            live.trouble(down.reason)
            continue
        live.show(summary)
        if summary.unreachable and not told_offline:
            told_offline = True
            live.say(
                f"No feed could be reached ({summary.unreachable}). Is this machine offline? "
                "`detente demo` shows the whole pipeline without a network."
            )


def data_folder(state: State) -> Path:
    """Where logs and metrics of an embedded run go: beside its bus, or `var` here."""
    url = state.config.bus
    folder = Path(url.removeprefix("sqlite:///")).parent if url.startswith("sqlite:///") else Path("var")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def fresh(folder: Path) -> Path:
    """An empty `folder`: the counts of processes that are gone would be added up otherwise."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
