"""Whatever is done to the window, it is full screen again."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QRect, QSizeF
from PySide6.QtGui import QGuiApplication, QInputDevice, QScreen, QWindow
from PySide6.QtQuick import QQuickWindow

from kiosk.app import Kiosk, WindowSpec
from kiosk.devices import fullscreen
from kiosk.devices.fullscreen import EAGER, SETTLE_MS
from kiosk.settings.settings import Settings

DONE_TO_IT: dict[str, Callable[[QQuickWindow], Any]] = {
    "closed": lambda window: window.close(),
    "minimised": lambda window: window.showMinimized(),
    "made a window": lambda window: window.showNormal(),
    "made smaller": lambda window: (window.showNormal(), window.resize(300, 200)),
    "hidden": lambda window: window.hide(),
}


@pytest.fixture
def kiosk(qapp: object, library: Any, clock: Any) -> Iterator[Kiosk]:
    gc.collect()  # or kiosks of earlier tests would be taken down in the middle of Qt's handing out of events
    made = Kiosk(library, Settings(), WindowSpec(), clock, still=True)
    yield made
    made.close()


@pytest.mark.parametrize("what", list(DONE_TO_IT))
def test_it_comes_back_within_a_second(qtbot: Any, kiosk: Kiosk, what: str) -> None:
    window = kiosk.window
    qtbot.waitUntil(lambda: window.visibility() is QWindow.Visibility.FullScreen, timeout=5000)
    DONE_TO_IT[what](window)
    whole = QGuiApplication.primaryScreen().geometry().size()
    qtbot.waitUntil(lambda: window.isVisible() and window.visibility() is QWindow.Visibility.FullScreen and window.size() == whole, timeout=1000)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("kind", "shape"), [("TouchScreen", "BitmapCursor"), ("Mouse", "ArrowCursor")])
def test_there_is_no_pointer_where_there_is_a_touchscreen(
    library: Any, clock: Any, monkeypatch: pytest.MonkeyPatch, kind: str, shape: str
) -> None:
    device = SimpleNamespace(type=lambda: QInputDevice.DeviceType[kind])
    monkeypatch.setattr(fullscreen, "QInputDevice", SimpleNamespace(DeviceType=QInputDevice.DeviceType, devices=lambda: [device]))
    gc.collect()
    with closing(Kiosk(library, Settings(), WindowSpec(), clock, still=True)) as made:
        shown = made.window.cursor()
        assert shown.shape().name == shape
        assert shape == "ArrowCursor" or not shown.pixmap().toImage().pixelColor(0, 0).alpha()


def becomes(monkeypatch: pytest.MonkeyPatch, place: QRect, mm: tuple[float, float]) -> None:
    """The screen is another: what Qt is asked says so, and Qt tells of it (`tests/screens.py` does it for real)."""
    monkeypatch.setattr(QScreen, "geometry", lambda _: place)
    monkeypatch.setattr(QScreen, "size", lambda _: place.size())
    monkeypatch.setattr(QScreen, "physicalSize", lambda _: QSizeF(*mm))
    QGuiApplication.primaryScreen().geometryChanged.emit(place)


def test_another_screen_is_no_quarrel(qtbot: Any, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it changes, the window is put there within a second: where there is no window manager nobody else does that."""
    qtbot.waitUntil(lambda: kiosk.window.visibility() is QWindow.Visibility.FullScreen, timeout=5000)
    for number in range(EAGER + 2):
        becomes(monkeypatch, QRect(100 * number, 0, 1280, 720), (476.0, 268.0))
        assert kiosk._staying._returning.isActive()
        assert kiosk._staying._returning.interval() == SETTLE_MS
        kiosk._staying.come_back()


def test_with_a_compositor_that_spreads_the_window_over_two_screens_there_is_no_quarrel(
    qtbot: Any, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked once whenever the screens change, and not again every ten seconds, which would draw all anew each time."""
    qtbot.waitUntil(lambda: kiosk.window.visibility() is QWindow.Visibility.FullScreen and kiosk.window.isActive(), timeout=5000)
    asked: list[bool] = []
    monkeypatch.setattr(fullscreen, "_is_wayland", lambda: True)
    monkeypatch.setattr(kiosk.window, "setGeometry", lambda _: asked.append(True))
    for number in range(2):
        becomes(monkeypatch, QRect(0, 0, 1280 + number, 720), (476.0, 268.0))
        for _ in range(EAGER):
            kiosk._staying.come_back()
        assert len(asked) == number + 1
        kiosk._staying.come_back()
        assert kiosk._staying._tries == 0


def test_letters_follow_the_true_size_of_the_screen(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A television that is off tells another size than one that is on."""
    becomes(monkeypatch, QRect(0, 0, 1920, 1080), (476.0, 268.0))
    kiosk.screen.resized(1920, 1080)
    before = kiosk.screen.measures
    becomes(monkeypatch, QRect(0, 0, 1920, 1080), (1210.0, 680.0))
    large = kiosk.screen.measures
    assert large.screen.px_per_mm == pytest.approx(1920 / 1210, abs=0.01)
    assert large.body < before.body
    assert large.screen.highest_mm - large.screen.lower_edge_mm == pytest.approx(420)
    kiosk.screen.fit((1210.0, 680.0), 700.0)  # staff measure it: then it does not matter what the screen says
    becomes(monkeypatch, QRect(0, 0, 1920, 1080), (476.0, 268.0))
    assert kiosk.screen.measures.screen.px_per_mm == large.screen.px_per_mm


def test_nobody_closes_it_but_the_kiosk_itself(qtbot: Any, kiosk: Kiosk) -> None:
    event = QEvent(QEvent.Type.Close)
    assert kiosk.window.close() is False or kiosk.window.isVisible()
    QGuiApplication.sendEvent(kiosk.window, event)
    assert kiosk.window.isVisible()
    kiosk._staying.let_go()
    assert kiosk.window.close()
    assert not kiosk.window.isVisible()


def test_in_a_window_for_staff_it_can_be_closed(qapp: object, library: Any, clock: Any) -> None:
    made = Kiosk(library, Settings(), WindowSpec((1280, 720)), clock, still=True)
    assert made.window.close()
    made.close()


def test_what_comes_in_front_of_it_does_not_stay_there(qtbot: Any, kiosk: Kiosk) -> None:
    qtbot.waitUntil(kiosk.window.isActive, timeout=5000)
    other = QWindow()
    other.show()
    other.requestActivate()
    qtbot.waitUntil(lambda: not kiosk.window.isActive(), timeout=1000)
    qtbot.waitUntil(kiosk.window.isActive, timeout=1000)
    other.destroy()


def test_a_signal_ends_it_all_the_same(tmp_path: Any) -> None:
    """Qt asks every window before it quits; ours lets nobody close it."""
    import signal
    import subprocess
    import sys

    command = [sys.executable, "-m", "kiosk.staff", "run", "--data", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "running" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
