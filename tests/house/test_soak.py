"""Many visits one after the other: the short form of `tests/soak.py`."""

from __future__ import annotations

import soak


def test_visits_leave_nothing_behind_and_never_hold_the_screen_up() -> None:
    came = soak.soak(60, 20)
    assert came.faults == []
    assert (came.visits, came.sent, came.staff) == (60, 12, 1)
    assert came.reloads >= 1
    assert came.end["threads"] < came.warm["threads"] + 1  # the one that reads changed content comes and goes
    assert came.end["open files"] < came.warm["open files"] + 2
    assert came.end["timers"] == came.warm["timers"]
    assert came.growth("QObjects below window and parts") < 0.1
    assert came.stalls == []
