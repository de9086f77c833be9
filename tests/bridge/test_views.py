"""What QML sees of Python has the same shape in every kiosk of a process."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import LANDSCAPE
from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from kiosk.app import Kiosk, WindowSpec
from kiosk.bridge.visit_view import VisitView
from kiosk.settings.settings import Settings
from kiosk.visit.states import Timing


def test_no_view_has_a_shape_of_its_own(visitor: Any, desk: Any) -> None:
    # PySide makes a meta-object of its own for an object as soon as a method of it without @Slot is connected. QML keeps what it knows by
    # the address of the meta-object, for ever: once the object is gone, another one's may lie there, and its properties are undefined.
    kiosk = visitor(desk=desk).taps("Start").kiosk
    kiosk.visit.act("finish")
    views = [each for each in vars(kiosk).values() if isinstance(each, QObject) and hasattr(type(each), "staticMetaObject")]
    views = [each for each in views if type(each).__module__.startswith("kiosk.bridge")]
    assert len(views) >= 8
    for view in views:
        assert view.metaObject().methodCount() == type(view).staticMetaObject.methodCount(), type(view).__name__


def test_a_kiosk_that_is_closed_leaves_nothing_of_qt_to_the_garbage(qapp: object, library: Any, desk: Any, clock: Any) -> None:
    # Garbage is collected in whichever thread is at work, and timers cannot be stopped from another than their own.
    kiosk = Kiosk(library, Settings(), WindowSpec(*LANDSCAPE), clock, still=True, desk=desk)
    parts = [each for each in vars(kiosk).values() if isinstance(each, QObject)]
    parts += [child for part in parts for child in part.findChildren(QTimer)]
    kiosk.close()
    assert [type(each).__name__ for each in parts if isValid(each)] == ["NullVoice"]  # the voice, which others may hand from one to the next


@pytest.mark.parametrize("action", ["", "dance", "go:nowhere/at/all", "help:x", "type:q", "comfort-choice:text:huge"])
def test_what_nobody_can_ask_for_does_nothing_and_is_told_to_the_log(qapp: object, clock: Any, caplog: pytest.LogCaptureFixture, action: str) -> None:
    visit = VisitView(Timing(), "en", clock)
    before = visit.visit
    visit.act(action)
    assert visit.visit == before
    assert caplog.messages == [f"nobody can ask for this here: {action.partition(':')[0]!r}"]
