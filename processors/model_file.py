"""A trained model as a file of JSON: what relevance and topics have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import msgspec

from detente.errors import UsageError

M = TypeVar("M", bound=msgspec.Struct)


def read(path: Path, kind: type[M], version: int) -> M | None:
    """The model in `path`, None where there is no such file; UsageError for one that cannot be used, as of another
    format than `version`.
    """
    try:
        found: Any = msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(f"{path.name}: {error}") from error
    if found.format != version:
        raise UsageError(f"{path.name}: format {found.format}, this version reads {version}; train it again")
    read_model: M = found
    return read_model


def write(model: msgspec.Struct, path: Path) -> None:
    """The file that `read` reads; equal models give equal bytes."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(model, order="deterministic"), indent=1) + b"\n")
