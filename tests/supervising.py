"""The supervisor for real: the kiosk is made ill in every way, and the seconds are counted until its start screen is painted anew.

    python tests/supervising.py [ROUNDS]

prints them, worst first. The tests run a short form.
"""

from __future__ import annotations

import os
import queue
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from wanted import wanted  # noqa: E402

from kiosk.unattended.exit_codes import LEFT  # noqa: E402
from kiosk.unattended.supervisor import Event, Patience, supervise  # noqa: E402

LONGEST_SECONDS = 15.0
"""Within this time the start screen is to be back (standards R4)."""
FROM_OUTSIDE = {"stopped (SIGSTOP)": signal.SIGSTOP, "killed (SIGKILL)": signal.SIGKILL, "crashed (SIGSEGV)": signal.SIGSEGV}
FROM_INSIDE = {"the thread of the screen hangs": b"hang", "no frame is painted any more": b"blind", "three errors in slots": b"err"}
ILLS = (*FROM_OUTSIDE, *FROM_INSIDE)


class Ward:
    """A kiosk under the supervisor, and the means to make it ill."""

    def __init__(self, folder: Path, patience: Patience) -> None:
        self._pipe = folder / "ill"
        os.mkfifo(self._pipe)
        self._events: queue.Queue[tuple[Event, int]] = queue.Queue()
        command = [sys.executable, str(Path(__file__)), "--patient", str(self._pipe), "run", "--window", "1920x1080", "--data", str(folder / "data")]
        variables = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
        self._thread = threading.Thread(target=supervise, args=(command, variables, patience, self._told))
        self._thread.start()

    def _told(self, event: Event, child: subprocess.Popen[bytes]) -> None:
        self._events.put((event, child.pid))

    def painted(self) -> tuple[list[Event], int]:
        """Waits for the next start screen: what was told on the way, and its process."""
        told: list[Event] = []
        while not told or told[-1] is not Event.PAINTED:
            event, pid = self._events.get(timeout=60)
            told.append(event)
        return told, pid

    def falls_ill(self, ill: str, pid: int) -> tuple[float, list[Event], int]:
        """Seconds until the start screen is back, what was told meanwhile, and the new process."""
        begun = time.monotonic()
        if ill in FROM_OUTSIDE:
            os.kill(pid, FROM_OUTSIDE[ill])
        else:
            self._inside(FROM_INSIDE[ill])
        told, fresh = self.painted()
        return time.monotonic() - begun, told, fresh

    def close(self) -> None:
        self._inside(b"leave")
        self._thread.join(timeout=60)

    def _inside(self, ill: bytes) -> None:
        with self._pipe.open("wb", buffering=0) as pipe:
            pipe.write(ill)


@contextmanager
def ward(patience: Patience) -> Iterator[Ward]:
    with tempfile.TemporaryDirectory() as folder:
        made = Ward(Path(folder), patience)
        try:
            yield made
        finally:
            made.close()


def patient(pipe: str, arguments: list[str]) -> int:
    """What the supervised process does: it is the kiosk, and falls ill when the pipe says so."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSocketNotifier, QTimer
    from PySide6.QtGui import QGuiApplication

    from kiosk import running
    from kiosk.staff.main import main

    class Blind(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            return event.type() == QEvent.Type.UpdateRequest

    def fail() -> None:
        raise ZeroDivisionError

    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    blind, file = Blind(), os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    ills: dict[bytes, Callable[[], Any]] = {
        b"hang": lambda: time.sleep(3600),
        b"blind": lambda: QGuiApplication.topLevelWindows()[0].installEventFilter(blind),
        b"err": lambda: [QTimer.singleShot(0, fail) for _ in range(3)],
        b"leave": lambda: QCoreApplication.exit(LEFT),
    }
    application, notifiers = running.application, []

    def ill(arguments: list[str]) -> QGuiApplication:
        made = application(arguments)
        notifiers.append(QSocketNotifier(file, QSocketNotifier.Type.Read))
        notifiers[0].activated.connect(fall_ill)
        return made

    def fall_ill() -> None:
        ills[os.read(file, 100)]()

    running.application = ill
    return main(arguments)


def measured(rounds: int) -> dict[str, list[float]]:
    """The seconds of every ill, each as often."""
    took: dict[str, list[float]] = {ill: [] for ill in ILLS}
    with ward(Patience()) as made:
        _, pid = made.painted()
        for _ in range(rounds):
            for ill, seconds in took.items():
                time.sleep(3)  # somebody looks at the screen, and the beat is at no special point
                lasted, _, pid = made.falls_ill(ill, pid)
                seconds.append(lasted)
                print(f"{lasted:5.1f} s  {ill}", flush=True)
    return took


if __name__ == "__main__":
    if sys.argv[1:2] == ["--patient"]:
        sys.exit(patient(sys.argv[2], sys.argv[3:]))
    came = measured(*wanted(__doc__, rounds=3))
    for name, figures in sorted(came.items(), key=lambda each: -max(each[1])):
        print(f"{name}: median {statistics.median(figures):.1f} s, longest {max(figures):.1f} s until the start screen was painted anew")
    sys.exit(max(max(figures) for figures in came.values()) > LONGEST_SECONDS)
