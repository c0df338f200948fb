"""The examples of each profile: what each text is expected to be, every trap among them.

`open` in an example names what the judgement does not yet reach there; it is reported as an expected failure.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

import detente.profiles
from detente.messages import Event, Judgement
from detente.profiles import load
from processors.evaluation.statements import ENOUGH, overlap
from processors.reading.judge import Judge

FOLDER = Path(detente.profiles.__file__).parent


class ExpectedEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    type: str
    actor: str
    target: str
    status: str


class ExpectedStatement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    speaker: str
    verb: str
    words: str


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text of our own and what a reader makes of it.

    `actors`, `topics` and `events` are those that must be found; where the text is not relevant, there are no events.
    """

    trap: str
    title: str
    text: str
    relevant: bool
    events: tuple[ExpectedEvent, ...]
    statements: tuple[ExpectedStatement, ...]
    actors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    not_actors: tuple[str, ...] = ()
    valence: str | None = None
    open: tuple[str, ...] = ()


def examples(profile: str) -> list[Example]:
    lines = (FOLDER / profile.replace("-", "_") / "examples.jsonl").read_text(encoding="utf-8").splitlines()
    return [msgspec.json.decode(line, type=Example) for line in lines]


OF = {name: examples(name) for name in ("us-russia", "us-china")}
JUDGES = {name: Judge(load(name)) for name in OF}
CASES = [
    pytest.param(name, each, id=f"{name} {each.trap}: {(each.title or each.text)[:50]}")
    for name, rows in OF.items()
    for each in rows
]
TRAPS = {
    "Moscow (Idaho)", "St Petersburg (Florida)", "us/US", "sport", "obituary", "live blog", "newsletter",
    "A warns B over arms for Russia", "triangle", "Soviet history", "opinion", "third", "battlefield",
    "aid to Ukraine", "domestic",
}  # fmt: skip


MUTUAL = ("CONSULT", "AGREE", "COOPERATE", "RETREAT")


def events_wrong(example: Example, found: tuple[Event, ...]) -> set[object]:
    """The expected events that are not found, and those found in a text that is about something else."""
    got = {(each.type, each.actor.side, each.target.side, each.status) for each in found}
    got |= {(type_, two, one, status) for type_, one, two, status in got if type_ in MUTUAL}
    missing = {each for each in example.events if (each.type, each.actor, each.target, each.status) not in got}
    return {*missing, *(() if example.relevant else got)}


def mistakes(example: Example, found: Judgement) -> dict[str, object]:
    """What differs from the expectation, by field."""
    actors, topics = {each.id for each in found.actors}, {each.id for each in found.topics}
    checks = {
        "relevant": None if found.relevant is example.relevant else (found.score, found.features),
        "actors": (set(example.actors) - actors) | (set(example.not_actors) & actors),
        "topics": set(example.topics) - topics,
        "events": events_wrong(example, found.events),
        "valence": found.valence if example.valence not in (None, found.valence) else None,
        "statements": unsaid(example, found),
    }
    return {name: what for name, what in checks.items() if what}


def unsaid(example: Example, found: Judgement) -> list[ExpectedStatement]:
    """The expected statements that nobody was found to make: of the same speaker and class, with most of the words."""
    return [
        wanted
        for wanted in example.statements
        if not any(
            (each.speaker.id, each.verb) == (wanted.speaker, wanted.verb)
            and overlap(each.words, wanted.words) >= ENOUGH
            for each in found.statements
        )
    ]


@pytest.mark.parametrize(("profile", "example"), CASES)
def test_example(profile: str, example: Example) -> None:
    wrong = mistakes(example, JUDGES[profile].judge(example.title, example.text, full=True))
    known = {name: what for name, what in wrong.items() if name in example.open}
    assert wrong == known, wrong
    if known:
        pytest.xfail(f"open: {known}")


@pytest.mark.parametrize(("profile", "example"), [case for case in CASES if case.values[1].relevant])  # type: ignore[union-attr]
def test_evidence_is_an_exact_piece_of_the_text(profile: str, example: Example) -> None:
    found = JUDGES[profile].judge(example.title, example.text)
    for piece in found.evidence:
        assert example.text[piece.start : piece.end] == piece.text
    assert found.reason
    assert 0 <= found.score <= 1


def test_there_are_enough_examples_and_every_trap_is_among_them() -> None:
    assert len(OF["us-russia"]) >= 120
    assert {example.trap for example in OF["us-russia"]} >= TRAPS
    assert sum(bool(example.events) for example in OF["us-russia"]) >= 60


@pytest.mark.parametrize(("profile", "example"), CASES)
def test_an_example_speaks_the_language_of_its_profile(profile: str, example: Example) -> None:
    data = load(profile)
    assert {*example.actors, *example.not_actors} <= set(data.actors)
    assert set(example.topics) <= set(data.topics)
    for event in example.events:
        assert {event.actor, event.target} == set(data.sides)
        assert event.status in ("happened", "planned", "denied", "hypothetical")
    for statement in example.statements:
        assert statement.words in example.text
        assert statement.speaker in data.actors


def test_what_is_not_relevant_is_closed_early_unless_all_is_asked_for() -> None:
    title, text = "Xi visits Moscow", "Xi Jinping visits Moscow. American farmers sell soy beans."
    assert JUDGES["us-russia"].judge(title, text).actors == ()
    assert JUDGES["us-russia"].judge(title, text, full=True).actors


def test_a_text_that_does_not_name_a_side_is_stopped_at_the_gate() -> None:
    found = JUDGES["us-russia"].judge("Rain", "It rains in Moscow.")
    assert (found.decided_by, found.relevant) == ("gate", False)
    assert "United States" in found.reason
