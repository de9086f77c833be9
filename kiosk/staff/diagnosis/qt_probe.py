"""What Qt says of the typeface and of the screen, in a process of its own: Qt ends the whole process where it cannot start.

    python -m kiosk.staff.diagnosis.qt_probe letters < {"faces": [file, ...], "letters": "..."}    {"Regular.ttf": "letters it lacks", ...}
    python -m kiosk.staff.diagnosis.qt_probe screen                                               {"pixels": [1920, 1080], "mm": [476, 268]}

Where Qt lacks something of the system: {"trouble": "a sentence for staff"}.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk import packages
from kiosk.devices.qt_libraries import qt_trouble

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication


def application(arguments: list[str]) -> QGuiApplication:
    """The kiosk's own, so that what Qt says goes where all of it goes; Qt is there by then."""
    from kiosk.app import application as made

    return made(arguments)


def letters(faces: list[str], wanted: str) -> dict[str, str]:
    """The faces that load, by the names of their files, each with the letters that it lacks."""
    from PySide6.QtGui import QRawFont

    app = application(["glass"])
    loaded = {Path(face).name: QRawFont(face, 16.0) for face in faces}
    lacking = {name: "".join(each for each in wanted if not font.supportsCharacter(ord(each))) for name, font in loaded.items() if font.isValid()}
    del app
    return lacking


def screen() -> dict[str, Any]:
    """The pixels of the screen, and its true size as it tells it."""
    app = application(["glass"])
    first = app.primaryScreen()
    size, reported = first.size(), first.physicalSize()
    return {"pixels": [size.width(), size.height()], "mm": [reported.width(), reported.height()]}


def main(what: str) -> None:
    """Prints the answer as JSON."""
    if what == "letters":
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_ENABLE_HIGHDPI_SCALING"] = "0"
    if trouble := packages.trouble(Path(sys.prefix)) or qt_trouble():
        print(json.dumps({"trouble": trouble}))
    elif what == "letters":
        asked = json.load(sys.stdin)
        print(json.dumps(letters(asked["faces"], asked["letters"])))
    else:
        print(json.dumps(screen()))


if __name__ == "__main__":
    main(sys.argv[1])
