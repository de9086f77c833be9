"""Random hands at the real kiosk: the short form of `tests/monkey.py`."""

from __future__ import annotations

import monkey
import pytest


@pytest.mark.parametrize("seed", [1, 2], ids=["in motion", "still"])
def test_whatever_hands_do_the_kiosk_stays_what_it_is(seed: int) -> None:
    came = monkey.loose(1500, seed)
    assert came.faults == []
    assert came.events == 1500
    assert len(came.places) >= 4
