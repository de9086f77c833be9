"""What letters must be on every screen: the typeface, how tall, how long a line, how much air (standards V1 to V5, V13)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT, PROJECT
from PySide6.QtGui import QFontInfo, QFontMetricsF
from PySide6.QtQml import QQmlProperty
from PySide6.QtQuick import QQuickItem
from visitor import Visitor

from kiosk.layout.measures import CAPITAL_OF_EM
from kiosk.picturing import settle, walk
from kiosk.slides.library import Library
from kiosk.visit.comfort import Comfort, TextSize

Make = Callable[..., Visitor]
FAMILY = "Atkinson Hyperlegible Next"
SMALLEST_MM, BODY_MM, HEADLINE_MM = 4.8, 7.3, 12.8
LONGEST_LINE = 80
SMALL_SCREEN = ((1920, 1080), (476.0, 268.0))


def letters(item: QQuickItem) -> Iterator[QQuickItem]:
    if item.isVisible():
        if item.metaObject().className().startswith("QQuickText") and item.property("text"):
            yield item
        for child in item.childItems():
            yield from letters(child)


def capital_mm(item: QQuickItem, per_mm: float) -> float:
    return float(QQmlProperty(item, "font.pixelSize").read()) * CAPITAL_OF_EM / per_mm


@pytest.mark.parametrize(("glass", "language"), [(LANDSCAPE, "es"), (PORTRAIT, "en")], ids=["across", "upright"])
def test_all_letters_are_of_the_one_typeface_and_tall_enough(visitor: Make, library: Library, desk: Any, glass: Any, language: str) -> None:
    here = visitor(glass, desk=desk)
    per_mm = glass[0][0] / glass[1][0]
    wrong = set()
    for name, _ in walk(here.kiosk, library, language, Comfort()):
        settle()
        for item in letters(here.kiosk.window.contentItem()):
            family = QQmlProperty(item, "font.family").read()
            text = str(item.property("text"))[:40]
            if family != FAMILY:
                wrong.add(f"{name}: {text!r} is set in {family}")
            if capital_mm(item, per_mm) < SMALLEST_MM - 0.1:
                wrong.add(f"{name}: {text!r} has capitals of {capital_mm(item, per_mm):.1f} mm")
    assert wrong == set()


def test_the_typeface_is_the_bundled_one_and_its_capitals_are_as_tall_as_we_reckon(visitor: Make) -> None:
    here = visitor()
    item = next(letters(here.kiosk.window.contentItem()))
    font = QQmlProperty(item, "font").read()
    assert QFontInfo(font).family() == FAMILY
    assert QFontMetricsF(font).capHeight() == pytest.approx(font.pixelSize() * CAPITAL_OF_EM, rel=0.03)


@pytest.mark.parametrize("size", list(TextSize))
def test_texts_of_a_slide_have_the_millimetres_that_were_chosen(visitor: Make, size: TextSize) -> None:
    here = visitor(SMALL_SCREEN).taps("Start")
    here.kiosk.visit.chooseComfort(f"text:{size.value}")
    here.kiosk.visit.goTo("reading/infusion/first-a-talk/0")
    here.rest()
    per_mm = SMALL_SCREEN[0][0] / SMALL_SCREEN[1][0]
    texts = {str(item.property("text")): capital_mm(item, per_mm) for item in letters(here.kiosk.window.contentItem())}
    headline = next(mm for text, mm in texts.items() if text.startswith("First, a talk"))
    body = next(mm for text, mm in texts.items() if "clinician" in text and "mood" in text)
    assert body == pytest.approx(size.capital_mm, abs=0.15)
    assert body >= BODY_MM - 0.1
    assert headline >= HEADLINE_MM - 0.1


@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT, ((3840, 2160), (1218.0, 685.0))], ids=["across", "upright", "55 across"])
def test_no_line_of_a_paragraph_is_longer_than_eighty_letters_nor_justified(visitor: Make, library: Library, glass: Any) -> None:
    """WCAG 1.4.8."""
    here = visitor(glass)
    for language in ("en", "es"):
        for name, _ in walk(here.kiosk, library, language, Comfort()):
            settle()
            for item in letters(here.kiosk.window.contentItem()):
                rows = re.sub("</?[bi]>", "", str(item.property("text"))).split("<br>")
                wrapped = item.property("lineCount") if len(rows) == 1 else 1
                assert max(map(len, rows)) / wrapped <= LONGEST_LINE, (name, rows)


def test_no_text_is_justified_or_in_capitals_throughout() -> None:
    for path in (PROJECT / "kiosk" / "ui").rglob("*.qml"):
        assert "AlignJustify" not in path.read_text(), path.name
        assert "AllUppercase" not in path.read_text(), path.name
