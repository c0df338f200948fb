"""The source pack of a profile: the feeds that come with it, as an OPML file among its data."""

from __future__ import annotations

from pathlib import Path

from detente import profiles
from detente.errors import UsageError


def pack_of(profile: str) -> Path:
    """The file; UsageError where the profile has none."""
    path = Path(profiles.__file__).parent / profile.replace("-", "_") / "feeds.opml"
    if profile not in profiles.names() or not path.exists():
        raise UsageError(f"profile {profile!r} has no source pack: name an OPML file")
    return path
