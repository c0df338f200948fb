"""`detente feeds`: known, added, removed, paused, in and out as OPML, and checked."""

from __future__ import annotations

import typer

from ingest.commands import book, check, listing, outlines

feeds = typer.Typer(help="The feeds: add, remove, list, pause, poll now, OPML in and out, check.", no_args_is_help=True)
for one in (book.add, book.remove, book.pause, book.resume, book.poll, outlines.export, check.check):
    feeds.command()(one)
feeds.command(name="list")(listing.list_feeds)
feeds.command(name="import")(outlines.import_outlines)

__all__ = ["feeds"]
