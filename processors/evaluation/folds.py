"""Which texts are left out together, so that a figure tells how a model does on sources that it has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import xxhash

OWN_FOLD = 20
SHARED_FOLDS = 8


def folds_of(outlets: Sequence[str]) -> list[str]:
    """The fold of each: an outlet with 20 texts is one of its own, the smaller ones share eight."""
    many = Counter(outlets)
    return [
        each if many[each] >= OWN_FOLD else f"group {xxhash.xxh3_64_intdigest(each.encode()) % SHARED_FOLDS}"
        for each in outlets
    ]
