"""When changed content is read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.store.debounce import LONGEST_WAIT, Prints, Watched, looked, wait, was_read

OLD: Prints = (("a.yaml", 1, 1),)
NEW: Prints = (("a.yaml", 2, 2),)
NEWER: Prints = (("a.yaml", 3, 3),)


def test_what_was_read_is_not_read_again() -> None:
    assert wait(looked(Watched(OLD), OLD, 5), 100, 2) is None


def test_a_change_is_read_when_it_has_been_quiet() -> None:
    watched = looked(Watched(OLD, OLD), NEW, 10)
    assert wait(watched, 10, 2) == 2
    assert wait(looked(watched, NEW, 11), 11, 2) == 1
    assert wait(looked(watched, NEW, 12), 12, 2) == 0


def test_another_change_begins_the_quiet_time_anew() -> None:
    watched = looked(looked(Watched(OLD, OLD), NEW, 10), NEWER, 11.9)
    assert wait(watched, 12, 2) == 1.9000000000000004


def test_a_folder_that_is_never_quiet_is_read_all_the_same_again_and_again() -> None:
    watched, read = looked(Watched(OLD, OLD), OLD, 0), []
    for now in range(1, 40):
        prints: Prints = (("a.yaml", now, now),)
        watched = looked(watched, prints, now)
        if wait(watched, now, 2) == 0:
            read.append(now)
            watched = was_read(watched, prints, now)
    assert read == [12, 23, 34]


def test_a_change_that_was_taken_back_is_none() -> None:
    assert wait(looked(looked(Watched(OLD, OLD), NEW, 10), OLD, 11), 50, 2) is None


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0.01, 5)), max_size=30))
def test_nothing_is_read_within_the_quiet_time_after_any_change(steps: list[tuple[int, float]]) -> None:
    watched, now, changed, first, last = looked(Watched(OLD), OLD, 0), 0.0, 0.0, 0.0, OLD
    for number, passed in steps:
        now += passed
        prints: Prints = (("a.yaml", number, number),) if number else OLD
        first = now if last == watched.read and prints != last else first
        changed = now if prints != last else changed
        last = prints
        watched = looked(watched, prints, now)
        if wait(watched, now, 2) == 0:
            assert now - changed >= 2 - 1e-9 or now - first >= LONGEST_WAIT - 1e-9
            assert prints != watched.read
            watched = was_read(watched, prints, now)
