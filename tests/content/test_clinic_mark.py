"""The clinic's mark: `check` says what shape is good and what this one is like, and the screen shows any shape between 1:1 and 4:1 as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import TODAY
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickItem
from visitor import is_made_by

from content import sample
from kiosk.content.checks.check import check
from kiosk.content.store.current import open_library
from kiosk.problems import Problem, Severity
from kiosk.staff.content.all_screens import settle
from kiosk.visit.comfort import Comfort, Palette
from kiosk.visit.moves import ChoseComfort

Make = Callable[..., Any]


def picture(width: int, height: int, kind: str) -> bytes:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor("#102a43"))
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(written, kind)
    return bytes(written.data().data())


def drawing(attributes: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><rect width="9" height="9" fill="#102a43"/></svg>'.encode()


def marked(tmp_path: Path, name: str, raw: bytes) -> Path:
    content = sample.write(tmp_path / "content")
    (content / "pictures" / name).write_bytes(raw)
    clinic = content / "clinic.yaml"
    clinic.write_text(clinic.read_text(encoding="utf-8").replace("mark: clinic-mark.svg", f"mark: {name}"), encoding="utf-8")
    return content


def told(content: Path) -> list[Problem]:
    return [each for each in check(content, TODAY) if each.severity is not Severity.NOTICE and "mark" in each.wrong]


GOOD = {
    "square": ("m.png", picture(400, 400, "PNG")),
    "nearly square": ("m.png", picture(180, 200, "PNG")),
    "four times as wide": ("m.png", picture(800, 200, "PNG")),
    "large": ("m.png", picture(2400, 2000, "PNG")),
    "drawn": ("m.svg", drawing('viewBox="0 0 600 200"')),
    "drawn, and small": ("m.svg", drawing('width="30" height="10" viewBox="0 0 30 10"')),
}
BAD = {
    "a sliver": ("m.png", picture(1200, 200, "PNG"), "is 6 times as wide as it is tall"),
    "a bit too wide": ("m.png", picture(900, 200, "PNG"), "is 4.5 times as wide"),
    "high": ("m.png", picture(200, 500, "PNG"), "is 2.5 times as tall as it is wide"),
    "drawn high": ("m.svg", drawing('viewBox="0 0 20 30"'), "is 1.5 times as tall"),
    "tiny": ("m.png", picture(40, 40, "PNG"), "has only 40 x 40 pixels"),
    "a photograph": ("m.jpg", picture(600, 400, "JPEG"), "is a photograph (JPEG)"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_mark_that_is_good_is_not_told(tmp_path: Path, name: str) -> None:
    assert told(marked(tmp_path, *GOOD[name])) == []


@pytest.mark.parametrize("name", BAD)
def test_a_mark_that_is_not_good_is_told_once_where_it_is_named(tmp_path: Path, name: str) -> None:
    file, raw, wrong = BAD[name]
    (problem,) = told(marked(tmp_path, file, raw))
    assert (problem.file, problem.severity) == ("clinic.yaml", Severity.WARNING)
    assert wrong in problem.wrong
    assert problem.instead.endswith(".")


def named(item: QQuickItem, name: str) -> list[QQuickItem]:
    own = [item] if is_made_by(item, name) and item.isVisible() else []
    return own + [found for child in item.childItems() for found in named(child, name)]


@pytest.mark.parametrize(("width", "shape"), [(200, 1.0), (500, 2.5), (800, 4.0), (1600, 4.0)])
@pytest.mark.parametrize("palette", [Palette.PAPER, Palette.NIGHT])
def test_a_mark_is_as_wide_as_it_is(visitor: Make, tmp_path: Path, width: int, shape: float, palette: Palette) -> None:
    content = marked(tmp_path, "m.png", picture(width, 200, "PNG"))
    library, problems = open_library(content, tmp_path / "data", TODAY)
    assert library, problems
    kiosk = visitor(own=library).kiosk
    kiosk.visit.act("wake:en")
    kiosk.visit.move(ChoseComfort(Comfort(palette=palette)))
    settle()
    (mark,) = named(kiosk.window.contentItem(), "ClinicMark")
    (drawn,) = named(mark, "Picture")
    assert drawn.width() / drawn.height() == pytest.approx(shape, abs=0.05)
    assert mark.height() - drawn.height() == (0 if palette is Palette.PAPER else pytest.approx(mark.height() * 0.2))
