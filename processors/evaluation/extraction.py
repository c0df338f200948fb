"""Extraction against scrapinghub's article-extraction-benchmark: ours beside trafilatura's two modes.

The data is the benchmark's folder, or an archive of it: `ground-truth.json` ({id: {articleBody, url}}) and
`html/<id>.html`, or `html/<id>.html.gz` as it is published.
"""

from __future__ import annotations

import gzip
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec
import trafilatura

from detente.errors import UsageError
from processors.evaluation.shingles import Score, Share, compare, score
from processors.evaluation.table import Table
from processors.extraction import Extracted, NoText, charset, extract

BAD = 0.9
TRUTH = "ground-truth.json"


class Truth(msgspec.Struct, frozen=True):
    """One page of `ground-truth.json`."""

    articleBody: str  # noqa: N815 - the benchmark's name
    url: str = ""


class _Run(NamedTuple):
    name: str
    score: Score
    shares: dict[str, Share]
    seconds: float
    why: dict[str, str]


def evaluate(path: Path, profile: str) -> tuple[Table, ...]:
    """Quality and speed of three ways over the same pages, then the pages that ours does badly on.

    `profile` plays no part: extraction is the same for all.
    """
    with _folder(path) as folder:
        truths = _truths(folder / TRUTH)
        pages = {name: _page(folder / "html", name) for name in truths}
    runs = [_run(name, way, truths, pages) for name, way in WAYS.items()]
    return (_quality(runs, len(truths)), _errors(runs[0], runs[-1], truths))


@contextmanager
def _folder(path: Path) -> Iterator[Path]:
    if path.is_dir():
        archives = sorted(path.glob("*.tar.*"))
        if (path / TRUTH).exists() or len(archives) != 1:
            yield path
            return
        path = archives[0]
    with TemporaryDirectory() as folder:
        try:
            with tarfile.open(path) as archive:
                archive.extractall(folder, filter="data")
        except tarfile.TarError as error:
            raise UsageError(f"{path}: neither a folder nor an archive of the benchmark") from error
        found = sorted(Path(folder).rglob(TRUTH))
        if not found:
            raise UsageError(f"{path}: holds no {TRUTH}")
        yield found[0].parent


def _truths(file: Path) -> dict[str, Truth]:
    if not file.exists():
        raise UsageError(f"{file.parent}: holds no {TRUTH}")
    try:
        truths = msgspec.json.decode(file.read_bytes(), type=dict[str, Truth])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: {error}") from error
    if not truths:
        raise UsageError(f"{file}: names no page")
    return truths


def _page(folder: Path, name: str) -> bytes:
    plain, packed = folder / f"{name}.html", folder / f"{name}.html.gz"
    if plain.exists():
        return plain.read_bytes()
    if not packed.exists():
        raise UsageError(f"{plain}: no such page")
    return gzip.decompress(packed.read_bytes())


def _ours(page: bytes) -> Extracted | NoText:
    return extract(page)


def _trafilatura(*, fast: bool) -> Callable[[bytes], str]:
    return lambda page: trafilatura.extract(charset.decode(page), fast=fast, include_comments=False) or ""


WAYS: dict[str, Callable[[bytes], Extracted | NoText | str]] = {
    "ours": _ours,
    "trafilatura fast": _trafilatura(fast=True),
    "trafilatura default": _trafilatura(fast=False),
}


def _run(
    name: str, way: Callable[[bytes], Extracted | NoText | str], truths: dict[str, Truth], pages: dict[str, bytes]
) -> _Run:
    """One way over all pages; the time is that of extracting alone."""
    shares, why, seconds = {}, {}, []
    for key, truth in truths.items():
        began = time.perf_counter()
        found = way(pages[key])
        seconds.append(time.perf_counter() - began)
        if isinstance(found, NoText):
            why[key] = found.reason
        text = found.text if isinstance(found, Extracted) else found if isinstance(found, str) else ""
        shares[key] = compare(truth.articleBody, text)
    return _Run(name, score(list(shares.values())), shares, sum(seconds), why)


def _quality(runs: list[_Run], pages: int) -> Table:
    rows = tuple(
        (run.name, run.score.f1, run.score.precision, run.score.recall,
         median(share.f1 for share in run.shares.values()), round(pages / run.seconds, 1))
        for run in runs
    )  # fmt: skip
    notes = (f"{pages} pages; F1 of 4-grams, per page means, as article-extraction-benchmark defines it",)
    return Table("extraction", ("method", "F1", "precision", "recall", "median page F1", "pages/s"), rows, notes)


def _errors(ours: _Run, other: _Run, truths: dict[str, Truth]) -> Table:
    bad = sorted((share.f1, key) for key, share in ours.shares.items() if share.f1 < BAD)
    rows = tuple(
        (truths[key].url or key, f1, ours.shares[key].precision, ours.shares[key].recall, other.shares[key].f1,
         ours.why.get(key, ""))
        for f1, key in bad
    )  # fmt: skip
    columns = ("page", "F1", "precision", "recall", f"F1 of {other.name}", "reason")
    return Table(f"errors: pages under {BAD}", columns, rows)
