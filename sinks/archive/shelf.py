"""Takes archived pages back out, whether their file is complete or still grows."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from detente import sql
from detente.errors import DetenteError
from detente.urls import article_id
from sinks.archive import index
from sinks.archive.index import Place
from sinks.archive.records import Kept, read
from sinks.archive.recovery import pages_in
from sinks.archive.warc import OPEN


def get(engine: sa.Engine, folder: Path, what: str, revision: int | None = None) -> Kept:
    """The page with this address or article id; DetenteError in one line where it cannot be had."""
    identity = _identity(what)
    with sql.reading(engine) as connection:
        place = index.find(connection, identity, revision)
    if place is None:
        raise DetenteError(f"{what} is not in the archive" + (f" in revision {revision}" if revision else ""))
    return _at(folder, place)


def _identity(what: str) -> str:
    try:
        return article_id(what) if "://" in what else what
    except ValueError as error:
        raise DetenteError(str(error)) from error


def _at(folder: Path, place: Place) -> Kept:
    for path in (folder / place.file, folder / f"{place.file}{OPEN}"):
        try:
            with path.open("rb") as file:
                file.seek(place.offset)
                return read(file.read(place.length))
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            raise DetenteError(f"{path} at {place.offset}: {error}") from error
    raise DetenteError(f"{place.file} is not in {folder}")


def enter_all(engine: sa.Engine, folder: Path) -> int:
    """Enter every page of every complete file in the index; how many were not in yet."""
    entered = 0
    for path in sorted(folder.glob("*.warc.gz")):
        places = list(pages_in(path, path.name))
        with sql.writing(engine) as connection:
            entered += index.claim_all(connection, places)
    return entered
