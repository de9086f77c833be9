"""Hands that shake, rest, slide off and swipe: only a tap that is meant presses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from visitor import Visitor

from kiosk.visit.states import Home

Make = Callable[..., Visitor]
GLASSES = pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])


def cards(here: Visitor) -> list[QPoint]:
    names = ("Start here", "Does it help?", "Risks, cost and other choices", "Is it for me?", "Your infusion")
    return [here.button(name).box.center().toPoint() for name in names]


@GLASSES
@pytest.mark.parametrize("one_by_one", [False, True])
def test_a_resting_palm_presses_nothing(visitor: Make, finger: Any, glass: Any, one_by_one: bool) -> None:
    here = visitor(glass).taps("Start")
    window, places = here.kiosk.window, cards(here)
    if one_by_one:
        for number in range(len(places)):
            touch = QTest.touchEvent(window, finger)
            for earlier in range(number):
                touch.stationary(earlier)
            touch.press(number, places[number]).commit()
    else:
        touch = QTest.touchEvent(window, finger)
        for number, place in enumerate(places):
            touch.press(number, place)
        touch.commit()
    here.frame()
    touch = QTest.touchEvent(window, finger)
    for number, place in enumerate(places):
        touch.release(number, place)
    touch.commit()
    here.rest()
    assert here.kiosk.visit.visit.place == Home()
    here.taps("Is it for me?")
    assert here.kiosk.visit.visit.place != Home()


def test_a_hand_that_slides_onto_the_glass_ends_a_swipe_without_a_word_of_qt(visitor: Make, finger: Any) -> None:
    here = visitor().taps("Start").taps("Your infusion")
    window, place, at = here.kiosk.window, here.kiosk.visit.visit.place, [QPoint(600, 400), QPoint(900, 400), QPoint(1200, 400)]
    QTest.touchEvent(window, finger).press(0, at[0]).commit(False)
    QTest.touchEvent(window, finger).move(0, at[0]).press(1, at[1]).commit(False)
    QTest.touchEvent(window, finger).move(0, at[0] - QPoint(300, 0)).move(1, at[1] - QPoint(300, 0)).commit(False)
    QTest.touchEvent(window, finger).move(0, at[0]).move(1, at[1]).press(2, at[2]).commit(False)
    here.frame()
    QTest.touchEvent(window, finger).release(0, at[0]).release(1, at[1]).release(2, at[2]).commit(False)
    assert here.rest().kiosk.visit.visit.place == place


@GLASSES
def test_a_finger_that_slides_off_a_button_has_changed_its_mind(visitor: Make, finger: Any, glass: Any) -> None:
    """WCAG 2.5.2."""
    here = visitor(glass).taps("Start")
    start = here.button("Help now").box.center().toPoint()
    QTest.touchEvent(here.kiosk.window, finger).press(0, start).commit()
    here.frame()
    assert here.kiosk.visit.visit.help_page is None
    away = QPoint(start.x(), start.y() - round(here.kiosk.window.height() * 0.3))
    for part in range(1, 6):
        QTest.touchEvent(here.kiosk.window, finger).move(0, start + (away - start) * part / 5).commit()
        here.frame()
    QTest.touchEvent(here.kiosk.window, finger).release(0, away).commit()
    here.rest()
    assert here.kiosk.visit.visit.help_page is None
    assert here.kiosk.visit.visit.place == Home()


@GLASSES
@pytest.mark.parametrize("towards", [-1, 1])
def test_a_finger_that_rolls_on_a_card_presses_it(visitor: Make, finger: Any, glass: Any, towards: int) -> None:
    """7 true millimetres sideways: more than a finger rolls, less than it swipes."""
    here = visitor(glass).taps("Start").taps("Is it for me?")
    (pixels, _), (mm, _) = glass
    start = here.button("Depression that stays").box.center().toPoint()
    QTest.touchEvent(here.kiosk.window, finger).press(0, start).commit()
    for part in range(1, 8):
        last = start + QPoint(round(towards * part * pixels / mm), 0)
        QTest.touchEvent(here.kiosk.window, finger).move(0, last).commit()
        here.frame()
    QTest.touchEvent(here.kiosk.window, finger).release(0, last).commit()
    here.rest()
    assert here.kiosk.visit.visit.panel is not None


@GLASSES
@pytest.mark.parametrize("edge", ["left", "right", "top", "bottom"])
def test_a_swipe_from_an_edge_does_nothing_outside_of_the_slides(visitor: Make, finger: Any, glass: Any, edge: str) -> None:
    here = visitor(glass).taps("Start")
    width, height = here.kiosk.window.width(), here.kiosk.window.height()
    middle = QPoint(width // 2, height // 2)
    start = {
        "left": QPoint(1, middle.y()), "right": QPoint(width - 2, middle.y()), "top": QPoint(middle.x(), 1), "bottom": QPoint(middle.x(), height - 2),
    }[edge]  # fmt: skip
    QTest.touchEvent(here.kiosk.window, finger).press(0, start).commit()
    for part in range(1, 6):
        QTest.touchEvent(here.kiosk.window, finger).move(0, start + (middle - start) * part / 5).commit()
        here.frame()
    QTest.touchEvent(here.kiosk.window, finger).release(0, middle).commit()
    here.rest()
    assert here.kiosk.visit.visit.place == Home()
    assert here.kiosk.visit.visit.panel is None


def test_nothing_needs_a_swipe_or_a_long_press(visitor: Make, desk: Any) -> None:
    """WCAG 2.5.1, 2.5.7: from the first slide to the last, help, the list of questions and the form by single taps alone."""
    here = visitor(desk=desk).taps("Start").taps("Your infusion")
    library = here.kiosk.deck.stage.library
    for slide in library.topic("infusion").slides:
        assert here.kiosk.deck.stage.slide_in_hand().id == slide.id
        for _ in range(here.kiosk.deck.page_count("infusion", slide.id)):
            here.taps("Next")
    here.taps("Afterward and your plan").taps("Help now").taps("Close").taps("Topics").taps("Ask for a consultation").taps("Continue")
    assert here.kiosk.signup.spoken_page["kind"] == "Choices"
