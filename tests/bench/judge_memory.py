"""Memory: whether a process that reads page after page stays as large as it was.

python -m tests.bench.judge_memory 100000    # the whole run, an hour and more; tells its size at every tenth of the way
"""

from __future__ import annotations

import sys
from pathlib import Path

from processors.reading.article import ArticleReader, Input
from tests.bench.pages import html

SIZE = 12_000
WARM = 0.2
KB = 1024
STEPS = 10


def main(pages: int) -> None:
    """Print by how much this process grows a thousand pages, after the first fifth of them."""
    print(
        f"  memory: {growth(pages):+.1f} MB a thousand pages over {pages} pages, after {int(WARM * pages)} to warm up"
    )


def growth(pages: int) -> float:
    """MB a thousand pages."""
    reader = ArticleReader("us-russia")
    warm = max(1, int(WARM * pages))
    _read(reader, range(warm))
    before = resident_kb()
    step = max(1, pages // STEPS)
    for start in range(warm, pages, step):
        _read(reader, range(start, min(pages, start + step)))
        print(f"    {min(pages, start + step)} pages: {resident_kb() // KB} MB", file=sys.stderr, flush=True)
    return (resident_kb() - before) / KB / ((pages - warm) / 1000)


def resident_kb() -> int:
    """The resident set of this process."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def _read(reader: ArticleReader, numbers: range) -> None:
    for n in numbers:
        reader.read(Input(html=html(n, relevant=n % 25 == 0, size=SIZE), content_type="text/html"))


if __name__ == "__main__":
    main(int(sys.argv[1]))
