"""What takes long, beside a window that stays awake."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication

from kiosk.staff.content.aside import Aside


def until(so: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not so():
        assert time.monotonic() < end
        QCoreApplication.processEvents()


def fails() -> None:
    raise RuntimeError


def test_work_runs_one_after_another_and_of_what_waits_only_the_last(qapp: object) -> None:
    aside, going, done = Aside(), threading.Event(), list[str]()
    aside.run(lambda: going.wait(20) and "first", done.append, fails)
    for name in ("second", "third"):
        aside.run(lambda name=name: name, done.append, fails)  # type: ignore[misc]
    going.set()
    until(lambda: len(done) == 2)
    assert done == ["first", "third"]
    assert not aside.busy


def test_work_that_fails_is_told_logged_and_followed_by_the_next(qapp: object, caplog: pytest.LogCaptureFixture) -> None:
    aside, told = Aside(), list[str]()
    aside.run(fails, told.append, lambda: told.append("failed"))
    aside.run(lambda: "next", told.append, fails)
    until(lambda: len(told) == 2)
    assert told == ["failed", "next"]
    assert "what a window asked for failed" in caplog.text
    assert Aside.running == 0


def test_a_window_that_closes_waits_for_what_is_at_work_and_hears_nothing_of_it(qapp: object) -> None:
    aside, told, worked = Aside(), list[str](), list[str]()
    aside.run(lambda: worked.append("first"), lambda _: told.append("first"), fails)
    aside.run(lambda: worked.append("second"), lambda _: told.append("second"), fails)
    aside.end()
    QCoreApplication.processEvents()
    assert (worked, told) == (["first"], [])
    assert not aside.busy
    assert (Aside.running, gc.isenabled()) == (0, True)
