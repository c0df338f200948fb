"""What a text is about besides the relation: topics, each with a score and the piece of the text that shows it."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from detente.messages import TopicScore
from detente.profiles import Profile
from processors.reading.features import Reader, Reading
from processors.reading.sentences import Span, sentences
from processors.reading.words import Terms, lower
from processors.relevance.vectors import embedder
from processors.relevance.views import opening_text
from processors.topics import model as model_file
from processors.topics.learned import Learned
from processors.topics.signs import STRONG, WEAK, Place, Seen, Signs, hints_of

OFTEN = 3
"""Mentions that are enough wherever they stand."""
CONTEXT = 40
AT_LEAST = -2.5
"""Log-odds that even the best topic of a text must have."""
DIFFERENT, NEARLY = 2, 0.5
"""So many different strong terms, wherever they stand, lower the threshold by so much."""
AGENDA = 0.5
"""The score of a topic that only the agenda names."""
BELOW = ("middle", "far")


class Topics:
    """The topics of one profile, by its trained model where it has one, else by its terms; made once a process."""

    def __init__(self, profile: Profile, reader: Reader) -> None:
        hints = hints_of(profile)
        self._signs = Signs(profile, hints)
        self._names = tuple(profile.topics)
        self._hints = {topic: tuple(groups) for topic, groups in hints.hints.items()}
        self._agenda = Terms(hints.agenda, [False] * len(hints.agenda)) if hints.agenda else None
        found = model_file.read(model_file.path_of(profile.id))
        self._embed = embedder()
        self._learned = Learned(found, hints, vectors=self._embed is not None) if found else None

    def find(self, reading: Reading) -> tuple[TopicScore, ...]:
        """The topics of the title and the first part of the text, the surest first; scores 0..1."""
        seen = self._signs.read(reading.title, reading.text)
        scores = self._by_model(seen, reading, self._learned) if self._learned else self._by_terms(seen)
        for topic in self._on_agenda(seen):
            scores.setdefault(topic, AGENDA)
        found = [
            TopicScore(id=topic, score=score, evidence=self._shown(seen, topic)) for topic, score in scores.items()
        ]
        return tuple(sorted(found, key=lambda each: (-each.score, each.id)))

    def meaning(self, reading: Reading) -> list[float] | None:
        """The sentence vector that the topics are read from; None where there are none."""
        return self._embed(opening_text(reading)) if self._embed else None

    def _by_model(self, seen: Seen, reading: Reading, model: Learned) -> dict[str, float]:
        odds = model.log_odds(seen, (model.needs_vector and self.meaning(reading)) or ())
        often = {topic for topic in odds if len({place.hit.term for place in seen.of(topic, STRONG)}) >= DIFFERENT}
        found = named(odds, model.named_from, often)
        return {topic: probability(each) for topic, each in found.items()}

    def _by_terms(self, seen: Seen) -> dict[str, float]:
        found = {topic: (seen.of(topic, STRONG), seen.of(topic, WEAK)) for topic in self._names}
        return {topic: score_of([*strong, *weak]) for topic, (strong, weak) in found.items() if is_named(strong, weak)}

    def _on_agenda(self, seen: Seen) -> list[str]:
        """The topics that a sentence about what was on the table names strongly."""
        if self._agenda is None:
            return []
        marks = [hit.start for hit in self._agenda.all(lower(seen.head))]
        spans = [span for span in sentences(seen.head) if any(span.start <= mark < span.end for mark in marks)]
        return [topic for topic in self._names if any(_within(seen.of(topic, STRONG), span) for span in spans)]

    def _shown(self, seen: Seen, topic: str) -> str:
        """The words around what speaks most for a topic; without any, the beginning."""
        groups = [seen.of(topic, name) for name in (STRONG, WEAK, *self._hints.get(topic, ()))]
        places = sorted((place for places in groups for place in places[:1]), key=_worth)
        best = next((places[0] for places in groups[:2] if places), places[0] if places else None)
        return _around(seen, best.hit.start, best.hit.end) if best else _around(seen, 0, 0)


def named(odds: Mapping[str, float], named_from: float, often: Collection[str] = ()) -> dict[str, float]:
    """Those above the threshold, and the best one if it is anything at all: a text is about something.

    `often`: topics that the text names in several ways; for them a little less is enough.
    """
    best = max(odds.values())
    limits = {topic: named_from - (NEARLY if topic in often else 0.0) for topic in odds}
    return {topic: each for topic, each in odds.items() if each >= limits[topic] or (each == best and each >= AT_LEAST)}


def is_named(strong: Sequence[Place], weak: Sequence[Place]) -> bool:
    """Whether these are enough: one strong or two different weak near the top, or many strong."""
    top = [place for place in strong if place.where not in BELOW]
    weak_terms = {place.hit.term for place in weak if place.where not in BELOW}
    return bool(top) or len(weak_terms) >= 2 or len(strong) >= OFTEN


def score_of(places: Sequence[Place]) -> float:
    """More often is surer, the title surest; never quite 1."""
    in_title = any(place.where in ("kicker", "title") for place in places)
    return round(1 - 0.5 ** (len(places) + (2 if in_title else 0)), 3)


def probability(log_odds: float) -> float:
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds)))), 3)


def _within(places: Sequence[Place], span: Span) -> bool:
    return any(span.start <= place.hit.start < span.end for place in places)


def _worth(place: Place) -> int:
    return ("title", "near", "kicker", "middle", "far").index(place.where)


def _around(seen: Seen, start: int, end: int) -> str:
    """The words around `head[start:end]`, cut at white space: an exact piece of the title or of the text."""
    low, high = (0, seen.title) if start < seen.title else (seen.title + 1, len(seen.head))
    first = max(low, start - CONTEXT)
    while first > low and not seen.head[first - 1].isspace():
        first -= 1
    last = min(high, end + CONTEXT)
    while last < high and not seen.head[last].isspace():
        last += 1
    return seen.head[first:last].strip()
