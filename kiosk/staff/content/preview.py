"""`preview`: the kiosk in a window beside the list of problems; every save shows at once, at the same place."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from shiboken6 import delete

from kiosk import app
from kiosk.bridge.preview_view import PreviewView
from kiosk.content.checks.check import cured
from kiosk.content.reading.cache import Memory
from kiosk.content.reading.result import ReadFolder
from kiosk.content.store.current import fingerprint, read_whole
from kiosk.content.store.fallback import resting
from kiosk.content.store.library import Library
from kiosk.devices.content_watch import ContentWatch
from kiosk.problems import Problem
from kiosk.project import PROJECT
from kiosk.running import quit_on_signal
from kiosk.settings.settings import Settings, physical_mm
from kiosk.staff.console import harmless, lines_of, pointed, summary
from kiosk.visit import moves
from kiosk.visit.states import Reading as ReadingPlace
from kiosk.visit.states import address, place_at

if TYPE_CHECKING:
    from collections.abc import Callable

QUIET_SECONDS = 0.05
"""A file is still being written within this time of its last change; more would make staff wait."""
LIST_WIDTH = 560
"""Pixels of the window with the list (`Preview.qml`)."""
_GAP, _TOP = 20, 40
"""Pixels: left of the kiosk's window and right of it; above it, for its title and a bar of the desktop's."""
SIZES = {"21.5 inches, landscape": ((1280, 720), 21.5), "21.5 inches, portrait": ((540, 960), 21.5), "32 inches, portrait": ((540, 960), 32.0)}


class Read(Struct, frozen=True):
    """What one reading of the folder gave."""

    library: Library
    problems: tuple[Problem, ...]
    reading: ReadFolder


def place_of(problem: Problem, reading: ReadFolder) -> str:
    """The address of the slide that a problem of a topic's file is in; empty for other files."""
    topic = next((file for file in reading.topics if file.name == problem.file and file.value and file.yaml), None)
    if topic is None or topic.value is None or topic.yaml is None:
        return ""
    begins = [(topic.yaml.place(("slides", number))[0], slide.id) for number, slide in enumerate(topic.value.slides)]
    return next((address(ReadingPlace(topic.value.id, slide)) for line, slide in reversed(begins) if line <= problem.line), "")


def _beside_the_list(pixels: tuple[int, int]) -> tuple[int, int]:
    """The kiosk's window as large as this screen has room for beside the list, and no smaller than half its size."""
    room = QGuiApplication.primaryScreen().availableSize()
    part = min(1.0, (room.width() - LIST_WIDTH - 2 * _GAP) / pixels[0], (room.height() - 2 * _TOP) / pixels[1])
    part = max(0.5, part)
    return round(pixels[0] * part), round(pixels[1] * part)


class Preview:
    """The two windows and the watch. `close` takes them down."""

    def __init__(self, content: Path, data: Path, today: Callable[[], date], icons: frozenset[str], settings: Settings) -> None:
        self._content, self._data, self._today, self._icons, self._settings = content, data, today, icons, settings
        self._memory = Memory()
        self._seen = self._read()
        self._kiosk = self._window(next(iter(SIZES)))
        languages = list(self._seen.library.clinic.languages)
        choices = {
            "language": languages,
            "text": ["normal", "large", "larger", "largest"],
            "theme": ["paper", "night", "black", "white"],
            "size": list(SIZES),
        }
        self.view = PreviewView(choices, self._look, lambda problem: place_of(problem, self._seen.reading), self._lines)
        self.view.tell(list(harmless(self._seen.problems)), summary(self._seen.problems))
        self._watch = ContentWatch(content, lambda: fingerprint(content), self._read, time.monotonic, quiet=QUIET_SECONDS)
        self._watch.came.connect(self._show)
        self._engine = QQmlApplicationEngine()
        self._engine.addImportPath(str(PROJECT))
        self._engine.setInitialProperties({"view": self.view})
        self._engine.load(QUrl.fromLocalFile(str(PROJECT / "kiosk" / "ui" / "Preview.qml")))
        self._set_beside()

    def _set_beside(self) -> None:
        """The problems to the right of the kiosk."""
        panel = self._engine.rootObjects()[0]
        beside = self._kiosk.window.x() + self._kiosk.window.width() + _GAP
        panel.setProperty("x", max(0, min(beside, QGuiApplication.primaryScreen().size().width() - panel.property("width"))))
        panel.setProperty("y", self._kiosk.window.y())

    @property
    def kiosk(self) -> app.Kiosk:
        return self._kiosk

    def close(self) -> None:
        self._watch.deleteLater()
        delete(self._engine)
        self._kiosk.close()

    def _read(self) -> Read:
        day = self._today()
        library, problems, reading = read_whole(self._content, self._data / "preview", day, self._icons, self._memory)
        return Read(library or resting(), cured(problems, reading, self._content, day, self._icons), reading)

    def _show(self, read: Read) -> None:
        self._seen = read
        self._kiosk.show_now(read.library)
        self.view.tell(list(harmless(read.problems)), summary(read.problems))

    def _lines(self, problem: Problem) -> str:
        return "\n".join(pointed(problem, lines_of(self._content / problem.file)))

    def _window(self, size: str) -> app.Kiosk:
        pixels, inches = SIZES[size]
        pixels = _beside_the_list(pixels)
        glass = app.WindowSpec(pixels, physical_mm(pixels, (0, 0), inches))
        kiosk = app.Kiosk(self._seen.library, self._settings, glass, now=None)
        kiosk.visit.rest_never()
        kiosk.window.setPosition(_GAP, _TOP)
        return kiosk

    def _look(self, name: str, value: str) -> None:
        """One choice of staff."""
        match name:
            case "language":
                self._kiosk.visit.move(moves.Woke(value))
                self._kiosk.visit.move(moves.ChoseLanguage(value))
            case "place":
                self._kiosk.visit.move(moves.Woke())
                self._kiosk.visit.go(place_at(value))
            case "text" | "theme":
                self._kiosk.visit.move(moves.Woke())
                self._kiosk.visit.move(moves.ChoseOption(f"{'text' if name == 'text' else 'palette'}:{value}"))
            case "size":
                visit = self._kiosk.visit.visit
                self._kiosk.close()
                self._kiosk = self._window(value)
                self._kiosk.visit.take_over(visit)
                self._set_beside()


def preview(content: Path, data: Path, today: Callable[[], date], icons: frozenset[str], settings: Settings) -> int:
    """Shows both windows until one of them is closed."""
    application = app.application(["kiosk"])
    shown = Preview(content, data, today, icons, settings)
    print("Change a file and save it: the kiosk shows it at once. Ctrl+C ends the preview.", flush=True)
    interrupted = quit_on_signal(application)
    code = application.exec()
    shown.close()
    del interrupted
    return code
