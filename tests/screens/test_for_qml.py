"""What QML gets: maps and lists; and that handing things over loses nothing."""

from __future__ import annotations

import sys

from msgspec import Struct
from PySide6.QtCore import QTimer

from kiosk.layout.typeset import Line, SetText, WordSpot
from kiosk.screens.for_qml import plain


class Box(Struct, frozen=True):
    width: float
    inner: tuple[str, ...] = ()


def test_values_become_maps_and_lists() -> None:
    assert plain((Box(1.0, ("a", "b")), {"box": Box(2.0)})) == [
        {"width": 1.0, "inner": ["a", "b"]},
        {"box": {"width": 2.0, "inner": []}},
    ]


def test_a_set_text_becomes_what_the_screen_draws() -> None:
    lines = (Line("a <b>b</b>", "a b", 9.0), Line("c", "c", 3.0, (WordSpot("w", "c", 0.0, 3.0),)))
    drawn = plain(SetText(lines, 20.0, 16.0, 600))
    assert (drawn["html"], drawn["plain"], drawn["height"]) == ("a <b>b</b><br>c", "a b c", 40.0)
    assert drawn["spots"] == [{"action": "open:word/w/0", "label": "c", "left": 0.0, "width": 3.0, "row": 1}]


def test_this_pyside_gives_back_no_reference_too_many(qapp: object) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one reference to None in each call that returns nothing; after some 60,000 Python ends."""
    timer = QTimer()
    before = sys.getrefcount(None)
    for _ in range(2000):
        timer.stop()
    assert sys.getrefcount(None) > before - 1000
