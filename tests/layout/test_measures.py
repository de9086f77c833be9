"""True millimetres: what a visitor gets on each screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.layout.measures import CAPITAL_OF_EM, Measures, Screen

SCREENS = {
    "21.5": Screen(1920, 1080, 1920 / 476),
    "21.5 at 720p": Screen(1280, 720, 1280 / 476),
    "32 upright": Screen(1080, 1920, 1080 / 398),
    "55 in 4K": Screen(3840, 2160, 3840 / 1218, 700),
}


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize(("size", "least"), [("normal", 7.3), ("large", 9.0), ("larger", 11.0), ("largest", 14.6)])
def test_capitals_are_at_least_as_tall_as_promised(screen: Screen, size: str, least: float) -> None:
    measures = Measures(screen, size)
    capital_mm = measures.body * CAPITAL_OF_EM / screen.px_per_mm
    assert capital_mm > least - 0.15
    assert min(measures.small, measures.label) * CAPITAL_OF_EM / screen.px_per_mm >= 4.8


@given(st.floats(100, 3000), st.floats(100, 3000), st.sampled_from([0.5, 2.7, 4.0, 8.0]))
def test_the_layout_has_the_room_that_it_was_made_for_on_any_screen(width_mm: float, height_mm: float, px_per_mm: float) -> None:
    screen = Screen(width_mm * px_per_mm, height_mm * px_per_mm, px_per_mm)
    long, short = max(screen.width, screen.height) / screen.unit, min(screen.width, screen.height) / screen.unit
    assert long >= 475.4
    assert short >= 267.4
    if max(width_mm, height_mm) >= 476 and min(width_mm, height_mm) >= 268:
        assert screen.unit >= px_per_mm * 0.999, "no letter is smaller than promised"


def test_the_same_millimetres_whatever_the_pixels() -> None:
    full, small = Measures(SCREENS["21.5"]), Measures(SCREENS["21.5 at 720p"])
    assert full.body / small.body == pytest.approx(1.5, rel=0.03)


def test_a_larger_screen_is_drawn_larger_but_not_in_proportion() -> None:
    assert Measures(SCREENS["55 in 4K"]).unit / (3840 / 1218) == pytest.approx(1.76, abs=0.05)


@pytest.mark.parametrize(
    ("screen", "top_mm", "bottom_mm"),
    [
        (Screen(1080, 1920, 1080 / 398, 800), 288, 708),
        (Screen(1920, 1080, 1920 / 476, 800), 0, 268),
        (Screen(2160, 3840, 2160 / 685, 200), 198, 1038),
    ],
)
def test_hands_reach_from_380_to_1220_mm_above_the_floor(screen: Screen, top_mm: float, bottom_mm: float) -> None:
    assert screen.reach_top / screen.px_per_mm == pytest.approx(top_mm, abs=1)
    assert screen.reach_bottom / screen.px_per_mm == pytest.approx(bottom_mm, abs=1)
