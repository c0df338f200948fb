"""`detente feeds add|remove|pause|resume|poll`: one feed, or all of a group."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import sqlalchemy as sa
import typer

from detente.cli.state import state_of
from detente.config import Config, Feed
from detente.config.check import complaints
from detente.config.keys import SourceKind
from detente.config.units import Duration
from detente.errors import UsageError
from ingest import feed_book

Url = Annotated[str | None, typer.Argument(help="Of the feed.")]
Group = Annotated[str | None, typer.Option(help="All of this group and of those in it.")]


def add(
    ctx: typer.Context,
    url: str,
    *,
    name: Annotated[str | None, typer.Option(help="As desks read it.")] = None,
    group: Annotated[str | None, typer.Option(help='To list together; "A / B" is B in A.')] = None,
    kind: Annotated[SourceKind, typer.Option(help="What is there.")] = "auto",
    selector: Annotated[str | None, typer.Option(help="CSS selector of the links, with --kind page.")] = None,
    language: Annotated[str | None, typer.Option(help="ISO 639-1.")] = None,
    side: Annotated[str | None, typer.Option(help="Of the profile.")] = None,
    family: Annotated[str | None, typer.Option(help="Publisher family: counts once.")] = None,
    tier: Annotated[str | None, typer.Option(help="wire, national, official ...")] = None,
    every: Annotated[str | None, typer.Option("--poll", help="Fixed interval, as 5m.")] = None,
    urgent: Annotated[bool, typer.Option("--urgent", help="May be polled every poll_urgent.")] = False,
) -> None:
    """Watch one more feed, from the next look of the poller on; one that is known gets these settings.

    Example: detente feeds add https://example.org/rss.xml --name Example --group "Papers / Local"
    """
    state = state_of(ctx)
    feed = Feed(
        url=url,
        name=name,
        group=group,
        kind=kind,
        selector=selector,
        language=language,
        side=side,
        family=family,
        tier=tier,
        poll=_interval(every),
        urgent=urgent,
    )
    _must_be_sound(feed, state.config.profile)
    put = feed_book.put(state.engine(), [feed], datetime.now(UTC))
    typer.echo(f"{'added' if put.added else 'known already, settings updated:'} {url}")


def _must_be_sound(feed: Feed, profile: str) -> None:
    """UsageError with all that a configuration would be told of it."""
    found = [line.partition(".")[2] for line in complaints(Config(profile=profile, feeds=(feed,)))]
    if feed.selector and feed.kind != "page":
        found.append("selector: goes with --kind page")
    if found:
        raise UsageError("\n".join(found))


def _interval(text: str | None) -> Duration | None:
    try:
        return None if text is None else Duration.parse(text)
    except ValueError as error:
        raise UsageError(f"--poll: {error}") from error


def remove(ctx: typer.Context, url: Url = None, group: Group = None) -> None:
    """Watch a feed no more. One of the configuration comes back at the next start unless it is taken out there.

    Example: detente feeds remove https://example.org/rss.xml
    """
    engine, urls = _chosen(ctx, url, group)
    feed_book.remove(engine, urls)
    _say("removed", urls)


def pause(ctx: typer.Context, url: Url = None, group: Group = None) -> None:
    """Poll a feed no more until it is resumed; all that is known of it stays.

    Example: detente feeds pause --group "Think tanks"
    """
    engine, urls = _chosen(ctx, url, group)
    feed_book.pause(engine, urls)
    _say("paused", urls)


def resume(ctx: typer.Context, url: Url = None, group: Group = None) -> None:
    """Poll a feed again that was paused or gone, or that failed too often: now, and then in its rhythm.

    Example: detente feeds resume https://example.org/rss.xml
    """
    engine, urls = _chosen(ctx, url, group)
    feed_book.resume(engine, urls, datetime.now(UTC))
    _say("resumed", urls)


def poll(ctx: typer.Context, url: Url = None, group: Group = None) -> None:
    """Make a feed due now: the running poller takes it at its next look, else `detente ingest --once` does.

    Example: detente feeds poll https://example.org/rss.xml && detente ingest --once
    """
    engine, urls = _chosen(ctx, url, group, only_active=True)
    feed_book.poll_now(engine, urls, datetime.now(UTC))
    _say("due now:", urls)


def _chosen(
    ctx: typer.Context, url: str | None, group: str | None, *, only_active: bool = False
) -> tuple[sa.Engine, list[str]]:
    """The database, and the addresses as they stand in it."""
    if (url is None) == (group is None):
        raise UsageError("name one feed, or --group for all of a group")
    engine = state_of(ctx).engine()
    found = feed_book.chosen(engine, url, group)
    idle = [row for row in found if row.state != "active"] if only_active else []
    if len(idle) == len(found):
        raise UsageError(f"{idle[0].url} is {idle[0].state}: `detente feeds resume` first")
    return engine, [row.url for row in found if row not in idle]


def _say(what: str, urls: list[str]) -> None:
    typer.echo(f"{what} {urls[0] if len(urls) == 1 else f'{len(urls)} feeds'}")
