"""The second look beside the screen: a real process, which says that something else was kept, or nothing."""

from __future__ import annotations

import os
from typing import Any

import pytest

from kiosk.devices.content_reread import SecondLook


@pytest.mark.parametrize(
    ("code", "heard"),
    [("print('other')", 1), ("", 0), ("print('another')", 0), ("import os; os.abort()", 0), ("print('other'); raise ValueError", 1)],
)
def test_only_its_word_counts(qtbot: Any, code: str, heard: int) -> None:
    look, told = SecondLook(["-c", code]), list[None]()
    look.other.connect(lambda: told.append(None))
    look.begin()
    assert look._child._process
    with qtbot.waitSignal(look._child._process.finished, timeout=20_000):
        pass
    assert len(told) == heard
    look.close()


def test_with_the_kiosk_it_ends(qtbot: Any) -> None:
    look = SecondLook(["-c", "import signal; signal.pause()"])
    look.begin()
    assert look._child._process
    assert look._child._process.waitForStarted(20_000)
    number = int(look._child._process.processId())
    look.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
