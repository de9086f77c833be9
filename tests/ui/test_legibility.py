"""What letters must be (standards V1 to V5, V13); that they are on every screen is measured in `test_fit.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from conftest import PROJECT
from measuring import FAMILY
from PySide6.QtGui import QFontInfo, QFontMetricsF
from PySide6.QtQml import QQmlProperty
from PySide6.QtQuick import QQuickItem
from visitor import Visitor

from kiosk.layout.measures import CAPITAL_OF_EM
from kiosk.visit.comfort import TextSize

Make = Callable[..., Visitor]
BODY_MM, HEADLINE_MM = 7.3, 12.8
SMALL_SCREEN = ((1920, 1080), (476.0, 268.0))


def letters(item: QQuickItem) -> Iterator[QQuickItem]:
    if item.isVisible():
        if item.inherits("QQuickText") and item.property("text"):
            yield item
        for child in item.childItems():
            yield from letters(child)


def capital_mm(item: QQuickItem, per_mm: float) -> float:
    return float(QQmlProperty(item, "font.pixelSize").read()) * CAPITAL_OF_EM / per_mm


def test_the_typeface_is_the_bundled_one_and_its_capitals_are_as_tall_as_we_reckon(visitor: Make) -> None:
    here = visitor()
    item = next(letters(here.kiosk.window.contentItem()))
    font = QQmlProperty(item, "font").read()
    assert QFontInfo(font).family() == FAMILY
    assert QFontMetricsF(font).capHeight() == pytest.approx(font.pixelSize() * CAPITAL_OF_EM, rel=0.03)


@pytest.mark.parametrize("size", list(TextSize))
def test_texts_of_a_slide_have_the_millimetres_that_were_chosen(visitor: Make, size: TextSize) -> None:
    here = visitor(SMALL_SCREEN).taps("Start")
    here.kiosk.visit.act(f"comfort-choice:text:{size.value}")
    here.kiosk.visit.act("go:reading/infusion/first-a-talk/0")
    here.rest()
    per_mm = SMALL_SCREEN[0][0] / SMALL_SCREEN[1][0]
    texts = {str(item.property("text")): capital_mm(item, per_mm) for item in letters(here.kiosk.window.contentItem())}
    headline = next(mm for text, mm in texts.items() if text.startswith("First, a talk"))
    body = next(mm for text, mm in texts.items() if "clinician" in text and "mood" in text)
    assert body == pytest.approx(size.capital_mm, abs=0.15)
    assert body >= BODY_MM - 0.1
    assert headline >= HEADLINE_MM - 0.1


def test_no_text_is_justified_or_in_capitals_throughout() -> None:
    for path in (PROJECT / "kiosk" / "ui").rglob("*.qml"):
        assert "AlignJustify" not in path.read_text(), path.name
        assert "AllUppercase" not in path.read_text(), path.name
