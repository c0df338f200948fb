"""The events that us-russia codes of a text, as tests name them."""

from __future__ import annotations

from detente.messages import Event
from detente.profiles import load
from processors.reading.events import Events
from processors.reading.features import Reader

PROFILE = load("us-russia")
READER, EVENTS = Reader(PROFILE), Events(PROFILE)
Side = str | None
Key = tuple[str, Side, Side]
"""Type, the doer's side, the target's side."""


def events(text: str, title: str = "") -> tuple[Event, ...]:
    return EVENTS.find(READER.read(title, text), None)


def keys(text: str, title: str = "") -> set[Key]:
    return {(each.type, each.actor.side, each.target.side) for each in events(text, title)}


def told(text: str, title: str = "") -> set[tuple[str, Side, Side, str]]:
    """With the status."""
    return {(each.type, each.actor.side, each.target.side, each.status) for each in events(text, title)}
