"""Reads labelled texts: `*.jsonl` or `*.jsonl.xz` with id, title, text, lang, outlet, label (and subtype)."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from pathlib import Path

import msgspec

from detente.errors import UsageError


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
    decoder = msgspec.json.Decoder(Labelled)
    for file in files:
        with lzma.open(file, "rb") if file.suffix == ".xz" else file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield decoder.decode(line)
                except msgspec.DecodeError as error:
                    raise UsageError(f"{file}:{number}: {error}") from error
