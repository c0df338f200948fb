"""What speaks for a text being about the relation, and against: pure features of title and text, each 0..1 or a small
count.

Both sides in the title or in one sentence of the lead, an interaction word beside them, persons rather than states,
and against it the words of what often names both sides and is about something else (docs/judgement in the profile:
vetoes).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from detente.profiles import Profile
from processors.prefilter import Prefilter
from processors.reading.names import Mention, Names
from processors.reading.sentences import Span, sentences
from processors.reading.standins import Standins
from processors.reading.words import Terms, lower

LEAD = 900
MOST_SENTENCES = 40


class Reading(msgspec.Struct, frozen=True):
    """A text as the scorer sees it; spans and mentions are offsets into `text`."""

    title: str
    text: str
    title_mentions: list[Mention]
    mentions: list[Mention]
    sentences: list[Span]
    pairs: list[Span]


def of_actors(reading: Reading) -> Reading:
    """The same without the names that mean a side only by where they stand: "Texas" beside Russia does nothing."""
    return msgspec.structs.replace(
        reading,
        title_mentions=[each for each in reading.title_mentions if not each.by_place],
        mentions=[each for each in reading.mentions if not each.by_place],
    )


class Reader:
    """Reads for one profile; made once a process."""

    def __init__(self, profile: Profile) -> None:
        self.names, self._standins = Names(profile), Standins(profile)
        self._prefilter = Prefilter(profile)
        self._side = {actor.id: actor.side for actor in profile.actors.values()}
        self._kind = {actor.id: actor.kind for actor in profile.actors.values()}
        self._first, self._second = profile.sides
        self._interaction = {
            "cooperative": _stems(profile.interaction.cooperative),
            "conflictual": _stems(profile.interaction.conflictual),
        }
        self._vetoes = {name: _stems(words) for name, words in profile.vetoes.items()}

    def read(self, title: str | None, text: str) -> Reading:
        """Find the names and the sentences in which both sides stand. A title read first makes its full names known."""
        head = title or ""
        whole = f"{head}\n{text}"
        joined = self._standins.find(whole, self.names.find(whole))
        cut = len(head) + 1
        mentions = [each._replace(start=each.start - cut, end=each.end - cut) for each in joined if each.start >= cut]
        spans = sentences(text[:12_000], MOST_SENTENCES)
        pairs = [span for span in spans if self.both(within(mentions, span))]
        return Reading(head, text, [each for each in joined if each.start < cut], mentions, spans, pairs)

    def sides(self, mentions: Sequence[Mention]) -> set[str]:
        return {self._side[actor] for each in mentions for actor in each.actors}

    def both(self, mentions: Sequence[Mention]) -> bool:
        return len(self.sides(mentions)) == 2

    def gate(self, reading: Reading) -> bool:
        """Whether both sides are named anywhere: what is not is surely not about them."""
        if not self.both([*reading.title_mentions, *reading.mentions]):
            return False
        return self._prefilter.names(f"{reading.title}\n{reading.text}")

    def features(self, reading: Reading) -> dict[str, float]:
        """Name and value; what is 0 is left out."""
        lead_end = min(LEAD, len(reading.text))
        lead = [each for each in reading.mentions if each.start < lead_end]
        found = {
            **self._who(reading, lead),
            **self._together(reading, lead_end),
            **self._against(reading, lead_end),
        }
        return {name: round(value, 4) for name, value in found.items() if value}

    def _who(self, reading: Reading, lead: list[Mention]) -> dict[str, float]:
        title, head = self.sides(reading.title_mentions), self.sides(lead)
        counts = [self._count(reading.mentions, side) for side in (self._first, self._second)]
        words = max(20, len(reading.text) / 6)
        return {
            "both_in_title": len(title) == 2,
            "first_only_in_title": title == {self._first},
            "second_only_in_title": title == {self._second},
            "both_in_lead": len(head) == 2,
            "neither_in_lead": not head,
            "balance": min(counts) / max(1, *counts),
            "first_density": min(1.0, 40 * counts[0] / words),
            "second_density": min(1.0, 40 * counts[1] / words),
            "persons_of_both": len(set(self._sides_of_kind(reading, "person"))) == 2,
        }

    def _together(self, reading: Reading, lead_end: int) -> dict[str, float]:
        lead_pairs = [span for span in reading.pairs if span.start < lead_end]
        title_pair = self.both(reading.title_mentions)
        spans = max(1, len(reading.sentences))
        title = lower(reading.title)
        return {
            "pair_sentence_in_lead": bool(lead_pairs),
            "pair_in_first_sentence": bool(reading.pairs and reading.pairs[0].start < 5),
            "pair_sentences": min(1.0, len(reading.pairs) / 5),
            "pair_share": len(reading.pairs) / spans,
            "no_pair_sentence": not reading.pairs and not title_pair,
            "interaction_in_title": title_pair and self._interacts(title),
            "interaction_in_lead_pair": any(self._interacts(lower(reading.text[s.start : s.end])) for s in lead_pairs),
            "interaction_pairs": min(
                1.0, sum(self._interacts(lower(reading.text[s.start : s.end])) for s in reading.pairs) / 4
            ),
            "close_in_title": title_pair and _gap(self._marks(reading.title_mentions)) < 30,
            "close_in_lead": any(_gap(self._marks(within(reading.mentions, s))) < 40 for s in lead_pairs),
        }

    def _against(self, reading: Reading, lead_end: int) -> dict[str, float]:
        title, lead = lower(reading.title), lower(reading.text[:lead_end])
        found: dict[str, float] = {}
        for name, terms in self._vetoes.items():
            found[f"{name}_in_title"] = any(True for _ in terms.all(title))
            found[f"{name}_in_lead"] = min(1.0, math.log1p(sum(1 for _ in terms.all(lead))) / 2)
        return found

    def _interacts(self, text: str) -> bool:
        return any(True for terms in self._interaction.values() for _ in terms.all(text))

    def tone(self, text: str) -> tuple[int, int]:
        """How many different cooperative and conflictual words stand in `text`."""
        small = lower(text)
        counts = [len({hit.term for hit in terms.all(small)}) for terms in self._interaction.values()]
        return counts[0], counts[1]

    def _count(self, mentions: Sequence[Mention], side: str) -> int:
        return sum(any(self._side[actor] == side for actor in each.actors) for each in mentions)

    def _sides_of_kind(self, reading: Reading, kind: str) -> list[str]:
        every = [*reading.title_mentions, *reading.mentions]
        return [self._side[actor] for each in every for actor in each.actors if self._kind[actor] == kind]

    def _marks(self, mentions: Sequence[Mention]) -> list[tuple[int, int, set[str]]]:
        return [(each.start, each.end, self.sides([each])) for each in mentions]


def within(mentions: Sequence[Mention], span: Span) -> list[Mention]:
    """The mentions inside a sentence."""
    return [each for each in mentions if span.start <= each.start < span.end]


def _gap(marks: list[tuple[int, int, set[str]]]) -> int:
    """The characters between the nearest two mentions of different sides; 0 for a compound of both."""
    if any(len(sides) == 2 for _, _, sides in marks):
        return 0
    near = [b[0] - a[1] for a, b in pairwise(marks) if a[2] != b[2]]
    return min(near, default=10_000)


def _stems(words: Sequence[str]) -> Terms:
    unique = list(dict.fromkeys(words))
    return Terms([word.strip() for word in unique], [word.endswith(" ") for word in unique])
