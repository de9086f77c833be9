"""The self-test beside the screen: a real process, whose answer comes when it comes, or does not come at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.devices.self_test import HourlySelfTest, SelfTest
from kiosk.health import KEPT, Diagnosis, Level, as_json, from_json

ILL = (Diagnosis("voices", Level.AMBER, "Nothing speaks Spanish: ñ.", "Install it."),)
Make = Callable[[str], SelfTest]


@pytest.fixture
def running(qapp: object) -> Iterator[Make]:
    """Makes a self-test out of a line of Python."""
    made: list[SelfTest] = []

    def make(code: str) -> SelfTest:
        made.append(SelfTest(["-c", code]))
        return made[-1]

    yield make
    for each in made:
        each.close()


def told(qtbot: Any, test: SelfTest) -> object:
    with qtbot.waitSignal(test.told, timeout=20000) as heard:
        test.begin()
    return heard.args[0]


@pytest.mark.parametrize("code", [0, 1], ids=["well", "red"])
def test_the_answer_is_told_whatever_the_exit_code(qtbot: Any, running: Make, code: int) -> None:
    assert told(qtbot, running(f"import sys; print({as_json(ILL)!r}); sys.exit({code})")) == ILL


@pytest.mark.parametrize("code", ["", "print('no JSON')", "import os; os.abort()", "raise ValueError"], ids=["silent", "words", "dies", "a bug"])
def test_a_self_test_without_an_answer_is_told_as_such(qtbot: Any, running: Make, code: str) -> None:
    assert told(qtbot, running(code)) == ()


def test_it_can_be_asked_again_and_again(qtbot: Any, running: Make) -> None:
    test = running(f"print({as_json(ILL)!r})")
    assert [told(qtbot, test), told(qtbot, test)] == [ILL, ILL]


def test_while_it_runs_no_second_one_is_started_and_with_the_kiosk_it_ends(running: Make) -> None:
    test = running("import signal; signal.pause()")
    test.begin()
    assert test._child._process
    assert test._child._process.waitForStarted(20000)
    number = int(test._child._process.processId())
    test.begin()
    assert int(test._child._process.processId()) == number
    test.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_each_hour_in_which_nobody_is_there_one_is_made_and_kept(qtbot: Any, running: Make, tmp_path: Path) -> None:
    test, somebody = running(f"print({as_json(ILL)!r})"), [True]
    hourly = HourlySelfTest(test, lambda: not somebody, tmp_path)
    hourly.look()
    assert test._child._process is None, "somebody is there"
    somebody.clear()
    with qtbot.waitSignal(test.told, timeout=20000):
        hourly.look()
    assert from_json((tmp_path / KEPT).read_bytes()) == ILL
    hourly.close()
    assert not hourly._timer.isActive()


def test_one_without_an_answer_is_not_kept(qtbot: Any, running: Make, tmp_path: Path) -> None:
    test = running("")
    hourly = HourlySelfTest(test, lambda: True, tmp_path)
    with qtbot.waitSignal(test.told, timeout=20000):
        hourly.look()
    assert not (tmp_path / KEPT).exists()
    hourly.close()
