"""What a touch on an option makes of a visitor's choices. No Qt."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.visit.comfort import FASTEST, LOUDEST, SLOWEST, SOFTEST, Comfort, Palette, TextSize, choosing


@pytest.mark.parametrize(
    ("option", "changed"),
    [
        ("text:largest", {"text_size": TextSize.LARGEST}),
        ("palette:black", {"palette": Palette.BLACK}),
        ("calm:yes", {"calm": True}),
        ("lowered:yes", {"lowered": True}),
        ("aloud:yes", {"aloud": True}),
        ("rate:+1", {"rate": 1}),
        ("rate:-1", {"rate": -1}),
        ("volume:+1", {"volume": 4}),
        ("volume:-1", {"volume": 2}),
    ],
)
def test_an_option_changes_its_own_choice_and_no_other(option: str, changed: dict[str, Any]) -> None:
    assert choosing(Comfort(), option) == Comfort(**changed)


@pytest.mark.parametrize("nonsense", ["", "text", "text:huge", "palette:", "calm:maybe", "rate:+9", "volume:x", "aloud:1", "\x00:yes"])
def test_an_option_that_is_none_changes_nothing(nonsense: str) -> None:
    assert choosing(Comfort(), nonsense) == Comfort()


@given(st.lists(st.sampled_from(["rate:+1", "rate:-1", "volume:+1", "volume:-1"]), max_size=40))
def test_the_voice_stays_within_what_it_can_do(touches: list[str]) -> None:
    comfort = Comfort()
    for touch in touches:
        comfort = choosing(comfort, touch)
    assert SLOWEST <= comfort.rate <= FASTEST
    assert SOFTEST <= comfort.volume <= LOUDEST


def test_the_option_in_force_is_told_and_a_step_never_is() -> None:
    comfort = Comfort(TextSize.LARGE, calm=True, rate=FASTEST)
    in_force = ("text:large", "palette:paper", "calm:yes", "lowered:no", "aloud:no")
    assert [option for option in (*in_force, "text:normal", "calm:no", "rate:+1") if comfort.has(option)] == list(in_force)


@pytest.mark.parametrize(
    ("comfort", "slowly"),
    [(Comfort(), False), (Comfort(TextSize.LARGE), True), (Comfort(aloud=True), True), (Comfort(calm=True), False)],
)
def test_large_text_and_a_voice_take_more_time(comfort: Comfort, slowly: bool) -> None:
    assert comfort.reads_slowly is slowly
