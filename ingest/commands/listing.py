"""`detente feeds list`: every feed with its state, its rhythm and what went wrong."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
import typer

from detente.cli.state import state_of
from ingest import feed_book
from ingest.feed_rows import Row


def list_feeds(
    ctx: typer.Context,
    group: Annotated[str | None, typer.Option(help="Only this group and those in it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """Every feed with its state, last new item, own rhythm, next poll and last error.

    Example: detente feeds list --group Wires
    """
    rows = feed_book.rows(state_of(ctx).engine(), group)
    if as_json:
        for row in rows:
            typer.echo(msgspec.json.encode(facts_of(row)).decode())
    else:
        _show([facts_of(row) for row in rows], datetime.now(UTC))


def facts_of(row: Row) -> dict[str, Any]:
    """What is known of a feed; `rhythm_seconds` is the learned mean gap between its items."""
    active = row.state == "active"
    return {
        "url": row.url,
        "name": row.name,
        "group": row.group_name,
        "kind": row.kind,
        "language": row.language,
        "side": row.side,
        "family": row.family,
        "tier": row.tier,
        "urgent": row.urgent,
        "state": row.state,
        "polls": row.polls,
        "failures": row.failures,
        "last_poll": row.last_poll,
        "last_status": row.last_status,
        "last_new_item": row.last_new_item,
        "rhythm_seconds": row.gap_seconds,
        "next_poll": row.due if active else None,
        "reason": row.poll_reason,
        "last_error": row.last_error,
        "malformed": row.malformed,
        "moved_to": row.moved_to,
    }


def _show(feeds: list[dict[str, Any]], now: datetime) -> None:
    """Group by group: a feed's name and address, then what is known of it, then what is wrong."""
    for group, inside in itertools.groupby(sorted(feeds, key=_group), key=_group):
        typer.secho(group or "without a group", bold=True)
        for facts in inside:
            typer.echo(f"  {facts['name']}  {typer.style(facts['url'], dim=True)}")
            typer.echo(f"    {', '.join(_known(facts, now))}")
            if trouble := facts["last_error"] or facts["malformed"]:
                typer.echo(f"    {typer.style(trouble, fg='red')}")


def _group(facts: dict[str, Any]) -> str:
    return facts["group"] or ""


def _known(facts: dict[str, Any], now: datetime) -> Iterator[str]:
    yield facts["state"]
    yield f"last new item {_ago(facts['last_new_item'], now)}"
    if facts["rhythm_seconds"] is not None:
        yield f"own rhythm every {_span(facts['rhythm_seconds'])}"
    if facts["next_poll"] is not None:
        yield f"next poll {_ahead(facts['next_poll'], now)}" + (f" ({facts['reason']})" if facts["reason"] else "")


def _ago(moment: datetime | None, now: datetime) -> str:
    return "never" if moment is None else f"{_span((now - moment).total_seconds())} ago"


def _ahead(moment: datetime, now: datetime) -> str:
    return "now" if moment <= now else f"in {_span((moment - now).total_seconds())}"


def _span(seconds: float) -> str:
    """In the largest unit that leaves a number above one."""
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 1.5 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"
