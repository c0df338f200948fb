"""Repeated polls with two new items against feedparser's default, and whether the entries are the same.

python -m tests.bench.ladder FOLDER        # a folder of feeds: what `make bench-ingest FEEDS=FOLDER` runs
"""

from __future__ import annotations

import io
import sys
import time
from collections import Counter
from pathlib import Path

import feedparser

from ingest.formats.ladder import Document, climb
from ingest.formats.parse import parse
from ingest.formats.pieces import split

NEW = 2
URL = "https://example.org/feed"


def main(folder: Path) -> int:
    """Print the ratio; 1 where any entry differs from the full parse."""
    rungs: Counter[str] = Counter()
    ours = default = full = 0.0
    differing = []
    for path in sorted(each for each in folder.rglob("*") if each.is_file() and each.name != "INDEX.tsv"):
        body = path.read_bytes()
        pieces = split(body)
        if pieces is None or len(pieces.entries) <= NEW:
            rungs["not measured: under three entries, or odd"] += 1
            continue
        before = pieces.head + b"".join(pieces.entries[NEW:]) + pieces.tail
        known = climb(Document(before, URL), None).known
        began = time.perf_counter()
        climbed = climb(Document(body, URL), known)
        ours += time.perf_counter() - began
        began = time.perf_counter()
        whole = parse(body, URL)
        full += time.perf_counter() - began
        began = time.perf_counter()
        feedparser.parse(io.BytesIO(body))
        default += time.perf_counter() - began
        rungs[climbed.rung] += 1
        wanted = whole.entries[:NEW] if climbed.rung == "splice" else whole.entries
        if climbed.feed.entries != wanted:
            differing.append(path.name)
    print(f"repeated polls with {NEW} new items: {dict(rungs)}")
    print(f"  feedparser default {default:.2f} s, our full parse {full:.2f} s, the ladder {ours:.2f} s")
    print(f"  default / ladder {default / ours:.1f} (goal: 12)   entries that differ: {differing or 'none'}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
