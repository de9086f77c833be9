"""Days that were lived: what clocks say that jump, stand still or go back makes nothing older than it is."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.signup.journal.ages import CALM_DAYS, MOST_AT_ONCE, STEP_DAYS, day_of, lived

DAY = timedelta(days=1)
NOW = date(2026, 11, 28)


def after(days: list[date], today: date) -> tuple[int, bool, int]:
    """Days lived since the first entry, whether the clock is trusted, and how many steps it took."""
    found = lived([(number, day.isoformat()) for number, day in enumerate(days, 1)], today)
    return found.since(1), found.trusted, len(found.steps)


@pytest.mark.parametrize(
    ("days", "today", "told"),
    [
        ([NOW], NOW, (0, True, 0)),
        ([NOW], NOW + DAY, (1, True, 0)),
        ([NOW, NOW - DAY, NOW, NOW - DAY, NOW], NOW, (0, True, 0)),
        ([NOW], NOW + STEP_DAYS * DAY, (STEP_DAYS, True, 0)),
        ([NOW], NOW + 5 * DAY, (5, False, 1)),
        ([NOW], NOW + 20_000 * DAY, (MOST_AT_ONCE, False, 1)),
        ([NOW], NOW - 20_000 * DAY, (0, False, 1)),
        ([NOW, NOW + 180 * DAY], NOW + DAY, (1, False, 2)),
        ([NOW, *(day for boot in range(30) for day in (date(1970, 1, 1), NOW + boot * DAY))], NOW + 30 * DAY, (30, False, 60)),
        ([NOW, *(NOW + number * 4 * DAY for number in range(1, 30)), NOW], NOW + 8 * DAY, (8, False, 2)),
        ([NOW, *(NOW - number * 4 * DAY for number in range(30, -1, -1))], NOW, (1, True, 1)),
        ([NOW, *(NOW - number * 4 * DAY for number in range(30, -1, -1))], NOW + 2 * DAY, (3, True, 1)),
        ([date(1970, 1, 1), NOW, *(NOW + number * DAY for number in range(1, CALM_DAYS))], NOW + CALM_DAYS * DAY, (14, True, 1)),
        ([date(1970, 1, 1), NOW, *(NOW + number * DAY for number in range(1, CALM_DAYS))], NOW + (CALM_DAYS - 1) * DAY, (13, False, 1)),
    ],
)
def test_what_a_clock_says_and_what_was_lived(days: list[date], today: date, told: tuple[int, bool, int]) -> None:
    assert after(days, today) == told


@pytest.mark.parametrize(("days", "today", "jumps", "now"), [
    ((0, 1), 1, {2: 82_800}, 0),
    ((0, 0, 1), 1, {2: 5400}, 0),
    ((0, 1, 301, 1), 5, {3: 300 * 86_400}, 5),
    ((0, 1, 301, 100), 104, {3: 300 * 86_400}, 5),
    ((0, 1, 301, 300, 301), 301, {3: 300 * 86_400}, 1),
    ((0, 1, -299, 1), 5, {3: -300 * 86_400, 4: 300 * 86_400}, 5),
])  # fmt: skip
def test_what_a_clock_was_set_by_is_not_lived(days: tuple[int, ...], today: int, jumps: dict[int, int], now: int) -> None:
    """Less than a day is one; what goes back unseen was set right, but a single day, by which a place may be behind, was not."""
    told = [(number, (NOW + day * DAY).isoformat()) for number, day in enumerate(days, 1)]
    found = lived(told, NOW + today * DAY, jumps)
    assert found.now == now
    assert {step.entry for step in found.steps} >= jumps.keys()


@given(st.lists(st.dates(date(1970, 1, 1), date(2200, 1, 1)), min_size=1, max_size=30))
def test_no_gap_counts_for_more_than_a_week_and_nothing_grows_younger(days: list[date]) -> None:
    found = lived([(number, day.isoformat()) for number, day in enumerate(days, 1)], days[-1])
    ages = [found.ages[number] for number in range(1, len(days) + 1)]
    assert all(0 <= later - sooner <= MOST_AT_ONCE for sooner, later in itertools.pairwise(ages))


@given(st.text(max_size=30))
def test_what_is_no_day_counts_as_the_one_before(at: str) -> None:
    if day_of(at) is None:
        assert lived([(1, NOW.isoformat()), (2, at)], NOW).ages == {1: 0, 2: 0}
