"""What the desk says of what visitors have: never more than is so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.staff.content.desk_visitors import Here, Published, said, withdrawn

NOW = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "day"),
    [(timedelta(minutes=20), "today at 16:40"), (timedelta(hours=20), "yesterday at 21:00"), (timedelta(9), "Saturday, Nov 21, 2026 at 17:00")],
)
@pytest.mark.parametrize("here", Here)
def test_what_was_published_is_told_with_its_number_and_time(here: Here, ago: timedelta, day: str) -> None:
    last = Published(5, (NOW - ago).isoformat(), is_all=True)
    assert said(here, last, NOW) == f"Saved. All of it is published (publication 5, {day})."


@pytest.mark.parametrize("here", Here)
@pytest.mark.parametrize("last", [None, Published(5, NOW.isoformat(), is_all=False)])
def test_in_a_moment_is_said_only_where_a_kiosk_shows_the_folder(here: Here, last: Published | None) -> None:
    words = said(here, last, NOW)
    assert ("in a moment" in words) == (here is Here.SHOWS)
    assert ("once it is published" in words) == (here is Here.NONE or last is not None)


@pytest.mark.parametrize("publishes", [True, False])
def test_withdrawn_is_not_gone_where_kiosks_wait_for_a_publication(*, publishes: bool) -> None:
    for here in Here:
        assert ("until they have a new publication" in withdrawn(here, publishes=publishes)) == (publishes or here is Here.NONE)
