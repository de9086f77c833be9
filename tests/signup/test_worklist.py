"""The order in which people are called back, and how a list names them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.signup.drawer.entries import Entry
from kiosk.signup.journal.status import Mark, Status, tries
from kiosk.signup.record import Answer, Record
from kiosk.signup.requests.worklist import brief, in_turn, is_of_this_week

DAY = date(2026, 11, 23)
entries = some.lists(some.builds(Entry, some.uuids().map(str), some.dates(DAY - timedelta(days=9), DAY), some.sampled_from(Status)))


@given(entries)
def test_who_waits_comes_first_and_of_these_who_has_waited_longest(found: list[Entry]) -> None:
    made = in_turn(found)
    assert sorted(made, key=id) == sorted(found, key=id)
    rank = [(2 if entry.status is Status.DONE else 1 if entry.status is Status.CALLED else 0, entry.day) for entry in made]
    assert rank == sorted(rank)
    assert [entry.waits for entry in made] == sorted((entry.waits for entry in made), reverse=True)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana", "Ana"), ("María-José Núñez Ortega", "María-José O."), ("  Ana   b ", "Ana b."), ("", ""),
        ("Wolfeschlegelsteinhausenbergerdorff", "Wolfeschlegelsteinh…"),
    ],
)  # fmt: skip
def test_a_list_names_people_in_few_letters(name: str, shown: str) -> None:
    assert brief(Record(DAY, "en", (Answer("name", "name", name, name),), ())) == shown


@pytest.mark.parametrize(
    ("statuses", "count"),
    [
        ((), 0), (("not reached",), 1), (("not reached", "called", "not reached"), 2), (("not reached", "new"), 0),
        (("not reached", "new", "not reached"), 1),
    ],
)  # fmt: skip
def test_tries_are_counted_since_a_request_was_last_new(statuses: tuple[str, ...], count: int) -> None:
    assert tries(Mark("a", status, "Ana", "") for status in statuses) == count


@pytest.mark.parametrize(("days", "named"), [(-1, False), (0, True), (6, True), (7, False)])
def test_a_weekday_alone_says_a_day_of_this_week(days: int, named: bool) -> None:
    assert is_of_this_week(datetime(2026, 11, 23, 9, 0), DAY + timedelta(days=days)) is named
