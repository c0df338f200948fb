"""What keeps us waiting takes no place from the rest, and there is a bound to everything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.under_way.places import Places


def test_what_waits_too_long_moves_aside() -> None:
    places = Places(quick=2, aside=5, patience=2.0)
    places.enter("slow", 0.0)
    places.enter("quick", 1.0)
    assert (places.free(1.9), places.free(2.0)) == (0, 1)
    places.leave("quick")
    assert (places.free(2.0), places.free_aside()) == (2, 4)


def test_when_there_is_no_room_aside_the_slow_keep_their_places() -> None:
    places = Places(quick=2, aside=1, patience=1.0)
    places.enter("a", 0.0)
    places.enter("b", 0.0)
    assert places.free(9.0) == 1
    places.enter("c", 9.0)
    assert (places.free(99.0), places.free_aside()) == (0, 0)


def test_what_failed_before_begins_aside() -> None:
    places = Places(quick=1, aside=2, patience=1.0)
    places.enter("failing", 0.0, aside=True)
    assert (places.free(0.0), places.free_aside()) == (1, 1)


def test_what_has_work_of_ours_to_do_counts_as_quick_again() -> None:
    places = Places(quick=1, aside=2, patience=1.0)
    places.enter("page", 0.0)
    assert places.free(5.0) == 1
    places.back("page", 5.0)
    assert (places.free(5.0), places.free_aside()) == (0, 2)


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.booleans(), st.floats(0, 100)), max_size=60))
def test_nobody_is_lost_and_nothing_exceeds_its_bound(steps: list[tuple[str, bool, float]]) -> None:
    places, inside, now = Places(quick=3, aside=2, patience=1.0), set[str](), 0.0
    for key, begins, seconds in steps:
        now += seconds
        if begins and key not in inside and places.free(now):
            places.enter(key, now)
            inside.add(key)
        elif not begins and key in inside:
            places.leave(key)
            inside.remove(key)
        taken = 3 - places.free(now) + 2 - places.free_aside()
        assert taken == len(inside) <= 5
