"""What `feeds check` finds: reachable, a feed, fresh, and what to change."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from detente.config import Ingest
from detente.errors import UsageError
from detente.http import Http, HttpFault, Limits, Response
from detente.pool import Pool, PoolFault, result_of
from ingest.client import user_agent
from ingest.entries import item_of
from ingest.formats.dates import plausible
from ingest.formats.parse import load_parser, parse
from ingest.formats.parsed import Kind, ParsedEntry, ParsedFeed

PARSE_SECONDS = 5.0
OLD_DAYS = 30


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """One object of `feeds check`; `items` is empty without `--items`."""

    url: str
    final_url: str | None
    status: int | None
    kind: Kind
    ok: bool
    entries: int
    newest: str | None
    seconds: float
    problems: list[str]
    advice: list[str]
    items: list[dict[str, Any]]


def check_all(chosen: Sequence[str], config: Ingest, *, with_items: bool) -> Iterator[Checked]:
    """Each of `chosen`, an address or a file, in turn."""
    pool = Pool(1, load_parser)
    try:
        for what in chosen:
            yield asyncio.run(_check(what, config, pool, with_items))
    finally:
        pool.close()


async def _check(what: str, config: Ingest, pool: Pool, with_items: bool) -> Checked:
    began = time.monotonic()
    if not what.startswith(("http://", "https://")):
        try:
            body = Path(what).read_bytes()
        except OSError as error:
            raise UsageError(f"{what}: {error.strerror}") from error
        return _read(what, None, body, None, pool=pool, began=began, with_items=with_items)
    http = Http(user_agent(config.contact), Limits(config.deadline, config.max_body))
    try:
        answer = await http.get(what, allow_private=config.allow_private_addresses)
    except HttpFault as fault:
        return _failed(what, None, [fault.reason], time.monotonic() - began)
    finally:
        await http.close()
    if answer.status != 200:
        return _failed(what, answer, [f"HTTP {answer.status}"], time.monotonic() - began)
    kind = answer.headers.get("content-type")
    return _read(what, answer, answer.body, kind, pool=pool, began=began, with_items=with_items)


def _failed(url: str, answer: Response | None, problems: list[str], seconds: float) -> Checked:
    return Checked(
        url=url,
        final_url=answer.final_url if answer else None,
        status=answer.status if answer else None,
        kind="not_a_feed",
        ok=False,
        entries=0,
        newest=None,
        seconds=round(seconds, 3),
        problems=problems,
        advice=[],
        items=[],
    )


def _read(
    url: str,
    answer: Response | None,
    body: bytes,
    content_type: str | None,
    *,
    pool: Pool,
    began: float,
    with_items: bool,
) -> Checked:
    base = answer.final_url if answer else "http://localhost/"
    parsed = result_of(pool.submit(parse, body, base, content_type, seconds=PARSE_SECONDS))
    seconds = time.monotonic() - began
    if isinstance(parsed, PoolFault):
        return _failed(url, answer, [f"the parser {parsed.reason}"], seconds)
    now = datetime.now(UTC)
    newest = max((moment for each in parsed.entries if (moment := plausible(each.published, now))), default=None)
    return Checked(
        url=url,
        final_url=answer.final_url if answer else None,
        status=answer.status if answer else None,
        kind=parsed.kind,
        ok=parsed.kind != "not_a_feed",
        entries=len(parsed.entries) + parsed.dropped,
        newest=_iso(newest),
        seconds=round(seconds, 3),
        problems=_problems(parsed),
        advice=_advice(answer, newest, now),
        items=[_item(each, url, now) for each in parsed.entries] if with_items else [],
    )


def _problems(parsed: ParsedFeed) -> list[str]:
    found = [parsed.malformed] if parsed.malformed else []
    if parsed.kind != "not_a_feed":
        without = sum(entry.url is None for entry in parsed.entries)
        found += [f"{without} entries without a link"] if without else []
        found += [f"{parsed.dropped} entries past the cap are not read"] if parsed.dropped else []
    return found


def _advice(answer: Response | None, newest: datetime | None, now: datetime) -> list[str]:
    found = []
    if answer is not None and answer.hops and all(hop.status in (301, 308) for hop in answer.hops):
        found.append(f"moved permanently: use {answer.final_url}")
    if newest is not None and (now - newest).days > OLD_DAYS:
        found.append(f"nothing new for {(now - newest).days} days: is it still kept?")
    return found


def _item(entry: ParsedEntry, feed: str, now: datetime) -> dict[str, Any]:
    from detente.messages import Source

    item = item_of(entry, Source(feed=feed, name=""), now, guid=entry.guid)
    return {
        "id": item.id if item else (entry.guid or entry.title or ""),
        "guid": entry.guid,
        "url": entry.url,
        "title": entry.title,
        "published": _iso(plausible(entry.published, now)),
        "published_raw": entry.published_raw,
        "updated": _iso(plausible(entry.updated, now)),
        "summary": entry.summary,
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")
