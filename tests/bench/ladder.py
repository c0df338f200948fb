"""Repeated polls with two new items against feedparser's default, and whether the entries are the same.

python -m tests.bench.ladder [PATH]        # a tar file or a folder of feeds; without: feeds of our own
"""

from __future__ import annotations

import io
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import feedparser

from ingest.formats.ladder import Climbed, Document, climb
from ingest.formats.parse import parse
from ingest.formats.pieces import split
from tests.bench.ingest import corpus

NEW = 2
URL = "https://example.org/feed"
GOAL = 12


def repeated(body: bytes) -> tuple[Document, Document] | None:
    """The document before its newest two entries came, and after; None where nothing would be left, or it is odd."""
    pieces = split(body)
    if pieces is None or len(pieces.entries) <= NEW:
        return None
    before = pieces.head + b"".join(pieces.entries[NEW:]) + pieces.tail
    return Document(before, URL), Document(body, URL)


def is_the_same(climbed: Climbed, body: bytes) -> bool:
    """Whether a rung gave what the full parse has of the new entries."""
    whole = parse(body, URL).entries
    return climbed.feed.entries == (whole[:NEW] if climbed.rung == "splice" else whole)


def seconds(deed: Callable[[], object]) -> float:
    """CPU seconds: the machine may have other things to do."""
    began = time.process_time()
    deed()
    return time.process_time() - began


def main(path: Path | None = None) -> bool:
    """Print the ratio; whether all entries are the same."""
    rungs: Counter[str] = Counter()
    ours = default = full = 0.0
    differing = []
    for name, body in corpus.feeds(path):
        documents = repeated(body)
        if documents is None:
            rungs["under three entries, or odd: always parsed in full"] += 1
            continue
        before, after = documents
        known = climb(before, None).known
        climbed = climb(after, known)
        rungs[climbed.rung] += 1
        ours += seconds(lambda after=after, known=known: climb(after, known))  # type: ignore[misc]
        full += seconds(lambda body=body: parse(body, URL))  # type: ignore[misc]
        default += seconds(lambda body=body: feedparser.parse(io.BytesIO(body)))  # type: ignore[misc]
        if not is_the_same(climbed, body):
            differing.append(name)
    measured = sum(rungs.values()) - rungs["under three entries, or odd: always parsed in full"]
    print(f"repeated polls with {NEW} new items, on {'feeds of our own' if path is None else path.name}: {dict(rungs)}")
    print(f"  feedparser's default {default:.2f} s, our full parse {full:.2f} s, the ladder {ours:.2f} s of CPU")
    print(f"  default / ladder {default / ours:.1f} (goal: {GOAL})")
    print(
        f"  feeds with equal entries {measured - len(differing)}, with unequal ones {len(differing)} {differing or ''}"
    )
    return not differing


if __name__ == "__main__":
    sys.exit(0 if main(Path(sys.argv[1]) if len(sys.argv) > 1 else None) else 1)
