"""Reads labelled texts: `*.jsonl` or `*.jsonl.xz` with id, title, text, lang, outlet, label (and subtype)."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from detente.errors import UsageError

Row = TypeVar("Row")


class Labelled(msgspec.Struct, frozen=True):
    """`label`: positive | hard_negative | easy_negative | borderline."""

    id: str
    label: str
    title: str | None = None
    text: str | None = None
    lang: str | None = None
    outlet: str | None = None
    subtype: str | None = None
    text_kind: str | None = None
    valence: str | None = None


def read(path: Path) -> Iterator[Labelled]:
    """All rows of a file, or of every file of a folder; UsageError with file and line of a broken one."""
    files = sorted([*path.glob("*.jsonl"), *path.glob("*.jsonl.xz")]) if path.is_dir() else [path]
    if not files:
        raise UsageError(f"{path}: no *.jsonl or *.jsonl.xz")
    for file in files:
        yield from lines_of(file, Labelled)


def lines_of(file: Path, kind: type[Row]) -> Iterator[Row]:
    """The JSON lines of a file, `.xz` or not; UsageError with file and line of a broken one."""
    decoder = msgspec.json.Decoder(kind, strict=False)
    with lzma.open(file, "rb") if file.suffix == ".xz" else file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield decoder.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise UsageError(f"{file}:{number}: {error}") from error
