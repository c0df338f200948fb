"""One feed, however its address is written."""

from __future__ import annotations

from detente.urls import canonical


def key_of(url: str) -> str:
    """The same for every way to write a feed's address, over http or https; ValueError where it is none."""
    return canonical(url).partition("://")[2]
