"""Reads the hand-written actor files: a line an actor, fields parted by `|`, lists by `;`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from detente.errors import UsageError

PEOPLE = ("id", "name", "wikidata", "roles", "aliases", "russian", "flags")
BODIES = ("id", "name", "wikidata", "roles", "aliases", "russian", "kind")
LANGUAGES = ("en", "ru", "uk", "de", "fr", "pl")
ROLE = re.compile(r"^(?P<title>.+?)(?: (?P<start>\d{4}(?:-\d\d){0,2})?(?P<dots>\.\.)(?P<end>\d{4}(?:-\d\d){0,2})?)?$")


def rows(folder: Path) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(side, "people" or "bodies", fields) of each line; UsageError with every broken line."""
    errors: list[str] = []
    for path in sorted(folder.glob("*.psv")):
        side, _, sort = path.stem.partition("_")
        names = PEOPLE if sort == "people" else BODIES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            parts = [part.strip() for part in line.split("|")]
            if len(parts) != len(names):
                errors.append(f"{path.name}:{number}: {len(parts)} fields, not {len(names)}")
                continue
            yield side, sort, dict(zip(names, parts, strict=True))
    if errors:
        raise UsageError("\n".join(errors))


def states(folder: Path) -> list[dict[str, Any]]:
    """The actors of states.toml."""
    found: list[dict[str, Any]] = tomllib.loads((folder / "states.toml").read_text(encoding="utf-8"))["actor"]
    return found


def roles(text: str) -> list[dict[str, str]]:
    """[{title, from?, to?}] of "title from..to; ..."."""
    found = []
    for part in filter(None, (each.strip() for each in text.split(";"))):
        match = ROLE.match(part)
        assert match is not None
        role = {"title": match["title"], "from": match["start"], "to": match["end"]}
        found.append({key: value for key, value in role.items() if value})
    return found


def listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
