"""Groups of feeds: `A / B` is B in A."""

from __future__ import annotations

LEVEL = " / "


def is_in(name: str | None, group: str) -> bool:
    """Whether a group called `name` is `group` or one in it."""
    return name is not None and (name == group or name.startswith(group + LEVEL))
