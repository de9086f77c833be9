"""The whole kiosk as it stands in a lobby, for long runs in a process of their own: content that can be edited, a drawer with keys,
a clock moved by hand, an ear in place of the voice, and all that Qt, QML or Python complain of."""

from __future__ import annotations

import io
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_QUICK_BACKEND"] = "software"

from conftest import TODAY, Clock, noon  # noqa: E402
from ear import Ear  # noqa: E402
from PySide6.QtCore import QEvent, QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler  # noqa: E402
from PySide6.QtGui import QGuiApplication, QKeyEvent  # noqa: E402
from third_language import add_to  # noqa: E402
from visitor import Visitor, finger  # noqa: E402

from kiosk import app  # noqa: E402
from kiosk.content.model.form import FormQuestion  # noqa: E402
from kiosk.content.store.current import open_library  # noqa: E402
from kiosk.content.store.library import Library  # noqa: E402
from kiosk.settings.settings import Settings  # noqa: E402
from kiosk.signup.desk import Desk  # noqa: E402
from kiosk.signup.drawer.drawer import Drawer  # noqa: E402
from kiosk.signup.keys import rotation, unlock  # noqa: E402
from kiosk.signup.keys.slots import Stretching  # noqa: E402
from kiosk.staff.content.all_screens import settle  # noqa: E402
from kiosk.visit.states import SigningUp  # noqa: E402

GLASS_MM = (476.0, 268.0)
WHO, PASSPHRASE = "Ana", "correct horse battery"
SENTENCE = "Many clinics do a **mood check**."
EDITED = "topics/40-infusion.yaml"
_QUIET = (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)


class Lobby:
    """A kiosk in `folder`. `complaints` is what must stay empty, `left` how often it was ended by somebody who had signed in."""

    def __init__(self, folder: Path, pixels: tuple[int, int], *, still: bool = True) -> None:
        self.folder, self.complaints, self.left = folder, [], 0
        self.log = io.StringIO()
        logging.basicConfig(stream=self.log, level=logging.WARNING, force=True)
        self._listen()
        self.content = Path(shutil.copytree(PROJECT / "content", folder / "content"))
        rotation.new_key(folder / "keys", "clinic", WHO, PASSPHRASE, TODAY, stretching=Stretching(memory_kib=64, passes=1))
        self.privates = unlock.open_private(folder / "keys", WHO, PASSPHRASE)
        self.clock, self.ear = Clock(), Ear()
        self.drawer = Drawer(folder / "drawer", folder / "keys", lambda: self.now().replace(tzinfo=UTC), self.clock)
        desk = Desk(self.drawer, folder / "keys", lambda: self.now().date())
        app.application(["kiosk"])
        glass = app.WindowSpec(pixels, GLASS_MM)
        self.kiosk = app.Kiosk(self.read(), Settings(), glass, self.clock, still=still, now=self.now, desk=desk, voice=self.ear)
        self.kiosk.staff._leave = self._leave
        self.kiosk.speech.prove()
        self.visitor = Brisk(self.kiosk, self.clock.wind, finger())

    def _listen(self) -> None:
        def of_qt(kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
            if kind not in _QUIET:
                self.complaints.append(f"Qt: {message}")

        def of_python(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
            self.complaints.append("".join(traceback.format_exception(kind, error, trace)))
            print(self.complaints[-1], file=sys.stderr)

        qInstallMessageHandler(of_qt)
        sys.excepthook = of_python
        sys.unraisablehook = lambda seen: of_python(seen.exc_type, seen.exc_value, seen.exc_traceback)
        threading.excepthook = lambda seen: of_python(seen.exc_type, seen.exc_value, seen.exc_traceback)

    def _leave(self) -> None:
        self.left += 1
        if not self.kiosk.staff._session.signed_in:
            self.complaints.append("somebody who had not signed in ended the kiosk")

    def now(self) -> datetime:
        """The clock on the wall goes with the one of the visit."""
        return noon() + timedelta(seconds=self.clock.now - 1000)

    def read(self) -> Library:
        """The content folder as the kiosk reads it."""
        library, problems = open_library(self.content, self.folder / "data", TODAY)
        assert library, problems
        return library

    def edit(self, text: str) -> None:
        """Staff save a topic with this sentence in place of another."""
        shipped = (PROJECT / "content" / EDITED).read_text(encoding="utf-8")
        assert SENTENCE in shipped
        (self.content / EDITED).write_text(shipped.replace(SENTENCE, text), encoding="utf-8")

    def less(self, folder: Path) -> Library:
        """Another content folder, with fewer topics, a third language and no form."""
        content = add_to(Path(shutil.copytree(PROJECT / "content", folder / "content")))
        for name in ("signup.yaml", "topics/20-different.yaml", "topics/50-after.yaml"):
            (content / name).unlink(missing_ok=True)
        library, problems = open_library(content, folder / "data", TODAY)
        assert library, problems
        return library

    def files(self) -> Iterator[Path]:
        """What the kiosk has written."""
        return (path for place in ("data", "drawer", "keys") for path in (self.folder / place).rglob("*") if path.is_file())

    def close(self) -> None:
        self.kiosk.close()
        self.drawer.close()


class Brisk(Visitor):
    """A visitor for whom the window is drawn once after each move, without waiting for the next frame of the screen."""

    def rest(self) -> Brisk:
        settle()
        self.kiosk.window.grabWindow()
        settle()
        return self

    def say(self, word: str) -> str:
        """The words of this name, as they stand on the screen."""
        return str(self.kiosk.deck.stage.word(word))

    def uses(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, text: str = "") -> None:
        """A key, as the system sends it; the test library knows not every one."""
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QGuiApplication.sendEvent(self.kiosk.window, QKeyEvent(kind, key.value, modifiers, text))

    def writes(self, text: str) -> Brisk:
        """On a real keyboard, all of it at once."""
        self.uses(Qt.Key.Key_A, text=text)
        return self.rest()

    @property
    def question(self) -> FormQuestion | None:
        """The question of the form that is asked now."""
        place, form = self.kiosk.visit.visit.place, self.kiosk.deck.stage.library.form
        return form.question(place.step) if form and isinstance(place, SigningUp) else None


def windows() -> list[Any]:
    return [window for window in QGuiApplication.topLevelWindows() if window.isVisible()]


def follow(file: str, arguments: list[object], told: Callable[[dict[str, Any]], None]) -> tuple[dict[str, Any], str]:
    """Runs the program of a file as a child, hands on each line of JSON that it prints, and tells the last one, and how it died if it did."""
    command, last = [sys.executable, file, "--child", *map(str, arguments)], dict[str, Any]()
    with tempfile.TemporaryFile("w+") as said, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True) as process:
        for line in process.stdout or ():
            last = json.loads(line)
            told(last)
        process.wait()
        said.seek(0)
        return last, f"exit {process.returncode}: {said.read()[-4000:]}" if process.returncode else ""


def tells(**figures: object) -> None:
    """What a child has to say to whoever follows it."""
    print(json.dumps(figures), flush=True)
