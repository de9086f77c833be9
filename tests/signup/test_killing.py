"""A power cut at any instant: the short form of `tests/killing.py`."""

from __future__ import annotations

import killing


def test_whatever_was_acknowledged_outlives_a_kill() -> None:
    came = killing.kill(60, seed=7)
    assert came.acknowledged >= 60
    assert (came.lost, came.wrong, came.faults) == (0, 0, ())
    assert came.unacknowledged <= came.kills
