"""The judgement of one text: gate, score, band, evidence, actors, topics, valence. Pure: data in, `Judgement` out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from detente.messages import Actor, DecidedBy, Evidence, Feature, Judgement, Model
from detente.profiles import Profile
from processors.reading.events import Events
from processors.reading.features import Reader, Reading, of_actors, within
from processors.reading.offices import resolved
from processors.reading.statements import Statements
from processors.reading.topics import Topics
from processors.relevance.scorer import Scored, scorer_of
from processors.relevance.vectors import packed

EVIDENCE = 3
FEATURES = 8
LONGEST = 600


class Judge:
    """The judgement of one profile; made once a process, used from one thread."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._reader = Reader(profile)
        self._scorer = scorer_of(profile, self._reader)
        self._topics = Topics(profile, self._reader)
        self._events, self._statements = Events(profile), Statements(profile)
        self._model = Model(name=self._scorer.name, version=self._scorer.version)
        self.model = f"{self._scorer.name} {self._scorer.version}{self._scorer.lacks and f' ({self._scorer.lacks})'}"

    def judge(
        self, title: str | None, text: str, published: datetime | None = None, *, full: bool = False
    ) -> Judgement:
        """What is to be said of a text; `published` dates the offices and roles. `full`: also what is not relevant is
        read whole.
        """
        return self.judge_reading(self.reading(title, text), published, full=full)

    def reading(self, title: str | None, text: str) -> Reading:
        """What is judged, and what `meaning` takes."""
        return self._reader.read(title, text)

    def meaning(self, reading: Reading) -> bytes | None:
        """The packed sentence vector of title and beginning, which stories are told by; None where there are none."""
        vector = self._topics.meaning(reading)
        return None if vector is None else packed(vector)

    def judge_reading(self, reading: Reading, published: datetime | None, *, full: bool = False) -> Judgement:
        """As `judge`, of what was read before."""
        if not self._reader.gate(reading):
            absent = [name for side, name in self.profile.sides.items() if side not in self._sides(reading)]
            reason = f"the text does not name {' or '.join(absent or self.profile.sides.values())}"
            return self._closed(reading, published, None, decided_by="gate", reason=reason, full=full)
        scored = self._scorer.score(reading)
        if scored.band == "no" and not full:
            reason = self._why_not(reading)
            return self._closed(reading, published, scored, decided_by=scored.decided_by, reason=reason, full=full)
        return self._open(reading, published, scored)

    def nothing(self, decided_by: DecidedBy, reason: str) -> Judgement:
        """The judgement of what was not even read."""
        return Judgement(
            relevant=False,
            band="no",
            score=0.0,
            decided_by=decided_by,
            reason=reason,
            profile=self.profile.id,
            model=self._model,
        )

    def _sides(self, reading: Reading) -> set[str]:
        return self._reader.sides([*reading.title_mentions, *reading.mentions])

    def _closed(
        self,
        reading: Reading,
        published: datetime | None,
        scored: Scored | None,
        *,
        decided_by: DecidedBy,
        reason: str,
        full: bool,
    ) -> Judgement:
        """Not relevant; lists are filled only for `full`."""
        return Judgement(
            relevant=False,
            band="no",
            score=scored.probability if scored else 0.0,
            decided_by=decided_by,
            reason=reason,
            features=_weighed(scored) if scored else (),
            profile=self.profile.id,
            model=self._model,
            **(self._read_whole(reading, published, about_relation=False) if full else {}),
        )

    def _open(self, reading: Reading, published: datetime | None, scored: Scored) -> Judgement:
        return Judgement(
            relevant=scored.band == "relevant",
            band=scored.band,
            score=scored.probability,
            decided_by=scored.decided_by,
            reason=self._why(reading) if scored.band != "no" else self._why_not(reading),
            evidence=self._evidence(reading),
            features=_weighed(scored),
            profile=self.profile.id,
            model=self._model,
            **self._read_whole(reading, published, about_relation=scored.band != "no"),
        )

    def _read_whole(self, reading: Reading, published: datetime | None, *, about_relation: bool) -> dict[str, Any]:
        """Actors, topics, events, statements and valence, by field."""
        named = of_actors(reading)
        events = self._events.find(named, published, about_relation=about_relation)
        return {
            "actors": self._actors(named, published),
            "topics": self._topics.find(reading),
            "events": events,
            "statements": self._statements.find(named, published),
            "valence": self._events.valence(named, events),
        }

    def _evidence(self, reading: Reading) -> tuple[Evidence, ...]:
        """The sentences in which both sides meet, those with persons and with an interaction word first.

        In text order.
        """
        ranked = sorted(reading.pairs, key=lambda span: (-self._strength(reading, span.start, span.end), span.start))
        chosen = sorted(ranked[:EVIDENCE])
        return tuple(
            Evidence(
                text=reading.text[span.start : min(span.end, span.start + LONGEST)],
                start=span.start,
                end=min(span.end, span.start + LONGEST),
                actors=_unique(each for m in within(reading.mentions, span) for each in m.actors),
            )
            for span in chosen
        )

    def _strength(self, reading: Reading, start: int, end: int) -> float:
        mentions = [each for each in reading.mentions if start <= each.start < end]
        people = sum(self.profile.actors[actor].kind != "state" for each in mentions for actor in each.actors)
        words = sum(self._reader.tone(reading.text[start:end]))
        return min(people, 4) + min(words, 3) - start / 1500

    def _actors(self, reading: Reading, published: datetime | None) -> tuple[Actor, ...]:
        named = Counter(actor for each in [*reading.title_mentions, *reading.mentions] for actor in each.actors)
        date = published.date().isoformat() if published else None
        counts = resolved(named, date, self.profile)
        order = {"person": 0, "organisation": 1, "office": 1, "state": 2}
        entries = sorted(
            (self.profile.actors[actor] for actor in counts),
            key=lambda entry: (order[entry.kind], -counts[entry.id], entry.id),
        )
        return tuple(
            Actor(
                id=entry.id,
                name=entry.name,
                kind=entry.kind,
                side=entry.side,
                role=entry.role_at(date or "9999"),
                wikidata=entry.wikidata,
                mentions=counts[entry.id],
            )
            for entry in entries
        )

    def _why(self, reading: Reading) -> str:
        features = self._reader.features(reading)
        if "both_in_title" in features:
            where = "the title"
        elif "pair_sentence_in_lead" in features:
            where = "a sentence of the lead"
        else:
            where = f"{len(reading.pairs)} sentences" if reading.pairs else "the text"
        one, two = self.profile.sides.values()
        dealing = "interaction_in_lead_pair" in features or "interaction_in_title" in features
        return f"{one} and {two} meet in {where}" + (", dealing with each other" if dealing else "")

    def _why_not(self, reading: Reading) -> str:
        features, weights = self._reader.features(reading), self.profile.weights.weights
        against = min(features, key=lambda name: weights.get(name, 0.0) * features[name], default="")
        if against and weights.get(against, 0.0) * features[against] < -0.3:
            kind = against.removesuffix("_in_lead").removesuffix("_in_title").replace("_", " ")
            return f"both sides are named, but what speaks against it is {kind}"
        return "both sides are named, but not as dealing with each other"


def _weighed(scored: Scored) -> tuple[Feature, ...]:
    """Those that moved the score most, either way."""
    return tuple(Feature(name=name, weight=weight) for name, weight in scored.features[:FEATURES])


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
