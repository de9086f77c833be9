"""When something shows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import sample
from kiosk.content.checks.check import check
from kiosk.content.model.deck import Show
from kiosk.content.model.schedule import next_change, shows
from kiosk.content.reading.folder import read_topic
from kiosk.content.store.current import open_library

MONDAY = date(2026, 11, 23)


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A time in November 2026; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute)


CASES = {
    "no times": (None, at(23), True),
    "the first day": (Show(begin=MONDAY), at(23, 0, 0), True),
    "the evening before": (Show(begin=MONDAY), at(22, 23, 59), False),
    "the last day": (Show(until=MONDAY), at(23, 23, 59), True),
    "the day after": (Show(until=MONDAY), at(24, 0, 0), False),
    "a day of the week": (Show(days=(0, 3)), at(23), True),
    "another day": (Show(days=(1, 3)), at(23), False),
    "the first minute": (Show(hours=(480, 1050)), at(23, 8, 0), True),
    "the minute before": (Show(hours=(480, 1050)), at(23, 7, 59), False),
    "the last minute": (Show(hours=(480, 1050)), at(23, 17, 29), True),
    "the end": (Show(hours=(480, 1050)), at(23, 17, 30), False),
    "through midnight, evening": (Show(hours=(1320, 360)), at(23, 23), True),
    "through midnight, morning": (Show(hours=(1320, 360)), at(23, 5, 59), True),
    "through midnight, day": (Show(hours=(1320, 360)), at(23, 6, 0), False),
    "the morning after belongs to the evening before": (Show(days=(0,), hours=(1320, 360)), at(24, 3), True),
    "the morning of the day itself does not": (Show(days=(0,), hours=(1320, 360)), at(23, 3), False),
    "until midnight": (Show(hours=(480, 1440)), at(23, 23, 59), True),
    "all together": (Show(MONDAY, MONDAY, (0,), (480, 1050)), at(23, 9), True),
}


@pytest.mark.parametrize(("show", "now", "expected"), CASES.values(), ids=CASES.keys())
def test_it_shows_then(show: Show | None, now: datetime, expected: bool) -> None:
    assert shows(show, now) is expected


minutes = st.integers(0, 1440)
times = st.builds(
    Show,
    st.none() | st.dates(date(2026, 11, 20), date(2026, 11, 26)),
    st.none() | st.dates(date(2026, 11, 20), date(2026, 11, 26)),
    st.lists(st.integers(0, 6), max_size=3, unique=True).map(tuple),
    st.none() | st.tuples(minutes, minutes).filter(lambda hours: hours[0] != hours[1]),
)


@given(st.lists(times, max_size=4), st.datetimes(datetime(2026, 11, 20), datetime(2026, 11, 27)), st.integers(0, 60 * 24))
def test_nothing_changes_before_the_next_change(some: list[Show], now: datetime, later: int) -> None:
    moment, then = next_change(some, now), now + timedelta(minutes=later)
    if moment is None or then < moment:
        assert [shows(show, then) for show in some] == [shows(show, now) for show in some]


SLIPS = {
    "hours": ("show: {hours: 8-17}", "`8-17` cannot be read as hours."),
    "no such minute": ("show: {hours: 8:00-17:60}", "cannot be read as hours"),
    "no such hour": ("show: {hours: 8:00-25:00}", "cannot be read as hours"),
    "a day": ("show: {days: [monday]}", "cannot stand"),
    "a date": ("show: {from: tomorrow}", "is not a date"),
    "the end first": ("show: {from: 2026-12-02, until: 2026-12-01}", "It ends before it begins."),
    "a name": ("show: {form: 2026-12-02}", "Did you mean `from`?"),
}


@pytest.mark.parametrize(("line", "told"), SLIPS.values(), ids=SLIPS.keys())
@pytest.mark.parametrize("of_slide", [True, False], ids=["slide", "topic"])
def test_a_slip_in_the_times_is_told(line: str, told: str, of_slide: bool) -> None:
    old, new = ("  - slide: the-day\n", f"  - slide: the-day\n    {line}\n") if of_slide else ("tint: apricot\n", f"tint: apricot\n{line}\n")
    found = read_topic(sample.INFUSION.replace(old, new, 1).encode(), "a.yaml")
    assert any(told in f"{problem.wrong} {problem.instead}" for problem in found.problems), found.problems


def test_a_topic_and_a_slide_show_in_their_time(tmp_path: Path) -> None:
    infusion = sample.INFUSION.replace("tint: apricot\n", "tint: apricot\nshow: {from: 2026-12-01}\n")
    change = sample.CHANGE.replace("  - slide: both-sides\n", "  - slide: both-sides\n    show: {hours: 8:00-17:30}\n")
    sample.write(tmp_path / "content", infusion=infusion, change=change)

    def seen(now: datetime) -> list[str]:
        library, problems = open_library(tmp_path / "content", tmp_path / "data", now.date())
        assert library, problems
        here = library.at(now)
        return [f"{head.id}/{head.slides}/{here.first_slide(head.id)}" for head in here.heads]

    assert seen(at(23, 12)) == [f"change/{sample.SLIDES_OF_CHANGE}/both-sides"]
    assert seen(at(23, 18)) == [f"change/{sample.SLIDES_OF_CHANGE - 1}/some"]
    assert seen(datetime(2026, 12, 1, 18)) == ["infusion/2/in-the-room", f"change/{sample.SLIDES_OF_CHANGE - 1}/some"]
    library, _ = open_library(tmp_path / "content", tmp_path / "data", MONDAY)
    assert library
    all_of_it = [("infusion", 2), ("change", sample.SLIDES_OF_CHANGE)]
    assert [(head.id, head.slides) for head in library.heads] == all_of_it, "staff look at all of it, whatever the day"
    assert library.changes_after(at(23, 12)) == at(23, 17, 30)
    assert library.changes_after(at(23, 18)) == at(24, 0)
    assert library.at(at(23, 8)).holds_at(at(23, 17, 29))
    assert not library.at(at(23, 8)).holds_at(at(23, 17, 30))
    assert not library.at(datetime(1970, 1, 1, 9)).holds_at(datetime(2026, 12, 1, 9))
    topic = library.at(at(23, 18)).topic("change")
    assert topic
    assert topic.slides[0].id == "some"


@pytest.mark.parametrize(("of_slide", "what"), [(True, "slide"), (False, "topic")], ids=["slide", "topic"])
def test_what_will_never_show_again_is_told(tmp_path: Path, of_slide: bool, what: str) -> None:
    old = "  - slide: the-day\n" if of_slide else "tint: apricot\n"
    line = f"{'    ' if of_slide else ''}show: {{until: 2026-11-22}}\n"
    content = sample.write(tmp_path / "content", infusion=sample.INFUSION.replace(old, f"{old}{line}", 1))
    passed = [each for each in check(content, MONDAY) if "has passed" in each.wrong]
    assert [each.instead for each in passed] == [f"Delete the {what}, or write other days."]
    assert (content / passed[0].file).read_text(encoding="utf-8").splitlines()[passed[0].line - 1].strip().startswith("show:")
    assert not [each for each in check(content, MONDAY - timedelta(days=1)) if "has passed" in each.wrong]


def test_without_times_nothing_wakes_up(tmp_path: Path) -> None:
    library, _ = open_library(sample.write(tmp_path / "content"), tmp_path / "data", MONDAY)
    assert library
    assert library.changes_after(at(23)) is None
