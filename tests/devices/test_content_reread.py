"""The second look beside the screen: a real process, which says that something else was kept, or that all is the same; or it fails."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject

from kiosk import running
from kiosk.devices import content_reread
from kiosk.devices.content_reread import SecondLook
from kiosk.running import ContentSource

SAID = {
    "the same": ("print('same')", "same", 0), "newer": ("print('newer')", "newer", 0), "another": ("print('other')", "other", 0),
    "nothing": ("", "other", 2), "something else": ("print('another')", "other", 2), "no words": (r"print('\ud800')", "other", 2),
    "it dies": ("import os; os.abort()", "other", 2), "it fails": ("raise ValueError", "other", 2),
    "it does not end": ("import signal; signal.pause()", "other", 1),
}  # fmt: skip


@pytest.mark.parametrize(("code", "heard", "tried"), SAID.values(), ids=SAID)
def test_whatever_is_not_proved_the_same_is_another(qtbot: Any, monkeypatch: pytest.MonkeyPatch, code: str, heard: str, tried: int) -> None:
    monkeypatch.setattr(content_reread, "SECOND_LOOK_MS", 1)
    told = list[str]()
    look = SecondLook(["-c", code], lambda: not told.append("refused"), most_ms=2000 if "pause" in code else 20_000)  # type: ignore[func-returns-value]
    look.told.connect(told.append)
    said = list[bytes]()
    look._child.said.connect(said.append)
    look.begin()
    qtbot.waitUntil(lambda: heard in told, timeout=30_000)
    assert told == ["refused"] * bool(tried) + [heard]
    assert len(said) == (tried or 1)
    look.close()


def test_what_cannot_be_refused_is_stuck(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_reread, "SECOND_LOOK_MS", 1)
    look = SecondLook(["-c", ""], lambda: False)
    with qtbot.waitSignal(look.told, timeout=30_000) as told:
        look.begin()
    assert told.args == ["stuck"]
    look.close()


def test_with_the_kiosk_it_ends(qtbot: Any) -> None:
    look = SecondLook(["-c", "import signal; signal.pause()"], lambda: True)
    look.begin()
    assert look._child._process
    assert look._child._process.waitForStarted(20_000)
    number = int(look._child._process.processId())
    look.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


SHOWN, TRUE = (("shown", 1, 1),), (("true", 1, 1),)


@pytest.mark.parametrize(
    ("said", "kept", "then"),
    [
        ("same", "true", ([], SHOWN)),
        ("newer", "true", (["true"], TRUE)),
        ("other", "true", (["true"], TRUE)),
        ("stuck", "true", (["This screen is resting"], None)),
        ("newer", "", (["This screen is resting"], ())),
        ("", "", (["This screen is resting"], ())),
    ],
)
def test_nothing_that_was_not_proved_stays(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch, said: str, kept: str, then: tuple[list[str], Any]
) -> None:
    """What the look has kept shows then; and where that is nothing, the screen rests until all is read."""
    monkeypatch.setattr(running, "SECOND_LOOK_MS", 1)
    monkeypatch.setattr(content_reread, "SECOND_LOOK_MS", 1)
    came, begun, ends, visit = list[str](), list[Any](), ExitStack(), QObject()
    stage = lambda library, at_once: came.append(library if isinstance(library, str) else library.clinic.headline.in_("en"))  # noqa: E731
    source = ContentSource(Path, tuple, lambda: None, again=["-c", f"print({said!r})"], kept=lambda: (kept, TRUE) if kept else None, shown=SHOWN)  # type: ignore[arg-type,return-value]
    told = running._look_again(SimpleNamespace(stage=stage, visit=visit), source, SimpleNamespace(begin=begun.append), ends)  # type: ignore[arg-type]
    with qtbot.waitSignal(told, timeout=30_000):
        pass
    assert (came, begun) == (then[0], [] if said == "stuck" else [then[1]]), "what is stuck is not even watched"
    ends.close()
