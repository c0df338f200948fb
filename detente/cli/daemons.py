"""One command a stage of the topology: `detente ingest`, `detente process` and so on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from detente import log, topology
from detente.cli.state import state_of
from detente.topology import Stage


def mount(tree: typer.Typer, groups: Mapping[str, typer.Typer]) -> None:
    """Add the command of every stage to `tree`; where a group has the stage's name, the group without a command is the
    daemon.
    """
    for stage in topology.EVERY:
        if stage.name in groups:
            groups[stage.name].callback(invoke_without_command=True, help=_help(stage))(_command(stage))
        else:
            tree.command(name=stage.name, help=_help(stage))(_command(stage))


def _help(stage: Stage) -> str:
    return (
        f"Daemon: {stage.promise}. Reads {', '.join(stage.reads) or 'the web'}; SIGTERM drains it.\n\n"
        f"Example: detente {stage.name} --listen 0.0.0.0:9464"
    )


def _command(stage: Stage):  # type: ignore[no-untyped-def]  # typer reads the inner signature
    def run(
        ctx: typer.Context,
        once: Annotated[bool, typer.Option("--once", help="Do what is due, then leave.")] = False,
        listen: Annotated[str, typer.Option(help='Where /health and /metrics are served; "": nowhere.')] = "",
        supervised: Annotated[bool, typer.Option("--supervised", hidden=True)] = False,
    ) -> None:
        from detente.runner import run_stage

        if ctx.invoked_subcommand is not None:
            return
        state = state_of(ctx)
        log.configure(state.config.log.level, state.config.log.format, stage=stage.name)
        run_stage(
            stage,
            state.config,
            state.bus(),
            state.engine(),
            once=once,
            listen=listen,
            supervised=supervised,
        )

    return run
