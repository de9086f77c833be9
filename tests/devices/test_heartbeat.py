"""The heartbeat against a real socket and a real window: it beats while frames are painted, and only then."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtQuick import QQuickWindow

from kiosk.devices.heartbeat import BEAT_SECONDS, Heartbeat, beat_seconds, heartbeat, teller
from kiosk.health import WATCHED

SOON = 0.02
PROJECT = Path(__file__).resolve().parents[2]


class Ear:
    """Whoever watches over the kiosk."""

    def __init__(self, address: str) -> None:
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.bind(address)
        self._line.setblocking(False)
        self.heard: list[str] = []

    def waits(self) -> str:
        """The next word, when it comes."""
        self._line.setblocking(True)
        self._line.settimeout(30)
        return self._line.recv(100).decode()

    def hears(self) -> list[str]:
        """All that was told up to now."""
        while True:
            try:
                self.heard.append(self._line.recv(100).decode())
            except BlockingIOError:
                return self.heard

    def close(self) -> None:
        self._line.close()


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[Ear]:
    ear = Ear(str(tmp_path / "notify"))
    yield ear
    ear.close()


@pytest.fixture
def window(qapp: object) -> Iterator[QQuickWindow]:
    window = QQuickWindow()
    window.resize(200, 100)
    yield window
    window.close()


@pytest.fixture
def heart(window: QQuickWindow, ear: Ear, tmp_path: Path) -> Iterator[Heartbeat]:
    heart = Heartbeat(window, teller(str(tmp_path / "notify")), SOON)
    yield heart
    heart.deleteLater()


class Blind(QObject):
    """A renderer that is dead, in an event loop that lives."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() == QEvent.Type.UpdateRequest


def test_the_first_frame_says_ready_and_each_further_beat_is_painted(qtbot: Any, window: QQuickWindow, heart: Heartbeat, ear: Ear) -> None:
    window.show()
    qtbot.waitUntil(lambda: len(ear.hears()) >= 5, timeout=5000)
    assert ear.heard[0] == "READY=1"
    assert set(ear.heard[1:]) == {"WATCHDOG=1"}
    heart.end()
    assert ear.hears()[-1] == "STOPPING=1"
    assert ear.heard.count("READY=1") == 1


def asks(qtbot: Any, heart: Heartbeat, times: int) -> None:
    """Until it has asked for so many frames."""
    for _ in range(times):
        with qtbot.waitSignal(heart._timer.timeout):
            pass


def test_no_window_no_word(qtbot: Any, heart: Heartbeat, ear: Ear) -> None:
    asks(qtbot, heart, 3)
    assert ear.hears() == []


def test_a_frame_that_nobody_asked_for_is_no_beat(qtbot: Any, window: QQuickWindow, ear: Ear, tmp_path: Path) -> None:
    heart = Heartbeat(window, teller(str(tmp_path / "notify")), 1000.0)
    window.show()
    qtbot.waitUntil(lambda: ear.hears() == ["READY=1", "WATCHDOG=1"], timeout=5000)
    for _ in range(3):
        with qtbot.waitSignal(window.frameSwapped):
            window.update()
    assert ear.hears() == ["READY=1", "WATCHDOG=1"]
    heart.end()


def test_it_falls_silent_when_nothing_is_painted_and_beats_again_when_it_is(
    qtbot: Any, window: QQuickWindow, heart: Heartbeat, ear: Ear
) -> None:
    window.show()
    qtbot.waitUntil(lambda: len(ear.hears()) >= 2, timeout=5000)
    blind = Blind()
    window.installEventFilter(blind)
    before = len(ear.hears())
    asks(qtbot, heart, 3)
    assert len(ear.hears()) == before
    window.removeEventFilter(blind)
    window.update()
    qtbot.waitUntil(lambda: len(ear.hears()) > before, timeout=5000)


def test_a_listener_that_sleeps_or_went_never_holds_the_screen_up(tmp_path: Path) -> None:
    ear = Ear(str(tmp_path / "full"))
    tell = teller(str(tmp_path / "full"))
    for _ in range(5000):
        tell("WATCHDOG=1")
    ear.close()
    tell("WATCHDOG=1")
    teller(str(tmp_path / "nobody"))("READY=1")


def test_a_listener_without_a_path_is_told_too() -> None:
    name = f"kiosk-test-{os.getpid()}"
    ear = Ear(f"\0{name}")
    teller(f"@{name}")("READY=1")
    assert ear.hears() == ["READY=1"]
    ear.close()


@pytest.mark.parametrize(
    ("usec", "seconds"),
    [("10000000", 5.0), ("4000000", 2.0), ("600000000", BEAT_SECONDS), ("", BEAT_SECONDS), ("soon", BEAT_SECONDS), ("0", BEAT_SECONDS)],
)
def test_it_beats_twice_in_the_time_allowed(usec: str, seconds: float) -> None:
    assert beat_seconds(usec) == seconds


def test_where_nobody_listens_there_is_no_heart(window: QQuickWindow, tmp_path: Path) -> None:
    assert heartbeat(window, {}) is None
    assert heartbeat(window, {"NOTIFY_SOCKET": ""}) is None
    variables = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "HOME": "/"}
    heart = heartbeat(window, variables)
    assert heart
    assert variables == {"HOME": "/", WATCHED: "yes"}, "the voices that it starts do not speak for it"
    heart.end()


def test_the_running_kiosk_says_ready_beats_and_says_that_it_stops(ear: Ear, tmp_path: Path) -> None:
    watched = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "100000", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "kiosk.staff", "run", "--window", "1280x720", "--data", str(tmp_path)]
    with subprocess.Popen(command, cwd=PROJECT, env=os.environ | watched, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as kiosk:
        assert [ear.waits() for _ in range(4)] == ["READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"]
        kiosk.send_signal(signal.SIGTERM)
        while (word := ear.waits()) == "WATCHDOG=1":
            pass
        assert word == "STOPPING=1"
    assert kiosk.returncode == 0
