"""A photo is cropped at the desk before it is taken: what the frame holds is what the picture becomes, by mouse and by keys, and undo works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from editing_desk import INFUSION, Desk, walked
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

COLOURS = ("#c02020", "#20a020", "#2020c0", "#c0c020")


@pytest.fixture
def desk(whole: Desk) -> Iterator[Desk]:
    yield whole
    whole.does("crop", "").undoes_all()
    assert {path: path.read_bytes() for path in whole.content.rglob("*.yaml")} == whole.before


def striped(place: Path, wide: int = 800, high: int = 400) -> Path:
    """A photo of four stripes, each of another colour."""
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for number, colour in enumerate(COLOURS):
        painter.fillRect(number * wide // 4, 0, wide // 4, high, QColor(colour))
    painter.end()
    assert image.save(str(place), "jpg", 95)
    return place


def offered(desk: Desk, photo: Path) -> QQuickItem:
    """The frame on the photo, in its place."""
    desk.opens(INFUSION, "slides", 0, "title").does("picture-file", photo.as_uri()).until(lambda: desk.editor.view.told("cropping"))
    desk.hands.rest()
    desk.editor.kiosk.window.grabWindow()
    return next(item for item in walked(desk.editor.kiosk.window.contentItem()) if item.property("shorter"))


def taken(desk: Desk) -> QImage:
    desk.taps("Take this part").until(lambda: not desk.editor._making.busy and str(desk.chosen["picture_file"]).endswith(".jpg"))
    return QImage(str(desk.content / "pictures" / desk.chosen["picture_file"]))


def stripes(image: QImage) -> list[str]:
    """The colours from the left to the right, at a tenth, the middle and nine tenths of the width."""
    seen = [image.pixelColor(image.width() * part // 10, image.height() // 2) for part in (1, 5, 9)]
    return [min(COLOURS, key=lambda each: abs(QColor(each).hue() - colour.hue()) + abs(QColor(each).red() - colour.red())) for colour in seen]


def test_the_middle_is_taken_if_nothing_is_moved_and_undo_brings_the_old_picture_back(desk: Desk, tmp_path: Path) -> None:
    before = desk.opens(INFUSION, "slides", 0, "title").chosen["picture_file"]
    offered(desk, striped(tmp_path / "Middle.jpg"))
    assert desk.chosen["picture_file"] == before
    image = taken(desk)
    assert (image.width(), image.height()) == (400, 400)
    assert stripes(image) == [COLOURS[1], COLOURS[1], COLOURS[2]] or stripes(image) == [COLOURS[1], COLOURS[2], COLOURS[2]]
    assert desk.chosen["title"] == "what the picture shows"
    assert not desk.editor.view.told("cropping")
    desk.does("undo").opens(INFUSION, "slides", 0, "title")
    assert desk.chosen["picture_file"] == before


def test_keys_move_it_and_change_its_size(desk: Desk, tmp_path: Path) -> None:
    crop, window = offered(desk, striped(tmp_path / "Keys.jpg")), desk.editor.kiosk.window
    frame = next(item for item in walked(crop) if item.activeFocusOnTab() and item.property("color") == QColor("transparent"))
    frame.forceActiveFocus()
    for key in (Qt.Key.Key_Right, *[Qt.Key.Key_Minus] * 8, *[Qt.Key.Key_Right] * 60):
        QTest.keyClick(window, key)
    assert crop.property("side") == pytest.approx(1.1**-8)
    assert crop.property("middle").x() == pytest.approx(1 - 1.1**-8 / 4)  # at the edge, and not over it
    image = taken(desk)
    assert image.width() == image.height() == round(400 * 1.1**-8)
    assert stripes(image) == [COLOURS[3]] * 3


def test_the_mouse_moves_it(desk: Desk, tmp_path: Path) -> None:
    crop, window = offered(desk, striped(tmp_path / "Mouse.jpg")), desk.editor.kiosk.window
    area = next(item for item in walked(crop) if item.property("preventStealing"))
    desk.until(lambda: area.mapToScene(area.boundingRect().bottomLeft()).y() < window.height())
    at = area.mapToScene(area.boundingRect().center()).toPoint()
    QTest.mousePress(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    for step in range(1, 11):
        QTest.mouseMove(window, at - QPoint(step * 20, 0))
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at - QPoint(200, 0))
    assert crop.property("middle").x() == pytest.approx(0.25)
    assert set(stripes(taken(desk))) == {COLOURS[0], COLOURS[1]}


def test_the_photo_can_be_taken_whole_or_let_be(desk: Desk, tmp_path: Path) -> None:
    before = desk.opens(INFUSION, "slides", 0, "title").chosen["picture_file"]
    offered(desk, striped(tmp_path / "Whole.jpg"))
    desk.taps("Cancel")
    assert not desk.editor.view.told("cropping")
    assert desk.chosen["picture_file"] == before
    offered(desk, striped(tmp_path / "Whole.jpg"))
    desk.opens(INFUSION, "slides", 1, "title")
    assert not desk.editor.view.told("cropping")
    offered(desk, striped(tmp_path / "Whole.jpg"))
    desk.taps("Take the whole photo").until(lambda: desk.chosen["picture_file"] == "whole.jpg")
    image = QImage(str(desk.content / "pictures/whole.jpg"))
    assert (image.width(), image.height()) == (800, 400)


def test_a_square_photo_is_taken_at_once(desk: Desk, tmp_path: Path) -> None:
    desk.opens(INFUSION, "slides", 0, "title").does("picture-file", striped(tmp_path / "Square.jpg", 400, 404).as_uri())
    desk.until(lambda: desk.chosen["picture_file"] == "square.jpg")
    assert not desk.editor.view.told("cropping")


@pytest.mark.parametrize("value", ["{", "[1]", '{"x": "left"}', "null"])
def test_a_part_that_is_none_is_told(desk: Desk, tmp_path: Path, value: str) -> None:
    offered(desk, striped(tmp_path / "Wrong.jpg"))
    desk.does("crop", value)
    assert desk.state["wrong"]
