"""Every screen in every language, orientation and text size: measured as it stands, not as it was meant.

Text stays inside its box and on the screen, targets are large enough and within reach and do not overlap, letters stand out from
what is under them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtQuick import QQuickItem
from visitor import Seen, Visitor

from kiosk.layout.measures import REACH_LOWEST_MM
from kiosk.picturing import walk
from kiosk.settings import Settings
from kiosk.slides.library import Library
from kiosk.visit.comfort import Comfort, Palette, TextSize

SMALLEST_MM = 12.7
MAIN_MM = 20.0
GLASSES = {
    "21.5 across": LANDSCAPE,
    "32 upright": PORTRAIT,
    "21.5 upright": ((1080, 1920), (268.0, 476.0)),
    "1280x720": ((1280, 720), (476.0, 268.0)),
    "55 across, 4K": ((3840, 2160), (1218.0, 685.0)),
}
Make = Callable[..., Visitor]


def cases() -> Iterator[Any]:
    for name, glass in GLASSES.items():
        for language in ("en", "es"):
            for size in TextSize:
                if size is TextSize.NORMAL or name in ("21.5 across", "32 upright"):
                    yield pytest.param(glass, language, Comfort(size), id=f"{name}-{language}-{size.value}")
    for name in ("21.5 across", "32 upright"):
        for size in (TextSize.NORMAL, TextSize.LARGEST):
            yield pytest.param(GLASSES[name], "es", Comfort(size, lowered=True), id=f"{name}-lowered-{size.value}")


@pytest.mark.parametrize(("glass", "language", "comfort"), list(cases()))
def test_every_screen_fits(visitor: Make, library: Library, glass: Any, language: str, comfort: Comfort) -> None:
    here = visitor(glass, Settings(lower_edge_mm=700.0) if glass[1][0] > 1000 else None)
    here.kiosk.deck.speak(frozenset({"en", "es"}))
    wrong = []
    for name, _ in walk(here.kiosk, library, language, comfort):
        here.rest()
        wrong += [f"{name}: {fault}" for fault in faults(here, glass)]
    assert not wrong, "\n".join(wrong[:40])


def faults(here: Visitor, glass: Any) -> Iterator[str]:
    (width, height), (width_mm, _) = glass
    per_mm = width / width_mm
    screen = QRectF(0, 0, width, height)
    lower_edge = 700.0 if width_mm > 1000 else 800.0
    seen = here.everything()
    buttons = [each for each in here.buttons() if not is_whole_ground(each, screen)]
    for each in seen:
        if not screen.contains(each.box.adjusted(1, 1, -1, -1)):
            yield f"{each.name!r} leaves the screen: {each.box}"
    yield from spilled(here.kiosk.window.contentItem())
    for button in buttons:
        least = MAIN_MM if is_main(button) else SMALLEST_MM
        if button.role != QAccessible.Role.Link and min(button.box.width(), button.box.height()) / per_mm < least - 0.05:
            yield f"{button.name!r} is only {button.box.width() / per_mm:.1f} x {button.box.height() / per_mm:.1f} mm"
        if button.role == QAccessible.Role.Link and button.box.height() / per_mm < SMALLEST_MM - 0.05:
            yield f"the word {button.name!r} is only {button.box.height() / per_mm:.1f} mm tall"
        top = lower_edge + (height - button.box.top()) / per_mm
        bottom = lower_edge + (height - button.box.bottom()) / per_mm
        centre = (top + bottom) / 2
        if centre > here.kiosk.screen.measures.screen.highest_mm + 0.5 or centre < REACH_LOWEST_MM:
            yield f"{button.name!r} hangs {centre:.0f} mm above the floor"
    for one, other in combinations(buttons, 2):
        shared = one.box.intersected(other.box)
        if shared.width() > 1 and shared.height() > 1:
            yield f"{one.name!r} and {other.name!r} overlap"


def is_whole_ground(seen: Seen, screen: QRectF) -> bool:
    """The attract screen and the warning can be touched anywhere."""
    return seen.box.width() >= screen.width() * 0.98


def is_main(seen: Seen) -> bool:
    return seen.item.property("look") in ("main", "help", "accent") and not seen.item.property("small")


def spilled(item: QQuickItem) -> Iterator[str]:
    """Texts wider or taller than the box they were given."""
    if not item.isVisible():
        return
    if item.metaObject().className().startswith("QQuickText") and item.property("text"):
        parent = item.parentItem()
        if item.property("contentWidth") > item.width() + 1.5 and item.width() > 0:
            yield f"{item.property('text')!r} is {item.property('contentWidth'):.0f} wide in {item.width():.0f}"
        if (
            parent
            and parent.height() > 0
            and item.mapRectToItem(parent, QRectF(0, 0, 1, item.property("contentHeight"))).bottom() > parent.height() * 1.02 + 12
            and parent.metaObject().className().startswith("SetLines")
        ):
            yield f"{item.property('text')!r} is taller than its box"
    for child in item.childItems():
        yield from spilled(child)


@pytest.mark.parametrize("palette", list(Palette))
@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
def test_every_letter_stands_out_seven_to_one(visitor: Make, library: Library, glass: Any, palette: Palette) -> None:
    """The colour of the glyph's core against the worst pixel under it (WCAG 1.4.6)."""
    here = visitor(glass)
    wrong = []
    for name, _ in walk(here.kiosk, library, "en", Comfort(palette=palette)):
        here.rest()
        image = here.kiosk.window.grabWindow().convertToFormat(QImage.Format.Format_RGB32)
        root = here.kiosk.window.contentItem()
        read, hidden = texts(root), [*texts(root), *underlines(root)]
        for item in hidden:
            item.setProperty("opacity", 0.0)
        ground = here.rest().kiosk.window.grabWindow().convertToFormat(QImage.Format.Format_RGB32)
        for item in hidden:
            item.setProperty("opacity", 1.0)
        for item in read:
            ratio = worst_contrast(item, image, ground)
            if ratio < 7.0:
                wrong.append(f"{name}: {item.property('text')!r} {ratio:.1f}:1")
    assert not wrong, "\n".join(wrong[:40])


def texts(item: QQuickItem) -> list[QQuickItem]:
    """What can be read now; a page under an open sheet is dimmed on purpose."""
    own = [item] if item.metaObject().className().startswith("QQuickText") and item.isVisible() and item.isEnabled() and item.property("text") else []
    return own + [found for child in item.childItems() if child.isVisible() for found in texts(child)]


def underlines(item: QQuickItem) -> list[QQuickItem]:
    own = [item] if item.metaObject().className().startswith("HardWord") else []
    return own + [found for child in item.childItems() if child.isVisible() for found in underlines(child)]


def worst_contrast(item: QQuickItem, image: QImage, ground: QImage) -> float:
    """Of the places where the text left ink; 21 for a text that something covers."""
    size = QRectF(0, 0, item.property("contentWidth"), item.property("contentHeight"))
    box = item.mapRectToScene(size).toRect().intersected(image.rect())
    step = max(1, min(box.width(), box.height()) // 20)
    places = ((x, y) for y in range(box.top(), box.bottom(), step) for x in range(box.left(), box.right(), step))
    below = {ground.pixel(x, y) for x, y in places if image.pixel(x, y) != ground.pixel(x, y)}
    core = QColor(item.property("color"))
    return min((contrast(core, QColor(each)) for each in below), default=21.0)


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.2 contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (colour.redF(), colour.greenF(), colour.blueF())]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
