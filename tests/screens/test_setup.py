"""Steps of fitting the kiosk to its place, as rows and targets ask for them."""

from __future__ import annotations

import pytest

from kiosk.screens.setup import CORNERS, does

STEPS = ["size:-20", "size:1", "height:-50", "turn:270", "say:es", "chime", "stick", *(f"touched:{name}:12.5" for name in CORNERS)]


@pytest.mark.parametrize("step", STEPS)
def test_there_are_these_steps(step: str) -> None:
    assert does(step)


@pytest.mark.parametrize("step", ["", "size", "size:x", "size:1.5", "size:99999", "turn:45", "touched:middle", "touched:left:1.0", "say:", "stick:1"])
def test_there_are_no_others(step: str) -> None:
    assert not does(step)
