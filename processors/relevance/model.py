"""The model file: weights over hashed grams, figures and sentence vectors; read without NumPy.

One JSON file. The weights of the grams and the directions of vectors are whole numbers of one byte, compressed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
import zstandard

from detente.profiles.profile import FOLDER
from processors import model_file

FORMAT = 4
LARGEST = 1 << 24


class View(msgspec.Struct, frozen=True, kw_only=True):
    """One view's grams: `idf` and `weights` are one byte a bucket, times their scale."""

    bits: int
    idf: bytes
    idf_scale: float
    weights: bytes
    weight_scale: float


class OfVector(msgspec.Struct, frozen=True, kw_only=True):
    """Log-odds of a sentence vector v = linear . v + the sum of weights x (direction . v - offset)^2.

    The directions follow on each other, one byte a number, times `scale`.
    """

    linear: tuple[float, ...]
    weights: tuple[float, ...]
    offsets: tuple[float, ...]
    directions: bytes
    scale: float


class Stack(msgspec.Struct, frozen=True, kw_only=True):
    """Log-odds = bias + sum of view x its log-odds + figures x their weights (+ what `vector` says).

    `unsettled`: the probabilities from which to which the next stack is asked; None for the last one.
    """

    bias: float
    views: dict[str, float]
    figures: dict[str, float]
    vector: OfVector | None = None
    relevant_from: float
    uncertain_from: float
    unsettled: tuple[float, float] | None = None


class ModelFile(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was learned.

    The stacks from the cheapest to the dearest: of no sentence vector, of the first, of the first two. Where vectors
    cannot be had the first stack judges alone.
    """

    format: int
    name: str
    version: str
    profile: str
    trained_on: dict[str, int]
    views: dict[str, View]
    stacks: tuple[Stack, ...]


class Weighing:
    """A view's arrays unpacked, made once a process."""

    def __init__(self, view: View) -> None:
        size = 1 << view.bits
        self._idf = memoryview(zstandard.decompress(view.idf, LARGEST)).cast("B")
        self._weights = memoryview(zstandard.decompress(view.weights, LARGEST)).cast("b")
        if len(self._idf) != size or len(self._weights) != size:
            raise ValueError(f"a view of {view.bits} bits has {len(self._weights)} weights")
        self._scales = view.idf_scale, view.weight_scale

    def log_odds(self, grams: Mapping[int, float]) -> float:
        """Of the grams times idf, made of length one."""
        idf_scale, weight_scale = self._scales
        length = total = 0.0
        for bucket, times in grams.items():
            value = times * self._idf[bucket] * idf_scale
            length += value * value
            total += value * self._weights[bucket]
        return total * weight_scale / (length**0.5) if length else 0.0


class VectorWeighing:
    """What a stack makes of a vector, its directions unpacked; made once a process. Without a form it is 0."""

    def __init__(self, form: OfVector | None) -> None:
        self._linear = form.linear if form else ()
        self._bends = list(zip(form.weights, form.offsets, _rows(form), strict=True)) if form else []

    def log_odds(self, vector: Sequence[float]) -> float:
        if not self._linear:
            return 0.0
        bent = (weight * (_along(row, vector) - offset) ** 2 for weight, offset, row in self._bends)
        return _along(self._linear, vector) + sum(bent)


def _rows(form: OfVector) -> list[list[float]]:
    flat, width = memoryview(zstandard.decompress(form.directions, LARGEST)).cast("b"), len(form.linear)
    if len(flat) != width * len(form.weights):
        raise ValueError(f"{len(form.weights)} directions of {width} numbers have {len(flat)}")
    return [[form.scale * each for each in flat[start : start + width]] for start in range(0, len(flat), width)]


def _along(row: Sequence[float], vector: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(row, vector, strict=True))


def packed_rows(rows: Iterable[Sequence[float]]) -> tuple[bytes, float]:
    """Rows one after the other as one byte a number, compressed, and their scale."""
    flat = [float(each) for row in rows for each in row]
    scale = max(map(abs, flat), default=0.0) / 127 or 1.0
    signed = bytes(round(each / scale) & 255 for each in flat)
    return zstandard.ZstdCompressor(level=19).compress(signed), scale


def packed(bits: int, idf: Sequence[float], weights: Sequence[float]) -> View:
    """A view with its numbers rounded to one byte each."""
    idf_scale = float(max(idf)) / 255 or 1.0
    compressor = zstandard.ZstdCompressor(level=19)
    signed, weight_scale = packed_rows([weights])
    return View(
        bits=bits,
        idf=compressor.compress(bytes(round(each / idf_scale) for each in idf)),
        idf_scale=idf_scale,
        weights=signed,
        weight_scale=weight_scale,
    )


def path_of(profile: str) -> Path:
    """Where the profile's model file stands, if it has one."""
    return FOLDER / profile.replace("-", "_") / "relevance.json"


def read(path: Path) -> ModelFile | None:
    """The model in `path`, None where there is no such file; UsageError for one that cannot be used."""
    return model_file.read(path, ModelFile, FORMAT)


def write(model: ModelFile, path: Path) -> None:
    """The file that `read` reads; equal models give equal bytes."""
    model_file.write(model, path)
