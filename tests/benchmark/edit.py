"""What the benchmark runs for the desk: until it shows a slide, from a key to the frame that shows the letter, and a save. One line of JSON.

Beside the time that passed stands what the processor spent in it, which says more on a machine that has other work.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from kiosk import app
from kiosk.settings.settings import Settings
from kiosk.staff.content.desk_visitors import Here
from kiosk.staff.content.edit import Editor
from kiosk.staff.publications.at_a_desk import Publishing
from kiosk.staff.publications.signers import Signers

_MOST_SECONDS = 60.0


def main() -> None:
    """Arguments: the content folder, a data folder, how many keys."""
    content, data, times = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    app.application(["kiosk"])
    made: list[Editor] = []

    def open_desk() -> None:
        def now() -> datetime:
            return datetime.now(tz=UTC)

        publishing = partial(Publishing, content, data, now)
        made.append(
            Editor(
                content, data, _today, frozenset(), Settings(),
                publishing=publishing, signers=Signers(data), sticks=list, here=lambda: Here.NONE, now=now,
            )
        )  # fmt: skip

    opened = _spent(open_desk, lambda: _shows(made[0], "0"))
    editor = made[0]
    _wait(lambda: not editor._aside.busy)  # judging goes on beside it, and is not what is measured
    letters = [_typed(editor, f"Key {number}") for number in range(times)]
    saved = _spent(editor.view.leave, lambda: True)
    figures = {"open": opened, "key": tuple(statistics.median(each) for each in zip(*letters, strict=True)), "save": saved}
    print(json.dumps({f"{name}_{what}": ms for name, both in figures.items() for what, ms in zip(("ms", "cpu_ms"), both, strict=True)}), flush=True)
    os._exit(0)


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()


def _typed(editor: Editor, words: str) -> tuple[float, float]:
    return _spent(lambda: editor.view.type("en", words), lambda: _shows(editor, words))


def _shows(editor: Editor, words: str) -> bool:
    return words in str(editor.kiosk.deck.uppermost().get("heading"))


def _spent(work: Callable[[], object], done: Callable[[], bool]) -> tuple[float, float]:
    """Milliseconds until it is done and drawn, and how many of them the processor worked."""
    begun, spent = time.monotonic(), time.process_time()
    work()
    _wait(done)
    _wait_for_frame()
    return (time.monotonic() - begun) * 1000, (time.process_time() - spent) * 1000


def _wait(done: Callable[[], bool]) -> None:
    end = time.monotonic() + _MOST_SECONDS
    while not done() and time.monotonic() < end:
        QCoreApplication.processEvents()


def _wait_for_frame() -> None:
    for _ in range(3):
        QCoreApplication.processEvents()


if __name__ == "__main__":
    main()
