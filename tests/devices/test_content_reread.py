"""The second look beside the screen: a real process, which says that something else was kept, or that all is the same; or it fails."""

from __future__ import annotations

import os
from typing import Any

import pytest

from kiosk.devices import content_reread
from kiosk.devices.content_reread import SecondLook

SAID = {
    "the same": ("print('same')", 0, 0), "another": ("print('other')", 1, 0), "nothing": ("", 1, 1), "something else": ("print('another')", 1, 1),
    "it dies": ("import os; os.abort()", 1, 1), "it fails": ("raise ValueError", 1, 1), "it does not end": ("import signal; signal.pause()", 1, 1),
}  # fmt: skip


@pytest.mark.parametrize(("code", "heard", "refused"), SAID.values(), ids=SAID)
def test_whatever_is_not_proved_the_same_is_another(qtbot: Any, monkeypatch: pytest.MonkeyPatch, code: str, heard: int, refused: int) -> None:
    monkeypatch.setattr(content_reread, "SECOND_LOOK_MS", 1)
    told = list[str]()
    look = SecondLook(["-c", code], lambda: told.append("refused"), most_ms=2000 if "pause" in code else 20_000)
    look.other.connect(lambda: told.append("other"))
    said = list[bytes]()
    look._child.said.connect(said.append)
    look.begin()
    qtbot.waitUntil(lambda: len(said) == 1 + refused, timeout=30_000)
    assert told == ["refused"] * refused + ["other"] * heard
    look.close()


def test_with_the_kiosk_it_ends(qtbot: Any) -> None:
    look = SecondLook(["-c", "import signal; signal.pause()"], lambda: None)
    look.begin()
    assert look._child._process
    assert look._child._process.waitForStarted(20_000)
    number = int(look._child._process.processId())
    look.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
