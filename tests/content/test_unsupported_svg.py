"""What `check` says of a drawing is what Qt does with it: every row of the table is drawn here by Qt alone."""

from __future__ import annotations

import pytest
from content.drawn import ROWS
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from kiosk.content.checks.picture_files import faults

SIDE = 200
COLOURS = {
    "r": "#ff0000", "g": "#00ff00", "b": "#0000ff", "k": "#000000", "y": "#ffff00", "p": "#ff8080", ".": "#ffffff", "d": "#7f7f7f",
    "h": "#00b200", "o": "#007100",
}  # fmt: skip


def drawing(body: str, attributes: str = "") -> bytes:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {spaces} viewBox="0 0 100 100" {attributes}>{body}</svg>'.encode()


def seen(raw: bytes) -> str:
    """The nearest colour in the middle of each quarter, as Qt draws it on white."""
    data = QBuffer()
    data.setData(QByteArray(raw))
    data.open(QIODevice.OpenModeFlag.ReadOnly)
    paper = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(paper.rect(), QImageReader(data, QByteArray(b"svg")).read())
    painter.end()
    quarters = ((SIDE // 4 + across * SIDE // 2, SIDE // 4 + down * SIDE // 2) for down in (0, 1) for across in (0, 1))
    return "".join(nearest(paper.pixelColor(*place)) for place in quarters)


def nearest(colour: QColor) -> str:
    def far(name: str) -> int:
        other = QColor(COLOURS[name])
        return sum((one - two) ** 2 for one, two in zip(colour.toTuple()[:3], other.toTuple()[:3], strict=True))

    return min(COLOURS, key=far)


def told(raw: bytes) -> list[str]:
    return [fault.wrong for fault in faults(raw, ".svg") if not fault.grave]


@pytest.mark.qt_log_ignore("Skipping a nested svg", "Could not", "types are incorrect")
@pytest.mark.parametrize("name", ROWS)
def test_what_is_told_is_what_qt_draws_otherwise(qapp: object, name: str) -> None:
    body, right, said = ROWS[name]
    raw = drawing(body)
    assert not [fault for fault in faults(raw, ".svg") if fault.grave]
    assert [said in wrong for wrong in told(raw)] == [True] * bool(said), told(raw)
    assert (seen(raw) == right) == (not said), (seen(raw), right)


def test_a_drawing_that_moves_is_told_though_its_beginning_is_right() -> None:
    body = '<rect width="50" height="50"><animateTransform attributeName="transform" type="rotate" from="0" to="90" dur="9s"/></rect>'
    assert ["<animateTransform>" in wrong for wrong in told(drawing(body))] == [True]


@pytest.mark.parametrize(
    ("size", "stretched"),
    [
        ('width="200" height="100"', True),
        ('width="20mm" height="20mm"', False),
        ('width="200" height="100" preserveAspectRatio="none"', False),
        ('width="100%" height="100%"', False),
        ("", False),
    ],
)
def test_qt_stretches_a_drawing_to_what_its_first_line_says(qapp: object, size: str, stretched: bool) -> None:
    raw = drawing('<circle cx="50" cy="50" r="50" fill="red"/>', size)
    data = QBuffer()
    data.setData(QByteArray(raw))
    data.open(QIODevice.OpenModeFlag.ReadOnly)
    whole = QImageReader(data, QByteArray(b"svg")).read()
    oval = whole.width() != whole.height() and whole.pixelColor(2, whole.height() // 2).red() > 200
    assert oval == (stretched or "none" in size)
    assert ["proportions" in wrong for wrong in told(raw)] == [True] * stretched


def test_each_thing_is_told_once_where_it_stands_first() -> None:
    body = '\n<rect fill="hsl(0,1%,1%)"/>' * 3 + '\n<g clip-path="url(#c)"/>' * 3
    assert [fault.line for fault in faults(drawing(body), ".svg")] == [2, 5]
