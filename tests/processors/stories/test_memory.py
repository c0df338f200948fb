"""Copies group, events are stories, templates stay apart, languages meet."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.processors.stories.reports import UNRELATED
from tests.processors.stories.writing import CALL, CALL_RU, SANCTIONS, article, memory


def test_an_edited_copy_is_of_the_same_group_and_a_repeat() -> None:
    mind = memory()
    first, _ = mind.assign(article("a", "Lavrov and Rubio speak by telephone", CALL))
    edited = "VIENNA - " + CALL.replace("The call lasted 40 minutes. ", "") + " With material from agencies."
    second, _ = mind.assign(article("b", "Ministers discuss visas", edited, source="two", hours=1))
    assert (second.group, second.story, second.novelty, second.number) == (first.group, first.story, "repeat", 2)
    assert [each.source for each in second.also] == ["one"]


def test_a_report_in_the_other_language_is_the_same_story() -> None:
    mind = memory()
    first, _ = mind.assign(article("a", "Lavrov and Rubio discuss visas by telephone", CALL))
    second, _ = mind.assign(article("b", "Лавров и Рубио обсудили по телефону визы", CALL_RU, source="two", hours=1))
    assert (second.story, second.group == first.group) == (first.story, False)


def test_another_event_is_another_story() -> None:
    mind = memory()
    first, _ = mind.assign(article("a", "Lavrov and Rubio speak", CALL))
    second, _ = mind.assign(article("b", "US sanctions Russian banks", SANCTIONS.format(n="three"), hours=1))
    assert first.story != second.story


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("US imposes 12th sanctions package on Russia", "US imposes 13th sanctions package on Russia"),
        ("US expels two Russian diplomats", "US expels ten Russian diplomats"),
        ("Третий раунд переговоров России и США", "Четвертый раунд переговоров России и США"),
    ],
)
def test_another_occurrence_of_a_template_is_a_story_of_its_own(one: str, two: str) -> None:
    mind = memory()
    first, _ = mind.assign(article("a", one, f"{one}, the ministry said on Monday. More will follow, officials said."))
    second, _ = mind.assign(
        article("b", two, f"{two}, the ministry said on Friday. No more is planned, a spokesman said.", hours=60)
    )
    assert first.story != second.story


def test_a_bridging_document_unites_no_two_groups() -> None:
    mind = memory()
    one, _ = mind.assign(article("a", "Call", CALL))
    two, _ = mind.assign(article("b", "Banks", SANCTIONS.format(n="three"), source="two"))
    bridge, _ = mind.assign(article("c", "Digest", CALL + " " + SANCTIONS.format(n="three"), source="three"))
    again, _ = mind.assign(article("d", "Call again", CALL, source="four"))
    assert one.group != two.group
    assert again.group == one.group
    assert bridge.group in (one.group, two.group, "gc")


def test_boilerplate_of_one_source_chains_nothing() -> None:
    mind = memory()
    tail = " ".join(f"Our paper number {n} is sold at every kiosk of the town and by letter." for n in range(6))
    stories = set()
    for n, (title, body) in enumerate(
        [
            ("Call", CALL),
            ("Banks", SANCTIONS.format(n="three")),
            ("Station", "NASA and Roscosmos extended their agreement."),
        ]
    ):
        update, _ = mind.assign(article(f"x{n}", title, f"{body} {tail}"))
        stories.add(update.group)
    assert len(stories) == 3


def test_past_the_window_a_copy_founds_a_story_of_its_own() -> None:
    mind = memory()
    first, _ = mind.assign(article("a", "Lavrov and Rubio speak", CALL))
    second, _ = mind.assign(article("b", "Lavrov and Rubio speak", CALL, source="two", hours=24 * 20))
    assert first.story != second.story


def test_the_new_sentence_stands_in_the_text() -> None:
    update, _ = memory().assign(article("a", "Lavrov and Rubio speak", CALL))
    assert update.novelty == "first"
    assert update.new_sentence
    assert update.new_sentence in CALL


def test_a_follow_up_with_new_names_an_hour_later_from_another_publisher_is_a_development() -> None:
    mind = memory()
    mind.assign(article("a", "Lavrov and Rubio speak by telephone about visas", CALL))
    follow = (
        "Consulates in Houston and Yekaterinburg open again in June, Deputy Foreign Minister Sergei Ryabkov announced"
        " after the call of Lavrov and Rubio about visas for diplomats. Teams met in Vienna. The State Department"
        " confirmed the date and named Christopher Landau as its envoy for the opening."
    )
    update, _ = mind.assign(
        article("b", "Consulates open again after call of Lavrov and Rubio", follow, source="two", hours=5)
    )
    assert update.novelty in ("development", "new_fact")
    assert update.novelty_score is not None
    assert update.novelty_score >= 0.4


def test_opinion_and_retrospective_are_what_they_are() -> None:
    mind = memory()
    one, _ = mind.assign(article("a", "Opinion: what Lavrov and Rubio should say", CALL))
    two, _ = mind.assign(article("b", "Ten years ago today: Lavrov met Kerry", SANCTIONS.format(n="four"), hours=1))
    assert (one.novelty, two.novelty) == ("opinion", "retrospective")


def test_a_new_revision_keeps_its_place() -> None:
    mind = memory()
    first, _ = mind.assign(article("a", "Lavrov and Rubio speak", CALL))
    again, _ = mind.assign(article("a", "Lavrov and Rubio speak", CALL + " More follows.", revision=2, hours=1))
    assert (again.story, again.group, again.novelty) == (first.story, first.group, "repeat")


def test_what_is_older_than_the_memory_reaches_is_forgotten() -> None:
    mind = memory()
    mind.assign(article("a", "Lavrov and Rubio speak", CALL))
    mind.assign(article("b", "Banks", SANCTIONS.format(n="three"), hours=24 * 30))
    assert mind.forget() == ["a"]
    assert mind.revision_of("a") is None


@given(st.randoms(use_true_random=False), st.integers(2, 5))
def test_exact_copies_group_in_any_order(chance: random.Random, copies: int) -> None:
    pile = [
        article(f"{name}{n}", name, text, source=f"s{n}")
        for name, text in (("Call", CALL), ("Banks", SANCTIONS.format(n="three")))
        for n in range(copies)
    ]
    chance.shuffle(pile)
    mind = memory()
    groups = {each.id: mind.assign(each)[0].group for each in pile}
    for name in ("Call", "Banks"):
        assert len({group for identity, group in groups.items() if identity.startswith(name)}) == 1
    assert len(set(groups.values())) == 2


def test_unrelated_reports_of_one_hour_do_not_chain() -> None:
    mind = memory()
    places = [mind.assign(article(f"d{n}", *report, source=f"s{n % 9}"))[0] for n, report in enumerate(UNRELATED)]
    assert len({place.story for place in places}) == len(UNRELATED)
