"""Pages: the prefilter and then a whole reading of what passes, against trafilatura's fast mode on every page."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

import trafilatura

from detente.profiles import load
from processors.extraction import Extracted, charset, extract
from processors.prefilter import Prefilter
from processors.reading.article import ArticleReader, Input
from tests.bench.pages import mixed
from tests.bench.rates import rate

HTML = "text/html"
PROFILE = "us-russia"


def main(own: int, folder: Path | None) -> int:
    """Print the figures of our own pages and of those in `folder`; how many relevant pages the prefilter lost."""
    prefilter, reader = Prefilter(load(PROFILE)), ArticleReader(PROFILE)
    sets: list[tuple[str, Sequence[bytes]]] = [("pages of our own, 2 % relevant", list(mixed(own)))]
    if folder is not None:
        sets.append((folder.name, pages_in(folder)))
    return sum(_of(name, pages, prefilter, reader) for name, pages in sets if pages)


def pages_in(folder: Path) -> list[bytes]:
    """Every *.html and *.html.gz in it, however deep."""
    return [
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.html.gz")])
    ]


def _of(name: str, pages: Sequence[bytes], prefilter: Prefilter, reader: ArticleReader) -> int:
    passed = [prefilter.passes(page, HTML) for page in pages]
    stopped = [page for page, passes in zip(pages, passed, strict=True) if not passes]
    lost = sum(_is_relevant(page, reader) for page in stopped)

    def extracted(page: bytes) -> None:
        if prefilter.passes(page, HTML):
            extract(page, HTML)

    def judged(page: bytes) -> None:
        if prefilter.passes(page, HTML):
            reader.read(Input(html=page, content_type=HTML))

    for page in pages[:3]:
        reader.read(Input(html=page, content_type=HTML))  # what is loaded once is not counted
    plain = rate(lambda page: trafilatura.extract(charset.decode(page), fast=True, include_comments=False), pages)
    print(f"  {name}: {len(pages)} of {sum(map(len, pages)) / len(pages) / 1000:.0f} KB")
    print(f"    trafilatura fast on every page     {plain:>8.0f} pages/s")
    print(f"    our extraction on every page       {_against(rate(extract, pages), plain)}")
    alone = _against(rate(lambda page: prefilter.passes(page, HTML), pages), plain)
    print(f"    prefilter alone                    {alone}   {100 * sum(passed) / len(pages):.0f} % pass")
    print(f"    prefilter, then extraction         {_against(rate(extracted, pages), plain)} (goal: 4)")
    print(f"    prefilter, then a whole reading    {_against(rate(judged, pages), plain)}")
    print(f"    lost by the prefilter: {lost} of {len(stopped)} stopped pages (goal: 0)")
    return lost


def _against(ours: float, plain: float) -> str:
    return f"{ours:>8.0f} pages/s   {ours / plain:>5.1f} x trafilatura fast"


def _is_relevant(page: bytes, reader: ArticleReader) -> bool:
    """Whether the full path calls a page relevant, or at least may do so."""
    found = extract(page, HTML)
    if not isinstance(found, Extracted):
        return False
    return reader.judge.judge(found.title, found.text, found.published).band != "no"
