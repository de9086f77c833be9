"""A visitor makes the screen fit to read: the effect at once, all forgotten for the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtQml import QQmlProperty
from visitor import Visitor

from kiosk.visit.comfort import Comfort, Palette, TextSize
from kiosk.visit.states import Home

Make = Callable[..., Visitor]
GLASSES = pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])


def comfort(here: Visitor) -> Comfort:
    return here.kiosk.visit.visit.comfort


def title_px(here: Visitor, title: str) -> float:
    (seen,) = [each for each in here.everything() if each.name == title]
    return float(QQmlProperty(seen.item, "font.pixelSize").read())


def alike(one: QImage, other: QImage) -> bool:
    """The same to the eye: Qt draws the edges of large letters in two ways, as it happens to have them in store."""
    smooth = Qt.TransformationMode.SmoothTransformation
    small = [image.scaled(QSize(240, 240), mode=smooth).convertToFormat(QImage.Format.Format_RGB888) for image in (one, other)]
    return max(abs(left - right) for left, right in zip(*(bytes(image.constBits()) for image in small), strict=True)) <= 12


@GLASSES
def test_each_choice_shows_at_once_and_the_panel_stays_open(visitor: Make, glass: Any) -> None:
    here = visitor(glass).taps("Start").taps("Your infusion").taps("Easier to read")
    before = here.kiosk.window.grabWindow()
    for option, made in [
        ("Text size: A, large", Comfort(TextSize.LARGE)),
        ("Colors: Night", Comfort(TextSize.LARGE, Palette.NIGHT)),
        ("Height of the buttons: Lower", Comfort(TextSize.LARGE, Palette.NIGHT, lowered=True)),
    ]:
        here.taps(option)
        assert comfort(here) == made
        after = here.kiosk.window.grabWindow()
        assert after != before
        before = after
    here.taps("Reset")
    assert comfort(here) == Comfort()
    here.taps("Close")
    assert not here.finds_button("Text size")


def test_no_movement_means_none(visitor: Make) -> None:
    here = visitor()
    theme = here.kiosk._engine.singletonInstance("kiosk.ui", "Theme")
    theme.setProperty("still", False)
    here.taps("Start").taps("Easier to read")
    assert (theme.property("turn"), theme.property("fade")) == (260, 2000)
    here.taps("Moving pictures: None")
    assert (theme.property("turn"), theme.property("fade")) == (0, 0)


def test_a_touch_beside_the_panel_closes_it_and_presses_nothing(visitor: Make) -> None:
    here = visitor().taps("Start")
    assert any(card.box.contains(200, 300) for card in here.buttons())
    here.taps("Easier to read")
    here.taps_at(QPointF(200, 300))
    assert here.kiosk.visit.visit.comfort_page is None
    assert here.kiosk.visit.visit.place == Home()


def test_what_was_typed_outlives_every_choice_and_the_reset(visitor: Make, desk: Any) -> None:
    here = visitor(desk=desk)
    here.taps("Start").taps("Ask for a consultation")
    here.kiosk.visit.act("go:signup/name/0")
    here.rest()
    for letter in "ana":
        here.taps(letter if here.finds_exactly(letter) else letter.upper())
    here.taps("Easier to read").taps("Text size: A, largest").taps("Colors: Black").taps("Reset").taps("Close")
    assert here.kiosk.signup.field == "Ana"


@GLASSES
def test_the_next_visitor_finds_everything_as_it_was(visitor: Make, glass: Any) -> None:
    here = visitor(glass)
    first = here.kiosk.window.grabWindow()
    here.taps("Start").taps("Easier to read").taps("Text size: A, largest").taps("Colors: White").taps("Moving pictures: None")
    here.taps("Close").waits(361).waits(31)
    assert comfort(here) == Comfort()
    assert alike(here.kiosk.window.grabWindow(), first)


def test_help_opens_from_it_and_is_larger_too(visitor: Make) -> None:
    here = visitor().taps("Start")
    here.taps("Help now").taps("Easier to read").taps("Text size: A, larger").taps("Help now")
    assert not here.finds_button("Text size")
    assert here.kiosk.visit.visit.help_page == 0
