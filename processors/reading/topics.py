"""What a text is about besides the relation: topics by their terms, each with the words that named it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from detente.messages import TopicScore
from detente.profiles import Profile
from processors.reading.words import Hit, Terms, lower

LEAD = 4000
NEAR = 300
"""Characters after the title in which one mention is enough: what stands further down is mostly background."""
OFTEN = 3
"""Mentions that are enough wherever they stand."""
CONTEXT = 40


class Topics:
    """The topics of one profile; made once a process."""

    def __init__(self, profile: Profile) -> None:
        self._owners: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for topic, terms in profile.topics.items():
            for words, strong in ((terms.strong, True), (terms.weak, False)):
                for word in words:
                    self._owners[word].append((topic, strong))
        written = list(self._owners)
        self._terms = Terms([word.removeprefix("=") for word in written], [word.startswith("=") for word in written])
        self._written = written

    def find(self, title: str | None, text: str) -> tuple[TopicScore, ...]:
        """The topics of the title and the first part of `text`, the best named first.

        Score 0..1 by how often they are named.
        """
        head = f"{title or ''}\n{text[:LEAD]}"
        near = len(title or "") + NEAR
        hits: dict[str, list[tuple[Hit, bool]]] = defaultdict(list)
        for hit in self._terms.longest(lower(head)):
            for topic, is_strong in self._owners[self._written[hit.term]]:
                hits[topic].append((hit, is_strong))
        found = [
            TopicScore(
                id=topic,
                score=score_of(len(at), in_title=at[0][0].start < len(title or "")),
                evidence=_around(head, next((hit for hit, strong in at if strong), at[0][0])),
            )
            for topic, at in hits.items()
            if is_named(at, near)
        ]
        return tuple(sorted(found, key=lambda each: (-each.score, each.id)))


def is_named(hits: Sequence[tuple[Hit, bool]], near: int) -> bool:
    """Whether these (hit, strong?) are enough: one strong or two different weak before `near`, or many strong."""
    first = [(hit, strong) for hit, strong in hits if hit.start < near]
    if any(strong for _, strong in first) or len({hit.term for hit, _ in first}) >= 2:
        return True
    return sum(strong for _, strong in hits) >= OFTEN


def score_of(times: int, *, in_title: bool) -> float:
    """More often is surer, the title surest; never quite 1."""
    return round(1 - 0.5 ** (times + (2 if in_title else 0)), 3)


def _around(text: str, hit: Hit) -> str:
    """The words around a hit, cut at spaces."""
    start = text.rfind(" ", 0, max(0, hit.start - CONTEXT)) + 1 if hit.start > CONTEXT else 0
    end = text.find(" ", hit.end + CONTEXT)
    return " ".join(text[start : end if end > 0 else len(text)].split())
