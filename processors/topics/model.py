"""The topic model's file: one JSON file, read without NumPy; its tables hold one byte a number, compressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import zstandard

from detente.profiles.profile import FOLDER
from processors import model_file

FORMAT = 1
LARGEST = 1 << 22


class Table(msgspec.Struct, frozen=True):
    """A row of numbers a topic: each is a byte, signed, times `scale`."""

    width: int
    scale: float
    packed: bytes


class Pooled(msgspec.Struct, frozen=True, kw_only=True):
    """The second step: the same weights for every topic. A topic is named from these log-odds on."""

    bias: float
    weights: dict[str, float]
    named_from: float


class TopicModel(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was learned; `with_vectors` is used where sentence vectors can be had, `plain` elsewhere."""

    format: int
    name: str
    version: str
    profile: str
    trained_on: dict[str, int]
    topics: tuple[str, ...]
    usual: tuple[float, ...]
    signs: tuple[str, ...]
    of_signs: Table
    signs_bias: tuple[float, ...]
    plain: Pooled
    of_vector: Table | None = None
    vector_bias: tuple[float, ...] = ()
    typical: Table | None = None
    typical_mean: tuple[float, ...] = ()
    typical_spread: tuple[float, ...] = ()
    with_vectors: Pooled | None = None


class Rows:
    """A table unpacked, made once a process."""

    def __init__(self, table: Table, topics: int) -> None:
        numbers = memoryview(zstandard.decompress(table.packed, LARGEST)).cast("b")
        if len(numbers) != table.width * topics:
            raise ValueError(f"a table of {topics} topics x {table.width} has {len(numbers)} numbers")
        self._rows = [
            [number * table.scale for number in numbers[at : at + table.width]]
            for at in range(0, len(numbers), table.width)
        ]

    def times(self, vector: Sequence[float]) -> list[float]:
        """The product of each row and a whole vector."""
        return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in self._rows]

    def at(self, values: Mapping[int, float]) -> list[float]:
        """The product of each row and a vector that has only these numbers."""
        return [sum(row[column] * value for column, value in values.items()) for row in self._rows]


def packed(rows: Sequence[Sequence[float]]) -> Table:
    """A table of the rows, rounded."""
    scale = max((abs(number) for row in rows for number in row), default=0.0) / 127 or 1.0
    signed = bytes(round(number / scale) & 255 for row in rows for number in row)
    return Table(len(rows[0]), float(scale), zstandard.ZstdCompressor(level=19).compress(signed))


def path_of(profile: str) -> Path:
    """Where the profile's topic model stands, if it has one."""
    return FOLDER / profile.replace("-", "_") / "topics.json"


def read(path: Path) -> TopicModel | None:
    """The model in `path`, None where there is no such file; UsageError for one that cannot be used."""
    return model_file.read(path, TopicModel, FORMAT)


def write(model: TopicModel, path: Path) -> None:
    """The file that `read` reads; equal models give equal bytes."""
    model_file.write(model, path)
