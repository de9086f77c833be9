"""The states of controls: told apart without colour, in every palette strong enough to be seen; and nothing that flashes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

import pytest
from coloraide import Color
from conftest import PROJECT
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickItem
from visitor import Visitor

from kiosk.visit.comfort import Palette

Make = Callable[..., Visitor]
UI = PROJECT / "kiosk" / "ui"
NEXT_TO = [
    ("border", "paper"), ("border", "surface"), ("accent", "paper"), ("accent", "surface"), ("help", "surface"), ("wrong", "surface"),
    ("ink", "paper"),
]  # fmt: skip
"""Of control borders, icons, states and the ring around what the keys hold: each beside what it may stand on."""
STATES = [
    ("accent", "surface"), ("help", "surface"), ("help", "accent"), ("wrong", "soft"), ("wrong", "ink"), ("wrong", "accent"), ("spoken", "paper"),
]  # fmt: skip
"""Colours that tell one state from another: what is pressed next, help, what is wrong in the form, what the voice says now."""
NO_ROOM = {("black", "wrong", "soft"), ("black", "wrong", "ink"), ("black", "wrong", "accent")}
"""A red that is 15:1 on black is 8.9 from white to eyes without red, and 1.5 from yellow to eyes without blue; a sentence says what is wrong."""
STRONG = {"black": 15.0, "white": 15.0, "paper": 10.0, "night": 10.0}
"""Body text: high contrast 15:1 (standards V8), otherwise 10:1 (V7)."""


def palette(here: Visitor, name: str) -> dict[str, str]:
    theme = here.kiosk._engine.singletonInstance("kiosk.ui", "Theme")
    return dict(theme.property("palettes").toVariant()[name])


def contrast(one: str, other: str) -> float:
    def luminance(colour: QColor) -> float:
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (colour.redF(), colour.greenF(), colour.blueF())]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", [each.value for each in Palette])
def test_borders_icons_and_states_stand_out_three_to_one(visitor: Make, name: str) -> None:
    """WCAG 1.4.11."""
    colours = palette(visitor(), name)
    weak = [(one, other) for one, other in NEXT_TO if contrast(colours[one], colours[other]) < 3]
    assert weak == []


@pytest.mark.parametrize("eyes", ["protan", "deutan", "tritan"])
@pytest.mark.parametrize("name", [each.value for each in Palette])
def test_states_are_told_apart_by_colour_blind_eyes(visitor: Make, name: str, eyes: str) -> None:
    """Standards V11: a difference of 10 (CIEDE2000) between them, as such eyes see them."""
    here = visitor()
    here.kiosk.visit.act("wake")
    here.kiosk.visit.act(f"comfort-choice:palette:{name}")
    theme = here.kiosk._engine.singletonInstance("kiosk.ui", "Theme")
    seen = {each: Color(theme.property(each).name()).filter(eyes) for each in {*chain(*STATES)}}
    apart = {(name, one, other): seen[one].delta_e(seen[other], method="2000") for one, other in STATES}
    assert {states: far for states, far in apart.items() if far < 10 and states not in NO_ROOM} == {}


@pytest.mark.parametrize("name", [each.value for each in Palette])
def test_body_text_is_stronger_than_it_must_be(visitor: Make, name: str) -> None:
    colours = palette(visitor(), name)
    assert min(contrast(colours["ink"], colours[ground]) for ground in ("paper", "surface")) >= STRONG[name]
    assert contrast(colours["accentInk"], colours["accent"]) >= 7
    assert contrast(colours["helpInk"], colours["help"]) >= 7


@pytest.mark.parametrize("name", [each.value for each in Palette])
def test_what_is_chosen_is_told_by_a_mark_not_by_colour_alone(visitor: Make, name: str) -> None:
    """WCAG 1.4.1: in shades of grey the chosen option still has a mark that the others have not."""
    here = visitor().taps("Start").taps("Easier to read")
    here.kiosk.visit.act(f"comfort-choice:palette:{name}")
    here.rest()
    grey = here.kiosk.window.grabWindow().convertToFormat(QImage.Format.Format_Grayscale8)
    for kind in ("Colors", "Height of the buttons", "Moving pictures"):
        marks = {}
        for button in [each for each in here.buttons() if each.name.startswith(f"{kind}:")]:
            icons = [child for child in drawn(button.item) if child.property("name") == "check"]
            marks[button.name] = bool(icons)
            for icon in icons:
                box = icon.mapRectToScene(icon.boundingRect()).toRect()
                shades = {grey.pixelColor(x, y).lightness() for x in range(box.left(), box.right()) for y in range(box.top(), box.bottom())}
                assert max(shades) - min(shades) > 80, button.name
        assert sum(marks.values()) == 1, marks


def drawn(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if child.isVisible():
            yield child
            yield from drawn(child)


def test_nothing_moves_by_itself_more_often_than_once_a_second() -> None:
    """WCAG 2.3.1: no animation that repeats, no timer that fires faster; the pictures of the waiting screen change every twenty seconds."""
    for path in UI.rglob("*.qml"):
        text = path.read_text()
        assert "Infinite" not in text, path.name
        assert not re.search(r"loops:\s*[2-9]", text), path.name
        for timer in re.findall(r"Timer \{(.*?)\}", text, re.DOTALL):
            interval = re.search(r"interval: (\S+)", timer)
            repeats = "repeat: true" in timer
            assert not repeats or (interval and (interval[1] == "Theme.dwell" or int(interval[1]) >= 1000)), path.name
    assert int(re.findall(r"property int dwell: (\d+)", (UI / "Theme.qml").read_text())[0]) >= 5000


def test_the_pictures_of_the_content_hold_no_words() -> None:
    """WCAG 1.4.5."""
    for path in (PROJECT / "content" / "pictures").glob("*.svg"):
        assert "<text" not in path.read_text(encoding="utf-8"), path.name
