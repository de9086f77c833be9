"""What QML sees of Python has the same shape in every kiosk of a process."""

from __future__ import annotations

from typing import Any

from conftest import LANDSCAPE
from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from kiosk.app import Glass, Kiosk
from kiosk.settings.settings import Settings


def test_no_view_has_a_shape_of_its_own(visitor: Any, desk: Any) -> None:
    # PySide makes a meta-object of its own for an object as soon as a method of it without @Slot is connected. QML keeps what it knows by
    # the address of the meta-object, for ever: once the object is gone, another one's may lie there, and its properties are undefined.
    kiosk = visitor(desk=desk).taps("Start").kiosk
    kiosk.visit.finish()
    views = [each for each in vars(kiosk).values() if isinstance(each, QObject) and hasattr(type(each), "staticMetaObject")]
    views = [each for each in views if type(each).__module__.startswith("kiosk.bridge")]
    assert len(views) >= 8
    for view in views:
        assert view.metaObject().methodCount() == type(view).staticMetaObject.methodCount(), type(view).__name__


def test_a_kiosk_that_is_closed_leaves_nothing_of_qt_to_the_garbage(qapp: object, library: Any, desk: Any, clock: Any) -> None:
    # Garbage is collected in whichever thread is at work, and timers cannot be stopped from another than their own.
    kiosk = Kiosk(library, Settings(), Glass(*LANDSCAPE), clock, still=True, desk=desk)
    parts = [each for each in vars(kiosk).values() if isinstance(each, QObject)]
    parts += [child for part in parts for child in part.findChildren(QTimer)]
    kiosk.close()
    assert [type(each).__name__ for each in parts if isValid(each)] == ["Silent"]  # the voice, which others may hand from one to the next
