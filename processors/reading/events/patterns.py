"""The wording of deeds and cues, found in a clause: stems, whole words, and words with a gap between them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from detente.profiles.lexicon import EventWords, Form
from processors.reading.words import Hit, Terms, lower

GAP = 60
"""The most characters between two parts of a pattern."""
END = (
    r"(?:\.(?<![.\s][a-zа-я]\.)(?<!\b(?:jr|sr|mr|dr|st|им)\.)(?<!\b(?:sen|rep|gov|gen|mrs|inc|ltd|млн|тыс)\.)"
    r"|[;:!?\n])\s"
)
"""Where a clause ends; the full stops of "U.S." and "Sen." end none."""
STOP = re.compile(END)
PLAIN = str.maketrans({"’": "'", "ё": "е", "Ё": "Е", "\u00a0": " ", "\u202f": " "})
CUES = ("negation", "planned", "hypothetical", "condition", "possible", "said", "source", "mutually", "third", "office")


class Meaning(NamedTuple):
    type: str
    form: Form
    cameo: str


class Deed(NamedTuple):
    """Words at `start:end` that mean deeds; `head` is the end of their first part, after which an object may stand."""

    start: int
    head: int
    end: int
    meanings: tuple[Meaning, ...]


def plain(text: str) -> str:
    """`text` in lower case with one kind of apostrophe, space and е; of the same length."""
    return lower(text).translate(PLAIN)


class Patterns:
    """Finds the deeds and cues of one language; made once."""

    def __init__(self, words: EventWords) -> None:
        self._meanings: dict[tuple[int, ...], list[Meaning]] = defaultdict(list)
        self._numbers: dict[tuple[str, bool], int] = {}
        for type_, forms in words.deeds.items():
            for form, codes in forms.items():
                for cameo, patterns in codes.items():
                    for written in patterns:
                        self._add(written, Meaning(type_, form, cameo))
        for written in words.cues.idle:
            self._add(written, None)
        self._starting: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        for parts in self._meanings:
            self._starting[parts[0]].append(parts)
        self._terms = Terms([word for word, _ in self._numbers], [whole for _, whole in self._numbers])
        self._cues = [(name, pattern) for name in CUES for pattern in getattr(words.cues, name)]
        self._cue_terms = Terms(*zip(*(_term(pattern) for _, pattern in self._cues), strict=True))

    def _add(self, written: str, meaning: Meaning | None) -> None:
        for variant in variants(written):
            parts = tuple(self._number(_term(part)) for part in variant.split(" … "))
            meanings = self._meanings[parts]
            if meaning is not None and meaning not in meanings:
                meanings.append(meaning)

    def _number(self, term: tuple[str, bool]) -> int:
        return self._numbers.setdefault(term, len(self._numbers))

    def deeds(self, text: str) -> list[Deed]:
        """The deeds in `text` (as `plain` gives it), in order; of those that share a word the fullest.

        Idle words, which look like a deed and are none, are one without meanings.
        """
        hits = sorted(self._terms.all(text))
        taken: list[tuple[int, int]] = []
        found: list[Deed] = []
        for spans, parts in sorted(self._matches(text, hits), key=lambda each: -sum(b - a + 20 for a, b in each[0])):
            if not any(a < d and c < b for a, b in spans for c, d in taken):
                taken += spans
                found.append(Deed(spans[0][0], spans[0][1], spans[-1][1], tuple(self._meanings[parts])))
        return sorted(found)

    def _matches(self, text: str, hits: list[Hit]) -> Iterable[tuple[list[tuple[int, int]], tuple[int, ...]]]:
        for at, first in enumerate(hits):
            for parts in self._starting.get(first.term, ()):
                spans = _follow(text, hits, at, parts)
                if spans:
                    yield spans, parts

    def cues(self, text: str) -> Mapping[str, list[Hit]]:
        """The cues in `text` by their kind."""
        found: dict[str, list[Hit]] = {name: [] for name in CUES}
        for hit in self._cue_terms.all(text):
            found[self._cues[hit.term][0]].append(hit)
        return found


def variants(written: str) -> Iterable[str]:
    """The forms of a pattern: `urge~ to` is urge, urges, urged or urging before "to"."""
    stem, tilde, rest = written.partition("~")
    if not tilde:
        return [written]
    base = stem.removesuffix("e") if stem.endswith("e") else stem
    ends = {stem, f"{stem}s", f"{base}ed", f"{base}ing"}
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        ends |= {f"{stem[:-1]}ies", f"{stem[:-1]}ied"}
    return [f"={word}{rest}" for word in sorted(ends)]


def _term(part: str) -> tuple[str, bool]:
    return plain(part.removeprefix("=")), part.startswith("=")


def _follow(text: str, hits: list[Hit], at: int, parts: tuple[int, ...]) -> list[tuple[int, int]]:
    """Where the parts stand, the first at the hit `at`, each soon after the one before; empty if they do not."""
    spans = [(hits[at].start, hits[at].end)]
    for part in parts[1:]:
        hit = _next(hits, at, part, spans[-1][1])
        if hit is None or STOP.search(text, spans[-1][1], hit.start):
            return []
        spans.append((hit.start, hit.end))
    return spans


def _next(hits: list[Hit], at: int, term: int, last: int) -> Hit | None:
    """The first hit of a term behind `last`, but not far; only nearby ones are asked."""
    for each in islice(hits, at, None):
        if each.start - last > GAP:
            return None
        if each.term == term and each.start > last:
            return each
    return None


def word_end(low: str, end: int) -> int:
    """Where the word that goes on at `end` ends."""
    while end < len(low) and low[end].isalnum():
        end += 1
    return end
