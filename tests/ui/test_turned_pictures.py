"""A photograph stands on the screen as the phone that took it shows it, whichever way its pixels lie in the file (EXIF, tag 0x0112)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import LANDSCAPE, TODAY
from PySide6.QtCore import QBuffer, QIODevice, QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickItem

from content import sample
from kiosk.app import Kiosk, WindowSpec
from kiosk.content.checks.picture_files import faults
from kiosk.content.store.current import open_library
from kiosk.settings.settings import Settings
from kiosk.staff.content.all_screens import settle

TURNED = {
    1: ("red", "lime"), 2: ("lime", "red"), 3: ("blue", "black"), 4: ("black", "blue"),
    5: ("red", "black"), 6: ("black", "red"), 7: ("blue", "lime"), 8: ("lime", "blue"),
}  # fmt: skip
"""The corners at the top of a photograph that is red and green above black and blue in the file, from left to right."""
COLOURS = {(True, False, False): "red", (False, True, False): "lime", (False, False, True): "blue", (False, False, False): "black"}


def photograph(orientation: int) -> bytes:
    """A JPEG of 240 x 160 pixels in four colours, which says how it is to be turned."""
    image = QImage(240, 160, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for number, colour in enumerate(("red", "lime", "black", "blue")):
        painter.fillRect(number % 2 * 120, number // 2 * 80, 120, 80, colour)
    painter.end()
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(written, "JPEG", 95)
    raw = bytes(written.data().data())
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0) + b"\0\0\0\0"
    return raw[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + raw[2:]


def png(exif: bytes) -> bytes:
    """A PNG of nine white pixels with such a chunk."""
    image = QImage(3, 3, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(written, "PNG")
    raw = bytes(written.data().data())
    chunk = b"eXIf" + exif
    return raw[:33] + struct.pack(">I", len(exif)) + chunk + struct.pack(">I", zlib.crc32(chunk)) + raw[33:]


@pytest.mark.parametrize("turn", [0, 1, 6, 8, 9])
@pytest.mark.parametrize("order", [">", "<"])
def test_a_png_that_says_how_to_turn_it_is_told(turn: int, order: str) -> None:
    mark = b"MM" if order == ">" else b"II"
    exif = mark + struct.pack(f"{order}HIHHHIHHI", 42, 8, 1, 0x0112, 3, 1, turn, 0, 0)
    assert ["how to turn it" in fault.wrong and not fault.grave for fault in faults(png(exif), ".png")] == [True] * (turn in range(2, 9))
    assert faults(png(exif[:9]), ".png") == faults(png(b""), ".png") == ()


@pytest.fixture
def kiosk(qapp: object, tmp_path: Path) -> Iterator[Kiosk]:
    """A topic that shows such photographs, turned in each of the eight ways."""
    head, _, _ = sample.INFUSION.partition("  - slide:")
    says = "says: {en: Four colours., es: Cuatro colores.}"
    slides = (f"  - {{slide: way-{way}, kind: picture, title: {{en: Way, es: Lado}}, picture: {{file: way-{way}.jpg, {says}}}}}\n" for way in TURNED)
    content = sample.write(tmp_path / "content", infusion=head + "".join(slides), questions="", clinic=sample.CLINIC)
    for way in TURNED:
        (content / "pictures" / f"way-{way}.jpg").write_bytes(photograph(way))
    library, problems = open_library(content, tmp_path / "data", TODAY)
    assert library
    assert [problem for problem in problems if "way-" in problem.file] == []
    shown = Kiosk(library, Settings(), WindowSpec(*LANDSCAPE), still=True, now=None)
    yield shown
    shown.close()


def test_photographs_are_turned_as_their_cameras_say(kiosk: Kiosk) -> None:
    kiosk.visit.act("wake:en")
    seen = {}
    for way in TURNED:
        kiosk.visit.act(f"go:reading/infusion/way-{way}/0")
        settle()
        seen[way] = corners(kiosk, f"way-{way}")
    assert seen == {way: (top, "upright" if way > 4 else "across") for way, top in TURNED.items()}


def corners(kiosk: Kiosk, name: str) -> tuple[tuple[str, str], str]:
    """The colours at the top of a picture where it stands, and whether it is higher than wide."""
    (item,) = (each for each in inside(kiosk.window.contentItem()) if name in str(each.property("source")) and each.isVisible())
    width, height = float(item.property("paintedWidth")), float(item.property("paintedHeight"))
    left, top = (item.width() - width) / 2, (item.height() - height) / 2
    image = kiosk.window.grabWindow()
    at = [item.mapToScene(QPointF(left + width * share, top + height / 4)).toPoint() for share in (0.25, 0.75)]
    colours = [image.pixelColor(place) for place in at]
    one, other = (COLOURS[each.red() > 128, each.green() > 128, each.blue() > 128] for each in colours)
    return (one, other), "upright" if height > width else "across"


def inside(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        yield child
        yield from inside(child)
