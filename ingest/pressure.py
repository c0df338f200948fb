"""Back-pressure: why ingest takes no work now. What it has taken already it finishes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import sqlalchemy as sa

from detente.config import Config
from ingest.publisher import Publisher

LEAST_FREE = 100 << 20  # bytes: what the stages behind need to go on, and SQLite to say that a disk is full


def folders_of(config: Config, engine: sa.Engine) -> list[Path]:
    """Where this machine's disk takes what ingest finds: the files of SQLite; none of Kafka and PostgreSQL."""
    files = [engine.url.database] if engine.dialect.name == "sqlite" else []
    if config.bus.startswith("sqlite:///"):
        files.append(config.bus.removeprefix("sqlite:///"))
    folders = {Path(each).absolute().parent for each in files if each}
    return sorted(folder for folder in folders if folder.is_dir())


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


class Pressure:
    """Asked before work is taken. Raises OSError where a folder is gone."""

    def __init__(self, publisher: Publisher, folders: Sequence[Path], free: Callable[[Path], int] = free_bytes) -> None:
        self._publisher, self._folders, self._free = publisher, folders, free

    def reason(self) -> str | None:
        """Why nothing more is taken now; None where it may be."""
        if self._publisher.is_behind():
            return "the bus does not keep up with what was fetched"
        for folder in self._folders:
            if (left := self._free(folder)) < LEAST_FREE:
                return f"only {left >> 20} MiB are free in {folder}"
        return None
