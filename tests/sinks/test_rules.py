"""What is told, what only counts, and what an answer means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.config import Alert
from detente.config.quiet import QuietHours
from detente.config.units import Duration
from detente.messages import StoryUpdate
from sinks.alert.fate import AGAIN, Again, Answer, Delivered, Failed, circuit, fate
from sinks.alert.rules import Count, Tell, Told, decide
from tests.sinks.writing import NOW, alert, update

TOLD = Told(NOW - timedelta(hours=2))


def test_the_first_of_a_story_is_told() -> None:
    assert decide(update(), alert(), None, NOW) == Tell("detente.story.first", NOW)


@pytest.mark.parametrize(
    ("what", "how"),
    [
        (update(seed=True), alert()),
        (update(canary=True), alert()),
        (update(relevant=False), alert()),
        (update(score=0.69), alert()),
        (update(), alert(topics=("sanctions",))),
        (update(), alert(actors=("peskov",))),
        (update(), alert(sides=("ru",))),
        (update(), alert(languages=("ru",))),
        (update(novelty="opinion"), alert()),
        (update(novelty="retrospective"), alert()),
    ],
)
def test_what_is_not_for_the_destination_only_counts(what: StoryUpdate, how: Alert) -> None:
    decision = decide(what, how, None, NOW)
    assert isinstance(decision, Count)
    assert decision.reason


def test_a_copy_of_a_story_that_was_never_for_the_destination_is_told_once_it_is() -> None:
    assert isinstance(decide(update(novelty="repeat", number=2), alert(), None, NOW), Tell)


@pytest.mark.parametrize("novelty", ["repeat", "first", "opinion", "development"])
def test_a_story_that_was_told_is_not_told_again_unless_asked_for(novelty: str) -> None:
    assert isinstance(decide(update(novelty=novelty, number=2), alert(), TOLD, NOW), Count)  # type: ignore[arg-type]


def test_follow_ups_come_where_they_are_asked_for_and_not_within_the_interval() -> None:
    wants = alert(novelty=("first", "development", "correction"))
    later = update(novelty="development", number=2)
    assert decide(later, wants, TOLD, NOW) == Tell("detente.story.update", NOW)
    soon = decide(later, wants, Told(NOW - timedelta(minutes=1)), NOW)
    assert soon == Tell("detente.story.update", NOW + timedelta(minutes=4))
    corrected = decide(update(novelty="correction", number=2), wants, TOLD, NOW)
    assert corrected == Tell("detente.story.corrected", NOW)


def test_a_revision_is_told_only_of_what_was_told_and_where_corrections_are_asked_for() -> None:
    wants, other = alert(novelty=("first", "correction")), alert()
    revised = update(novelty="correction", revision=2)
    sent = msgspec.structs.replace(TOLD, sent=frozenset("a"))
    assert decide(revised, wants, sent, NOW) == Tell("detente.story.corrected", NOW)
    for told, how, why in (
        (sent, other, "not asked for"),
        (msgspec.structs.replace(TOLD, sent=frozenset("b")), wants, "not told"),
        (msgspec.structs.replace(TOLD, waiting=frozenset("a")), wants, "not sent yet"),
    ):
        decision = decide(revised, how, told, NOW)
        assert isinstance(decision, Count)
        assert why in decision.reason
    assert isinstance(decide(update(novelty="repeat", revision=2), wants, sent, NOW), Count)


def test_group_wait_and_quiet_hours_put_it_off() -> None:
    assert decide(update(), alert(group_wait=Duration(60)), None, NOW) == Tell(
        "detente.story.first", NOW + timedelta(minutes=1)
    )
    quiet = alert(quiet_hours=QuietHours.parse("11:00-15:30 UTC"))
    assert decide(update(), quiet, None, NOW) == Tell("detente.story.first", NOW.replace(hour=15, minute=30))


@given(st.integers(0, 365 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)))
def test_quiet_hours_end_within_a_day_and_never_before(moment: datetime) -> None:
    quiet = QuietHours.parse("22:00-06:00 Europe/Vienna")
    after = quiet.after(moment)
    assert moment <= after <= moment + timedelta(hours=9)
    assert quiet.after(after) == after


@pytest.mark.parametrize("text", ["22-06", "25:00-06:00 UTC", "22:00-06:00 Mars/City", "06:00-06:00 UTC", 7])
def test_what_are_no_quiet_hours_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match=r"no quiet hours|begin and end"):
        QuietHours.parse(text)


@pytest.mark.parametrize("status", range(200, 600, 7))
def test_every_status_has_one_fate(status: int) -> None:
    end = fate(Answer(status), 1, lambda: 0.5)
    if status < 300:
        assert end == Delivered()
    elif status in (408, 425, 429) or status >= 500:
        assert isinstance(end, Again)
    else:
        assert isinstance(end, Failed)


def test_410_disables_and_no_other_status_does() -> None:
    disabling = [
        status for status in range(200, 600) if getattr(fate(Answer(status), 1, lambda: 0.5), "disable", False)
    ]
    assert disabling == [410]


def test_the_schedule_is_that_of_standard_webhooks_and_then_it_ends() -> None:
    waits = [fate(Answer(500), attempt, lambda: 0.5) for attempt in range(1, 11)]
    assert [each.seconds for each in waits if isinstance(each, Again)] == list(AGAIN)
    assert isinstance(waits[-1], Failed)


def test_retry_after_is_obeyed_and_holds_the_destination() -> None:
    assert fate(Answer(429, retry_after=120), 1, lambda: 0.5) == Again(120, "HTTP 429", 120)
    assert fate(Answer(503, retry_after=1e9), 1, lambda: 0.5) == Again(86400, "HTTP 503", 86400)


def test_the_circuit_opens_at_the_fifth_failure_and_is_bounded() -> None:
    assert [circuit(n) for n in range(5)] == [0] * 5
    assert 0 < circuit(5) < circuit(6) < circuit(99) == 300
