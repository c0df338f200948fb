"""Near-duplicate groups: copies of one text, however edited. Measured rules.

Docs/decisions/0007-stories.md gives the figures.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence

from processors.stories.doc import Doc

SHARED = 3
OF_SMALLER = 0.45
OF_LARGER = 0.10
WINDOW = 72 * 3600.0
TOO_COMMON = 4
SOURCE_REPEATS = 2


class Groups:
    """An index from shingle to the groups that hold it. A document joins through its best single match.

    Groups never unite.
    """

    def __init__(self) -> None:
        self._docs: dict[str, tuple[Doc, str]] = {}
        self._index: dict[int, set[str]] = defaultdict(set)
        self._owners: dict[int, set[str]] = defaultdict(set)
        self._by_source: dict[tuple[str, int], int] = defaultdict(int)

    def place(self, doc: Doc) -> str | None:
        """The group that `doc` is a copy of; None where it is new."""
        mine = self._own(doc)
        shared: Counter[str] = Counter()
        for shingle in mine:
            if len(self._owners.get(shingle, ())) <= TOO_COMMON:
                shared.update(self._index.get(shingle, ()))
        best: tuple[float, str] | None = None
        for other, count in shared.items():
            found, group = self._docs[other]
            smaller, larger = comparable(mine, found.sketch)
            if (
                count >= SHARED
                and count / smaller >= OF_SMALLER
                and count / larger >= OF_LARGER
                and abs(doc.at - found.at) <= WINDOW
            ):
                alike = (count / larger, group)  # a copy, before a digest that holds it
                best = alike if best is None else max(best, alike)
        return None if best is None else best[1]

    def add(self, doc: Doc, group: str) -> None:
        """Make `doc` known as a member of `group`."""
        mine = self._own(doc)
        self._docs[doc.id] = (doc, group)
        for shingle in doc.sketch:
            self._by_source[doc.source, shingle] += 1
        for shingle in mine:
            self._index[shingle].add(doc.id)
            self._owners[shingle].add(group)

    def remove(self, doc: Doc) -> None:
        """Forget `doc`."""
        _doc, group = self._docs.pop(doc.id)
        for shingle in doc.sketch:
            self._by_source[doc.source, shingle] -= 1
            if not self._by_source[doc.source, shingle]:
                del self._by_source[doc.source, shingle]
            holders = self._index.get(shingle)
            if holders is None:
                continue
            holders.discard(doc.id)
            if not holders:
                del self._index[shingle]
                self._owners.pop(shingle, None)
            elif all(self._docs[each][1] != group for each in holders):
                self._owners[shingle].discard(group)

    def _own(self, doc: Doc) -> list[int]:
        """The shingles that are not boilerplate: two earlier documents of the same source had those."""
        own = [each for each in doc.sketch if self._by_source.get((doc.source, each), 0) < SOURCE_REPEATS]
        return own or list(doc.sketch[:1])


def comparable(one: Sequence[int], other: Sequence[int]) -> tuple[int, int]:
    """How many hashes of two sketches (sorted) could have been shared, the smaller count first.

    A long text keeps a smaller share of the hash space than a short one: beyond it only one of them has hashes at all.
    """
    least = min(one[-1], other[-1])
    counts = bisect_right(one, least), bisect_right(other, least)
    return max(1, min(counts)), max(1, *counts)
