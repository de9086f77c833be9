"""A bug in the middle of a visit: the next visitor finds the attract screen, the engineer a log."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from visitor import Visitor


def test_a_bug_ends_the_visit_and_is_logged(visitor: Callable[..., Visitor], caplog: pytest.LogCaptureFixture) -> None:
    here = visitor().taps("Empezar")
    error = ZeroDivisionError()
    with caplog.at_level(logging.CRITICAL):
        here.kiosk.recover(type(error), error, None)
    assert here.rest().finds_button("Start")
    assert here.kiosk.visit.visit.language == "en"
    assert "ZeroDivisionError" in caplog.text
