"""A bug in the middle of a visit: the next visitor finds the attract screen, the engineer a log."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtQml import QQmlComponent
from visitor import Visitor


@pytest.fixture
def here(visitor: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """Somebody who reads Spanish, and must leave no trace after what goes wrong."""
    here = visitor().taps("Empezar")
    monkeypatch.setattr(sys, "excepthook", here.kiosk.healing.recover)
    yield here
    assert here.rest().finds_button("Start")
    assert here.kiosk.visit.visit.language == "en"


def fails(*_: Any) -> None:
    raise ZeroDivisionError


def test_a_bug_in_a_slot_ends_the_visit_and_is_logged(here: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.CRITICAL):
        QTimer.singleShot(0, fails)
        here.rest()
    assert "ZeroDivisionError" in caplog.text


def test_a_bug_while_a_page_is_made_ends_the_visit(here: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    show, first = here.kiosk.deck.show, iter([fails])

    def fails_once(*seen: Any) -> None:
        next(first, show)(*seen)

    monkeypatch.setattr(here.kiosk.deck, "show", fails_once)
    here.taps("Su infusión")


@pytest.mark.qt_log_ignore("ReferenceError")
def test_a_bug_in_a_binding_ends_the_visit(here: Visitor) -> None:
    component = QQmlComponent(here.kiosk._engine)
    component.setData(b"import QtQml\nQtObject { property int x: nothing.there }", "")
    component.create()
