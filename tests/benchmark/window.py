"""What the benchmark runs: one window, bare or the kiosk, that tells its own figures as one line of JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from kiosk.devices.qt_libraries import NO_SCREEN

FLOOR = """
import QtQuick
Window {
    visible: true
    color: "#f6f3ec"
    Item {
        anchors.fill: parent
        TapHandler { onTapped: field.visible = !field.visible }
        Rectangle { id: field; x: 1080; y: 280; width: 720; height: 540; color: "#1e1ef0" }
        Text { x: 120; y: 80; text: field.visible ? "First" : "Second"; font.pixelSize: 72; color: "#1d3a3a" }
    }
}
"""


def main() -> None:
    """Arguments: when the process was started (monotonic seconds), WxH, floor or kiosk, and what to do."""
    parser = argparse.ArgumentParser()
    parser.add_argument("begun", type=float)
    parser.add_argument("pixels")
    parser.add_argument("what", choices=("floor", "kiosk"))
    parser.add_argument("--content", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--attract", action="store_true", help="nobody is there; else the first slide is read")
    parser.add_argument("--stay", action="store_true")
    parser.add_argument("--touch", action="store_true")
    options = parser.parse_args()
    width, height = (int(side) for side in options.pixels.split("x"))
    app, window, turn = (_floor if options.what == "floor" else _kiosk)(options, width, height)
    figures: dict[str, Any] = {}

    def first_frame() -> None:
        window.frameSwapped.disconnect(first_frame)
        figures["start_ms"] = (time.monotonic() - options.begun) * 1000
        figures["pss_mib"] = pss_mib()
        if options.touch:
            figures.update(_touched(app, window, turn))
        print(json.dumps(figures), flush=True)
        if not options.stay:
            os._exit(0)

    window.frameSwapped.connect(first_frame)
    sys.exit(app.exec())


def _floor(_options: argparse.Namespace, width: int, height: int) -> tuple[Any, Any, Callable[[], None] | None]:
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtQml import QQmlApplicationEngine
    from PySide6.QtQuick import QQuickWindow  # noqa: F401  (gives the window its type)

    qInstallMessageHandler(_hear_qt)
    app = QGuiApplication(sys.argv)
    engine = QQmlApplicationEngine()
    engine.loadData(FLOOR.encode())
    window = engine.rootObjects()[0]
    window.setProperty("width", width)
    window.setProperty("height", height)
    app.engine = engine  # type: ignore[attr-defined]
    return app, window, None


def _hear_qt(kind: Any, _context: Any, _message: str) -> None:
    """What Qt says helps nobody at a terminal; where it cannot go on it would abort with a dump, so it is ended with a sentence."""
    if kind.name == "QtFatalMsg":
        print(NO_SCREEN, file=sys.stderr, flush=True)
        os._exit(1)


def _kiosk(options: argparse.Namespace, width: int, height: int) -> tuple[Any, Any, Callable[[], None] | None]:
    from kiosk import app as kiosk_app
    from kiosk.content.store.content_reader import ContentReader
    from kiosk.settings.settings import read_settings
    from kiosk.visit.actions import go
    from kiosk.visit.states import Reading

    settings, _ = read_settings(options.data)
    library, _ = ContentReader(options.content, options.data, lambda: datetime.now(tz=UTC).date()).at_start()
    app = kiosk_app.application(["kiosk"])
    kiosk = kiosk_app.Kiosk(library, settings, kiosk_app.WindowSpec((width, height)))
    topic = library.heads[0].id
    if not options.attract:
        kiosk.visit.act("wake")
        kiosk.visit.go(Reading(topic, library.first_slide(topic)))
    app.kiosk = kiosk  # type: ignore[attr-defined]

    def turn() -> None:
        kiosk.visit.act(kiosk.deck.shown.turns.ahead or go(Reading(topic, library.first_slide(topic))))

    return app, kiosk.window, turn


def _touched(app: Any, window: Any, turn: Callable[[], None] | None) -> dict[str, list[float]]:
    """Milliseconds from a touch to the next frame, and between the frames while a finger swipes at 60 Hz."""
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QInputDevice
    from PySide6.QtTest import QTest

    finger = QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)
    swaps: list[float] = []
    window.frameSwapped.connect(lambda: swaps.append(time.monotonic()))

    def rest(seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            app.processEvents()
            time.sleep(0.001)

    rest(1)
    place = QPoint(window.width() - 130, window.height() - 60)
    touch = []
    for _ in range(25):
        swaps.clear()
        QTest.touchEvent(window, finger).press(0, place).commit()
        begun = time.monotonic()
        QTest.touchEvent(window, finger).release(0, place).commit()
        while not swaps and time.monotonic() < begun + 1:
            app.processEvents()
        if swaps:
            touch.append((swaps[0] - begun) * 1000)
        rest(0.5)
    return {"touch_ms": touch, "frame_ms": _swiped(app, window, finger, swaps, rest) if turn else []}


def _swiped(app: Any, window: Any, finger: Any, swaps: list[float], rest: Callable[[float], None]) -> list[float]:
    from PySide6.QtCore import QPoint
    from PySide6.QtTest import QTest

    frames: list[float] = []
    for swipe in range(6):
        direction = -1 if swipe % 2 == 0 else 1
        start = QPoint(window.width() // 2 - direction * 500, window.height() // 2)
        swaps.clear()
        QTest.touchEvent(window, finger).press(0, start).commit()
        for part in range(1, 41):
            due = time.monotonic() + 1 / 60
            QTest.touchEvent(window, finger).move(0, start + QPoint(direction * part * 25, 0)).commit()
            while time.monotonic() < due:
                app.processEvents()
        QTest.touchEvent(window, finger).release(0, start + QPoint(direction * 1000, 0)).commit()
        rest(0.4)
        frames += [(later - earlier) * 1000 for earlier, later in pairwise(swaps)]
    return frames


def pss_mib() -> float:
    """Memory of this process, its share of what others use too, MiB."""
    rollup = Path("/proc/self/smaps_rollup")
    line = next(line for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
