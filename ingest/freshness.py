"""What an answer's headers say about time: freshness (RFC 9111) and Retry-After (RFC 9110, 10.2.3). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

DAY = 86400.0


def fresh_for(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds for which the answer is fresh: max-age less Age, else Expires against Date.

    None where nothing is said.
    """
    control = headers.get("cache-control", "").lower()
    if re.search(r"\bno-(cache|store)\b", control):
        return None
    if match := re.search(r"\bmax-age=\"?([0-9]{1,100})", control):
        age = headers.get("age", "0")
        return max(0.0, float(match[1]) - (float(age) if re.fullmatch("[0-9]{1,100}", age) else 0.0))
    expires = _date(headers.get("expires"))
    if expires is None:
        return None
    return max(0.0, (expires - (_date(headers.get("date")) or now)).total_seconds())


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that the server asked to wait, a day at most; None where it said nothing or nonsense."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,100}", value):
        return min(float(value), DAY)
    moment = _date(value)
    return None if moment is None else min(max(0.0, (moment - now).total_seconds()), DAY)


def _date(value: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(value or "")
    except (TypeError, ValueError, IndexError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found
