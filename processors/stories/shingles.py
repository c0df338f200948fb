"""Sketches of texts for near-duplicates: the lowest hashes of word 4-grams (Broder, 1997).

A share that falls with length.
"""

from __future__ import annotations

import re

import xxhash

WORD = re.compile(r"\w+")
GRAM = 4
LEAST, MOST = 24, 400


def words(text: str) -> list[str]:
    """The words of `text` in lower case."""
    return WORD.findall(text.lower())


def grams(tokens: list[str], size: int) -> set[int]:
    """Hashes (xxh3, 64 bits) of all runs of `size` words; of the whole where it is shorter."""
    if not tokens:
        return set()
    last = max(1, len(tokens) - size + 1)
    return {xxhash.xxh3_64_intdigest(" ".join(tokens[at : at + size]).encode()) for at in range(last)}


def sketch(text: str) -> tuple[int, ...]:
    """The sorted hashes below 1/m of the hash space: m = 2 under 200 words, 4 to 400, 8 above; 24 to 400 of them."""
    tokens = words(text)
    share = 2 if len(tokens) < 200 else 4 if len(tokens) <= 400 else 8
    every = sorted(grams(tokens, GRAM))
    below = sum(each < 2**64 // share for each in every)
    return tuple(every[: min(MOST, max(LEAST, below))])
