"""The model file: linear weights over hashed grams, figures and sentence vectors; read without NumPy.

One JSON file. The weights of the grams are whole numbers of one byte, compressed; each view has a scale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import zstandard

from detente.profiles.profile import FOLDER
from processors import model_file

FORMAT = 2
LARGEST = 1 << 24


class View(msgspec.Struct, frozen=True, kw_only=True):
    """One view's grams: `idf` and `weights` are one byte a bucket, times their scale."""

    bits: int
    idf: bytes
    idf_scale: float
    weights: bytes
    weight_scale: float


class Stack(msgspec.Struct, frozen=True, kw_only=True):
    """Log-odds = bias + sum of view x its log-odds + figures x their weights (+ vector x its weights)."""

    bias: float
    views: dict[str, float]
    figures: dict[str, float]
    vector: tuple[float, ...] = ()
    relevant_from: float
    uncertain_from: float


class ModelFile(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was learned; `with_vectors` is used where sentence vectors can be had, `plain` elsewhere.

    And where `plain` gives a probability under `settled_below`: vectors, the dearest step by far, would not change the
    band there.
    """

    format: int
    name: str
    version: str
    profile: str
    trained_on: dict[str, int]
    views: dict[str, View]
    plain: Stack
    with_vectors: Stack | None = None
    settled_below: float = 0.0


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


def packed(bits: int, idf: Sequence[float], weights: Sequence[float]) -> View:
    """A view with its numbers rounded to one byte each."""
    idf_scale = float(max(idf)) / 255 or 1.0
    weight_scale = float(max(map(abs, weights))) / 127 or 1.0
    compressor = zstandard.ZstdCompressor(level=19)
    signed = bytes(round(each / weight_scale) & 255 for each in weights)
    return View(
        bits=bits,
        idf=compressor.compress(bytes(round(each / idf_scale) for each in idf)),
        idf_scale=idf_scale,
        weights=compressor.compress(signed),
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
