"""What every notifier is, and the POST that two of them share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

import msgspec

from detente.config import Alert
from detente.http import Http, HttpFault
from sinks.alert.fate import Answer

SECONDS = 10.0
RETRY_AFTER = re.compile(r"\d{1,6}")
MARKS = {
    "detente.test": "TEST ",
    "detente.story.update": "Update: ",
    "detente.story.corrected": "Corrected: ",
    "detente.story.withdrawn": "Withdrawn: ",
}  # in front of the title, for people


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery as it is sent: `id` is the same on every attempt, `data` is stamped with the moment of this one."""

    id: str
    type: str
    story: str
    created: datetime
    data: dict[str, Any]


def marked(kind: str, title: str) -> str:
    """`title` with what a person must know of this message before it."""
    return MARKS.get(kind, "") + title


class Notifier(Protocol):
    async def send(self, message: Message) -> Answer:
        """One attempt. Raises nothing that a destination can cause."""


async def post(
    http: Http, alert: Alert, body: bytes, headers: Mapping[str, str], now: Callable[[], datetime]
) -> Answer:
    """POST `body` to the alert's address; what comes back never holds the address, which is a secret."""
    assert alert.url is not None
    url = alert.url.reveal()
    try:
        answer = await http.post(url, body, headers, allow_private=alert.allow_private_addresses, deadline=SECONDS)
    except HttpFault as fault:
        return Answer(None, f"{fault.kind}: {fault.reason}".replace(url, "***"))
    said = answer.body[:200].decode(errors="replace").strip()
    reason = f"HTTP {answer.status}" + (f": {said}" if said and answer.status >= 300 else "")
    return Answer(answer.status, reason.replace(url, "***"), _retry_after(answer.headers.get("retry-after"), now()))


def _retry_after(value: str | None, now: datetime) -> float | None:
    """RFC 9110, 10.2.3: seconds or a date; None for nonsense."""
    if value is None:
        return None
    if RETRY_AFTER.fullmatch(value.strip()):
        return float(value)
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (TypeError, ValueError):
        return None
