"""Dates of feeds: a second reading where feedparser's is missing or known to be wrong, None for what is absurd."""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC, datetime, timedelta

import feedparser
from dateutil import parser as dateutil_parser
from dateutil import tz

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
UNSAID = datetime(1980, 1, 1)  # noqa: DTZ001 - stands for what a date does not say: without a year it is implausible
FUTURE = timedelta(hours=1)
ZONES = {
    name: tz.tzoffset(name, hours * 3600)
    for name, hours in {
        "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
        "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "BST": 1, "IST": 5.5,
    }.items()
}  # fmt: skip
_USUAL = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})"
    r" (\d\d):(\d\d):(\d\d) (?:([+-])(\d\d)(\d\d)|GMT|UTC|Z)"
)  # RFC 822 as nearly all feeds write it, and ISO 8601 as Atom wants it: dateutil takes thirty times as long for them
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3}|\.\d{6})?(?:Z|[+-]\d\d:\d\d)")
_MONTHS = {
    "Jan": 1,
    "Feb": 2,
    "Mar": 3,
    "Apr": 4,
    "May": 5,
    "Jun": 6,
    "Jul": 7,
    "Aug": 8,
    "Sep": 9,
    "Oct": 10,
    "Nov": 11,
    "Dec": 12,
}


def read(raw: str | None) -> datetime | None:
    """The moment in `raw`, in UTC; without a zone it is taken as UTC. None where it cannot be read."""
    if not raw or not (text := raw.strip()):
        return None
    if (usual := _usual(text)) is not None:
        return usual
    if re.fullmatch(r"\d{9,10}", text):
        return datetime.fromtimestamp(int(text), UTC)
    if re.fullmatch(r"\d{12,13}", text):
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    text = re.sub(r"([+-]\d{2}:?\d{2})\s+(UTC|GMT)$", r"\1", text)
    try:
        found = dateutil_parser.parse(text, default=UNSAID, tzinfos=ZONES)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError, TypeError):
        return _feedparsers(text)


def _usual(text: str) -> datetime | None:
    """The moment in a date of one of the two usual forms."""
    try:
        if _ISO.fullmatch(text):
            return datetime.fromisoformat(text).astimezone(UTC)
        if (found := _USUAL.fullmatch(text)) is None:
            return None
        day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
        moment = datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=UTC)
        east = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        return moment + east if sign == "-" else moment - east
    except (ValueError, OverflowError):
        return None


def _feedparsers(text: str) -> datetime | None:
    """feedparser reads several national formats that dateutil does not."""
    try:
        found = feedparser.datetimes._parse_date(text)
        return None if found is None else datetime.fromtimestamp(timegm(found), UTC)
    except (ValueError, OverflowError):
        return None


def plausible(moment: datetime | None, now: datetime) -> datetime | None:
    """`moment`, unless it lies before 1990 or more than an hour ahead of `now`."""
    return moment if moment is not None and EARLIEST <= moment <= now + FUTURE else None
