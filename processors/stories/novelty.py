"""What an article tells that its story has not told yet: a pure rule, with its reason.

Lead novelty is the share of unseen word 3-grams in title and first sentences against everything told in the story.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import msgspec

from detente.messages import Novelty
from processors.reading.sentences import sentences
from processors.stories.doc import Doc
from processors.stories.shingles import grams, words

ENOUGH = 0.4
BETWEEN = 3600.0
LATE = 6 * 3600.0
SENTENCES = 6


class StoryFacts(msgspec.Struct):
    """What a story has told so far. Times are epoch seconds of reports."""

    first: float
    last: float
    last_told: float | None = None
    told: set[int] = msgspec.field(default_factory=set)
    facts: set[str] = msgspec.field(default_factory=set)
    families: set[str] = msgspec.field(default_factory=set)


class News(msgspec.Struct, frozen=True):
    """`score` is lead novelty, None for what begins a story."""

    novelty: Novelty
    score: float | None
    reason: str


def judge(doc: Doc, story: StoryFacts | None, *, copy: bool) -> News:
    """What `doc` is in its story; `copy`: it is a near-duplicate of something there."""
    kind = _by_title(doc)
    if story is None or story.last_told is None:
        return News(kind or "first", None, "nothing of it was told before")
    score = round(unseen(doc.lead, story.told), 3)
    if doc.correction:
        return News("correction", score, "it says that it corrects")
    if kind is not None:
        return News(kind, score, "by its title")
    if copy:
        return News("repeat", score, "a copy")
    if doc.at < story.last - LATE:
        return News("repeat", score, "late")
    return _follow_up(doc, story, score)


def judge_revision(before: Doc, after: Doc) -> News:
    """What a newer revision of an article is: a correction where title or lead say something else than they did."""
    score = round(unseen(after.lead, before.lead), 3)
    if kind := _by_title(after):
        return News(kind, score, "by its title")
    if after.correction and not before.correction:
        return News("correction", score, "it says that it corrects")
    for what, mark in (("number", "#"), ("name", "@")):
        if _replaced(mark, before, after):
            return News("correction", score, f"another {what} than before")
    if score >= ENOUGH:
        return News("correction", score, "title and lead are others")
    return News("repeat", score, "little that is new")


def _replaced(mark: str, before: Doc, after: Doc) -> bool:
    """Whether facts of a kind went and others came: what is only added is no correction."""
    gone, come = ({key for key in doc.facts if key.startswith(mark)} for doc in (before, after))
    return bool(gone - come) and bool(come - gone)


def _by_title(doc: Doc) -> Novelty | None:
    return "opinion" if doc.opinion else "retrospective" if doc.past else None


def _follow_up(doc: Doc, story: StoryFacts, score: float) -> News:
    assert story.last_told is not None
    new = {key for key in doc.facts if key[0] in "@~#" and key not in story.facts}
    if score < ENOUGH or not new:
        return News("repeat", score, "little that is new")
    if len(story.families | {doc.family}) < 2:
        return News("repeat", score, "from one publisher only")
    if doc.at - story.last_told < BETWEEN:
        return News("repeat", score, "within an hour of the last")
    if all(key.startswith("#") for key in new):
        return News("new_fact", score, "a new number")
    return News("development", score, "new names")


def unseen(lead: AbstractSet[int], told: AbstractSet[int]) -> float:
    """The share of `lead` that is not in `told`."""
    return len(lead - told) / len(lead) if lead else 0.0


def newest_sentence(text: str, told: AbstractSet[int]) -> str | None:
    """The sentence among the first few that says most that was not told, as it stands in `text`; None for no text."""
    spans: Sequence[tuple[int, int]] = sentences(text[:6000], SENTENCES)
    ranked = [
        (unseen(grams(words(text[start:end]), 3), told), -start, text[start:end])
        for start, end in spans
        if len(text[start:end]) > 40 or len(spans) == 1
    ]
    return max(ranked)[2] if ranked else None
