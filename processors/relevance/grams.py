"""Words and character n-grams of a masked text as hashed features (Weinberger et al., 2009)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import xxhash

BITS = 17
MASK = (1 << BITS) - 1
LONGEST_WORD = 18


def hashed(grams: Iterable[str]) -> dict[int, float]:
    """Bucket -> 1 + ln(times) of each gram; two grams in one bucket add up, as they are as good as one."""
    counts = Counter(xxhash.xxh3_64_intdigest(gram.encode()) & MASK for gram in grams)
    return {bucket: 1 + math.log(times) for bucket, times in counts.items()}


def word_grams(tokens: Sequence[str], longest: int, name: str) -> Iterator[str]:
    """The runs of one to `longest` tokens, each beginning with the `name` of its view."""
    for size in range(1, longest + 1):
        for start in range(len(tokens) - size + 1):
            yield f"{name}{size}:{' '.join(tokens[start : start + size])}"


def letter_grams(tokens: Sequence[str], name: str) -> Iterator[str]:
    """The runs of three to five letters inside words of four or more: stems and endings without a dictionary."""
    for token in tokens:
        if len(token) > 3 and not token.startswith("⟨"):
            padded = f"<{token[:LONGEST_WORD]}>"
            for size in (3, 4, 5):
                for start in range(len(padded) - size + 1):
                    yield f"{name}c:{padded[start : start + size]}"
