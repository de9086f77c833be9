"""What QML sees of Python has the same shape in every kiosk of a process."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject


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
