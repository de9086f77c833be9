"""Screens that become others while the kiosk is on them, for real: an X server without a window manager (or with the one that is named).

    python tests/screens.py [WINDOW_MANAGER]

needs `Xvfb`, `xrandr` and `xwininfo`. The server has one large picture, and is told what screens it consists of. Printed is, after each change,
where the X server has the window, for what size the kiosk takes the glass, and how long both took.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from msgspec import Struct

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from wanted import Parser  # noqa: E402

from kiosk.processes import bound  # noqa: E402

PATIENCE_SECONDS, LONGEST_SECONDS = 10.0, 2.0


class Screen(Struct, frozen=True):
    """Pixels, place, and true size in mm; without one the X server makes one up, of 96 pixels an inch."""

    width: int
    height: int
    x: int = 0
    y: int = 0
    mm: tuple[int, int] | None = None

    def monitor(self) -> str:
        mm = self.mm or (round(self.width * 25.4 / 96), round(self.height * 25.4 / 96))
        return f"{self.width}/{mm[0]}x{self.height}/{mm[1]}+{self.x}+{self.y}"


SMALL_MM, LARGE_MM, UNKNOWN_INCHES = (476, 268), (1210, 680), 21.5
CHANGES: dict[str, Screen] = {
    "a 21.5-inch screen": Screen(1920, 1080, mm=SMALL_MM),
    "it tells 55 inches: the television was off before": Screen(1920, 1080, mm=LARGE_MM),
    "another mode": Screen(1280, 720, mm=LARGE_MM),
    "turned upright": Screen(1080, 1920, mm=(268, 476)),
    "it tells no size any more": Screen(1280, 720),
    "4K": Screen(3840, 2160, mm=LARGE_MM),
    "another screen beside the one that went": Screen(1920, 1080, 1920, 0, SMALL_MM),
    "it moves": Screen(1920, 1080, 0, 1080, SMALL_MM),
    "the first one is back": Screen(1920, 1080, mm=SMALL_MM),
}


@contextmanager
def server(manager: str) -> Iterator[str]:
    """The name of a display that is ready."""
    said, say = os.pipe()
    command = ["Xvfb", "-displayfd", str(say), "-screen", "0", "3840x2160x24", "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(bound(command), pass_fds=[say], stderr=subprocess.DEVNULL) as xvfb:
        display = f":{os.read(said, 16).decode().strip()}"
        variables = os.environ | {"DISPLAY": display}
        managing = subprocess.Popen(bound([manager]), env=variables, stderr=subprocess.DEVNULL) if manager else None
        try:
            yield display
        finally:
            for each in filter(None, (managing, xvfb)):
                each.terminate()
                each.wait()


class Stage:
    """What the X server is told, and what it tells."""

    def __init__(self) -> None:
        self._count = 0

    def becomes(self, screen: Screen) -> None:
        """The server consists of this screen alone: only one can have the output, so the one before goes in the same request."""
        self._count += 1
        subprocess.run(["xrandr", "--setmonitor", f"S{self._count}", screen.monitor(), "screen"], check=True, capture_output=True)

    @staticmethod
    def window(number: int) -> tuple[int, int, int, int]:
        """Where the server has this window: x, y, width, height."""
        said = subprocess.run(["xwininfo", "-id", str(number)], capture_output=True, text=True, check=True).stdout
        x, y, width, height = (int(each) for each in re.findall(r"(?:Absolute upper-left [XY]|Width|Height):\s+(-?\d+)", said))
        return x, y, width, height


def tried() -> int:
    """The kiosk in this process, through all changes; how many of them it did not follow."""
    from kiosk import app
    from kiosk.content.store.current import open_library
    from kiosk.settings.settings import Settings

    stage, missed = Stage(), 0
    stage.becomes(CHANGES["a 21.5-inch screen"])
    qt = app.application(["screens"])
    with tempfile.TemporaryDirectory() as data:
        library, _ = open_library(PROJECT / "content", Path(data), time_of_content())
        assert library
        kiosk = app.Kiosk(library, Settings(), app.WindowSpec())
        for name, screen in CHANGES.items():
            if name != "a 21.5-inch screen":
                stage.becomes(screen)
            inches = UNKNOWN_INCHES if screen.mm is None else (screen.mm[0] ** 2 + screen.mm[1] ** 2) ** 0.5 / 25.4
            begun, right = time.monotonic(), False
            while not right and time.monotonic() - begun < PATIENCE_SECONDS:
                qt.processEvents()
                there = stage.window(int(kiosk.window.winId()))
                taken = (kiosk.screen.physical_mm[0] ** 2 + kiosk.screen.physical_mm[1] ** 2) ** 0.5 / 25.4
                right = there == (screen.x, screen.y, screen.width, screen.height) and abs(taken - inches) < 0.1
            seconds = time.monotonic() - begun
            missed += not right or seconds > LONGEST_SECONDS
            size = f"{there[2]}x{there[3]}+{there[0]}+{there[1]}"
            print(f"{'right' if right else 'WRONG'}  {seconds:4.1f} s  {size:15} {taken:4.1f} inches (of {inches:4.1f})  {name}", flush=True)
        kiosk.close()
    return missed


def time_of_content() -> date:
    from conftest import TODAY

    return TODAY


def main(manager: str = "") -> int:
    with server(manager) as display:
        os.environ |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_QUICK_BACKEND": "software"}
        missed = tried()
    print(f"{len(CHANGES)} changes, {missed} not followed within {LONGEST_SECONDS:g} s.")
    return int(missed > 0)


if __name__ == "__main__":
    asking = Parser(__doc__)
    asking.add_argument("manager", nargs="?", default="", metavar="WINDOW_MANAGER", help="a program that is installed; usually none")
    chosen = asking.parse_args().manager
    if chosen and not shutil.which(chosen):
        asking.error(f"there is no program {chosen!r} here")
    sys.exit(main(chosen))
