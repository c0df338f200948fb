"""A check as a user sees it: each source as it comes, a bar on standard error where there are many, then a sum."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from detente.config import Feed, Ingest
from detente.config.check import is_http
from ingest.checking.checked import Checked
from ingest.checking.checkup import Subject, check_all
from ingest.counted import counted

FEW = 3  # sources are checked without a bar


def subject_of(feed: Feed) -> Subject:
    """A feed as it is to be checked."""
    return Subject(feed.url, feed.kind, feed.selector)


def show(subjects: Sequence[Subject], config: Ingest, *, items: bool, as_json: bool) -> bool:
    """Check `subjects` and write what is found, in their order; whether all can be read."""
    found = asyncio.run(_check(subjects, config, items=items, as_json=as_json))
    if len(found) > FEW:
        typer.echo(sum_of(found), err=True)
    return all(each.ok for each in found)


async def _check(subjects: Sequence[Subject], config: Ingest, *, items: bool, as_json: bool) -> list[Checked]:
    found = []
    with _bar(len(subjects)) as bar:
        task = bar.add_task("checking", total=len(subjects))
        async for each in check_all(subjects, config, items=items, passed=lambda: bar.advance(task)):
            _write(each, as_json=as_json)
            found.append(msgspec.structs.replace(each, items=[]))
    return found


def _bar(total: int) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=total <= FEW,
        redirect_stdout=sys.stdout.isatty(),  # else what goes to a file would be drawn on the terminal
    )


def _write(found: Checked, *, as_json: bool) -> None:
    if as_json:
        typer.echo(msgspec.json.encode(found).decode())
        return
    mark = typer.style("ok", fg="green") if found.ok else typer.style("no", fg="red")
    entries = counted(found.entries, "entry", "entries")
    facts = f"{found.kind}, {entries}, newest {found.newest or '-'}" if found.ok else ""
    typer.echo(f"{mark} {found.url}  {facts}".rstrip())
    for line in found.problems:
        typer.echo(f"   {line}")
    for line in found.advice:
        typer.echo(f"   → {line}")


def sum_of(found: Sequence[Checked]) -> str:
    """How many can be read, and how many of these should be changed."""
    addresses = [each for each in found if is_http(each.url)]
    if addresses and all(each.status is None for each in addresses):
        return "no address answers: is this machine offline?"
    fine = [each for each in found if each.ok]
    advised = sum(bool(each.advice) for each in fine)
    return f"{counted(len(found), 'source')}: {len(fine)} can be read, {advised} with advice"
