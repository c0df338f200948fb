"""The HTTP client of ingest: who asks, how long it waits, and how many connections it may have."""

from __future__ import annotations

import resource

from detente import __version__
from detente.config import Ingest
from detente.http import Http, Limits

CONNECTIONS = 2400
OPEN_FILES = 8192


def user_agent(contact: str) -> str:
    """Who asks, and how to reach whoever runs it."""
    return f"Detente/{__version__} (+{contact})" if contact else f"Detente/{__version__}"


def opened(config: Ingest) -> Http:
    """The one client of the process."""
    allow_open_files()
    limits = Limits(deadline=config.deadline, max_body=config.max_body, connections=CONNECTIONS)
    return Http(user_agent(config.contact), limits)


def allow_open_files() -> None:
    """As many as we mean to have connections, where the system's soft limit is lower."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
