"""Stories: which documents tell one event, by their terms within a language and by their facts across languages.

Founders of groups and novel members vote; a copy goes where its group is. Another occurrence of the same template
(the 13th package after the 12th, ten expelled after two) is a story of its own.
"""

from __future__ import annotations

from collections import defaultdict

import msgspec

from processors.stories.doc import Doc
from processors.stories.facts import cosine

DAY = 86400.0
KEPT = 14 * DAY
BY_TERMS = 16
SAME_LANGUAGE = 0.28
ACROSS = 0.45
ACROSS_WINDOW = 2 * DAY
SHARED_KINDS = 2
TOLL_WINDOW = 1.5 * DAY


class Vote(msgspec.Struct, frozen=True):
    story: str
    strength: float
    reason: str


class Clusters:
    """An index of voters by their strongest terms and facts."""

    def __init__(self, window: float) -> None:
        self._window = window
        self._voters: dict[str, tuple[Doc, str]] = {}
        self._terms: dict[str, set[str]] = defaultdict(set)
        self._facts: dict[str, set[str]] = defaultdict(set)
        self._last: dict[str, float] = {}

    def place(self, doc: Doc) -> Vote | None:
        """The story that `doc` most surely belongs to; None where it founds one."""
        votes = [vote for other in sorted(self._candidates(doc)) if (vote := self._vote(doc, *self._voters[other]))]
        return max(votes, key=lambda vote: (vote.strength, vote.story), default=None)

    def add(self, doc: Doc, story: str, *, votes: bool) -> None:
        """Make `doc` known as a member of `story`; `votes`: later documents may join through it."""
        self._last[story] = max(self._last.get(story, doc.at), doc.at)
        if not votes:
            return
        self._voters[doc.id] = (doc, story)
        for term in _strongest(doc.terms):
            self._terms[term].add(doc.id)
        for fact in _strongest(doc.facts):
            self._facts[fact].add(doc.id)

    def remove(self, doc: Doc) -> None:
        """Forget `doc`."""
        if self._voters.pop(doc.id, None) is None:
            return
        for index, keys in ((self._terms, doc.terms), (self._facts, doc.facts)):
            for key in _strongest(keys):
                index[key].discard(doc.id)
                if not index[key]:
                    del index[key]

    def _candidates(self, doc: Doc) -> set[str]:
        found: set[str] = set()
        for term in _strongest(doc.terms):
            found |= self._terms.get(term, set())
        for fact in _strongest(doc.facts):
            found |= self._facts.get(fact, set())
        return found

    def _vote(self, doc: Doc, other: Doc, story: str) -> Vote | None:
        if abs(doc.at - self._last[story]) > self._window or abs(doc.at - other.at) > KEPT or differ(doc, other):
            return None
        facts = cosine(doc.facts, other.facts)
        if doc.language == other.language:
            terms = cosine(doc.terms, other.terms)
            strength = terms + 0.25 * facts
            return Vote(story, strength, f"terms {terms:.2f}") if terms >= SAME_LANGUAGE else None
        shared = {key[0] for key in doc.facts if key in other.facts}  # kinds of facts: @ actors, ~ names, # numbers
        if facts >= ACROSS and len(shared - {"%"}) >= SHARED_KINDS and abs(doc.at - other.at) <= ACROSS_WINDOW:
            return Vote(story, facts, f"facts {facts:.2f} across languages")
        return None


def differ(one: Doc, two: Doc) -> bool:
    """Whether two documents of one template tell two occurrences: another of a series.

    Or another count a day and a half later.
    """
    if one.ordinals and two.ordinals and not one.ordinals & two.ordinals:
        return True
    apart = abs(one.at - two.at) > TOLL_WINDOW
    return bool(apart and one.title_numbers and two.title_numbers and not one.title_numbers & two.title_numbers)


def _strongest(vector: dict[str, float]) -> list[str]:
    return sorted(vector, key=lambda key: (-vector[key], key))[:BY_TERMS]
