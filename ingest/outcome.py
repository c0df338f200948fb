"""What a poll's outcome means for its feed's row: pure rules, with their reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec

from detente.config import Ingest
from detente.http import Response
from ingest import schedule
from ingest.formats.parsed import ParsedEntry
from ingest.freshness import retry_after

DAY = timedelta(days=1)
PROVING_POLLS = 5  # a permanent redirect is believed after so many polls over a day
UNCONDITIONAL = DAY
QUIET_GAPS = 3.0


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a poll went. `word` is counted; `failure` is a kind of `schedule.WEIGHTS`, None for success.

    `unchanged`: nothing was parsed, so it says nothing about a parse that failed before.
    """

    word: str
    error: str | None = None
    failure: str | None = None
    status: int | None = None
    unchanged: bool = False
    retry_after: float | None = None
    fresh_for: float | None = None
    moved: str | None = None
    values: dict[str, Any] = {}
    entries: Sequence[ParsedEntry] = ()
    added: list[dict[str, str | None]] = []
    removed: list[dict[str, str | None]] = []


def refused(feed: Mapping[str, Any], answer: Response, now: datetime) -> Outcome | None:
    """The outcome of an answer that is neither a feed nor a 304 to what we have of it."""
    status = answer.status
    if status == 304 and not (feed["etag"] or feed["last_modified"]):
        return Outcome(word="refused", error="HTTP 304, but we have nothing of it", failure="server", status=status)
    if status in (200, 203, 226, 304):
        return None
    wait = retry_after(answer.headers, now) if status in (429, 503) else None
    kind = "busy" if status in (429, 503) else "server" if status >= 500 else "client"
    return Outcome(word="refused", error=f"HTTP {status}", failure=kind, status=status, retry_after=wait)


def validators(feed: Mapping[str, Any], now: datetime) -> dict[str, str]:
    """The headers that make a poll conditional; none once a day for a feed that has been quiet against its rhythm.

    A broken cache answers 304 for ever.
    """
    if wants_unconditional(feed, now):
        return {}
    named = (("if-none-match", feed["etag"]), ("if-modified-since", feed["last_modified"]))
    return {name: value for name, value in named if value}


def wants_unconditional(feed: Mapping[str, Any], now: datetime) -> bool:
    """Whether items were to be expected for a day, and this has not been tried today."""
    if not (feed["etag"] or feed["last_modified"]) or feed["last_new_item"] is None or feed["gap_seconds"] is None:
        return False
    quiet = now - feed["last_new_item"]
    expected = timedelta(seconds=QUIET_GAPS * feed["gap_seconds"])
    tried = feed["unconditional"]
    return quiet >= max(DAY, expected) and (tried is None or now - tried >= UNCONDITIONAL)


def moved_to(answer: Response) -> str | None:
    """Where permanent redirects from the very beginning lead; None where there are none, or away from https."""
    target = None
    follows = [*(hop.url for hop in answer.hops[1:]), answer.final_url]
    for hop, following in zip(answer.hops, follows, strict=False):
        if hop.status not in (301, 308) or (_is_safe(hop.url) and not _is_safe(following)):
            break
        target = following
    return target


def _is_safe(url: str) -> bool:
    return urlsplit(url).scheme == "https"


def values_after(
    feed: Mapping[str, Any],
    outcome: Outcome,
    new: int,
    *,
    now: datetime,
    config: Ingest,
    chance: Callable[[], float],
    floor: float | None = None,
) -> dict[str, Any]:
    """The feed's row after a poll: pure but for `chance`. A failure keeps validators, hash and the last good state.

    `floor`: seconds that a live WebSub subscription allows to wait.
    """
    still_broken = outcome.unchanged and feed["failure_kind"] == "parse"
    failed = outcome.failure is not None
    failures = feed["failures"] + 1 if failed else feed["failures"] if still_broken else 0
    weight = feed["failure_weight"] + schedule.WEIGHTS[outcome.failure] if outcome.failure else 0.0
    weight = feed["failure_weight"] if still_broken else weight
    gap = outcome.values.get("gap_seconds", feed["gap_seconds"])
    # a 304 teaches nothing: a cache that answers it for ever would teach that there is never anything new
    if not failed and outcome.status != 304 and feed["last_new_item"] is not None:
        gap = schedule.learned_gap(gap, (now - feed["last_new_item"]).total_seconds(), new)
    rhythm = schedule.Rhythm(
        poll_min=config.poll_min,
        poll_urgent=config.poll_urgent,
        poll_max=config.poll_max,
        fixed=feed["fixed_poll"],
        urgent=feed["urgent"],
        gap=gap,
        failures=failures,
        failure_weight=weight,
        busy=outcome.failure == "busy",
    )
    fresh = max((each for each in (outcome.fresh_for, floor) if each is not None), default=None)
    following = schedule.next_poll(rhythm, fresh_for=fresh, retry_after=outcome.retry_after, chance=chance)
    values = {
        **outcome.values,
        "leased_until": None,
        "polls": feed["polls"] + 1,
        "last_poll": now,
        "last_status": outcome.status,
        "failures": failures,
        "failure_weight": weight,
        "gap_seconds": gap,
        "due": now + timedelta(seconds=following.seconds),
        "poll_reason": following.reason,
    }
    if wants_unconditional(feed, now):
        values["unconditional"] = now
    if failed:
        # what could not be parsed stays so until something is parsed, whatever fails meanwhile
        kind = "parse" if feed["failure_kind"] == "parse" else outcome.failure
        values |= {"last_error": outcome.error, "failure_kind": kind}
    elif not still_broken:
        values |= {"last_error": None, "failure_kind": None, "last_success": now, "gone_since": None}
    if new:
        values["last_new_item"] = now
    moving = {} if failed or still_broken else _moving(feed, outcome, now)
    return values | _gone(feed, outcome, now) | moving


def _gone(feed: Mapping[str, Any], outcome: Outcome, now: datetime) -> dict[str, Any]:
    """410 twice, a day apart: the feed is gone."""
    if outcome.status != 410:
        return {}
    if feed["gone_since"] is None:
        return {"gone_since": now}
    return {"state": "gone"} if now - feed["gone_since"] >= DAY else {}


def _moving(feed: Mapping[str, Any], outcome: Outcome, now: datetime) -> dict[str, Any]:
    """A permanent redirect is stored only after the same target was a feed on many polls over a day."""
    if outcome.moved is None:
        return {"redirect_to": None, "redirect_since": None, "redirect_polls": 0} if feed["redirect_to"] else {}
    if outcome.moved != feed["redirect_to"]:
        return {"redirect_to": outcome.moved, "redirect_since": now, "redirect_polls": 1}
    polls = feed["redirect_polls"] + 1
    if polls >= PROVING_POLLS and now - feed["redirect_since"] >= DAY:
        return {"moved_to": outcome.moved, "redirect_to": None, "redirect_since": None, "redirect_polls": 0}
    return {"redirect_polls": polls}
