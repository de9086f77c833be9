"""A signal ends the kiosk whatever it is at: Qt in the middle of a drawing, Python in the middle of a loop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import hostile
import pytest

PROJECT = Path(__file__).resolve().parents[2]
KIOSK = """
import ctypes
import sys
from datetime import date
from pathlib import Path
from kiosk import app, running
from kiosk.unattended.incidents import Mark
from kiosk.settings.settings import Settings
from kiosk.content.checks import picture_proofs as proofs
from kiosk.content.store.current import fingerprint, open_library
content, data, stuck = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
proofs.faults = lambda *_: ()  # as if the walls had a hole
proofs.may_show = lambda *_: True
library, _ = open_library(content, data, date(2026, 11, 23))
raw = library.picture("attract-morning.svg").read_bytes()

def draw():
    from PySide6.QtCore import QBuffer, QByteArray, QSize
    from PySide6.QtGui import QImageReader
    print("stuck", flush=True)
    held = QBuffer()
    held.setData(raw)
    held.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(held, QByteArray(b"svg"))
    reader.setScaledSize(QSize(3000, 3000))
    reader.read()
    print("drawn", flush=True)

def loop():
    print("stuck", flush=True)
    while True:
        pass

def close(kiosk):
    ctypes.PyDLL(None).sleep(600)  # and lets no thread of Python run

def attach_storage():
    {"aside": lambda: print("stuck", flush=True), "in Qt": draw, "in Python": loop, "closing": lambda: print("stuck", flush=True)}[stuck]()

if stuck == "closing":
    app.Kiosk.close = close

reader = running.Reader(content, lambda: fingerprint(content), lambda: None)
running.run(library, Settings(), reader, app.WindowSpec((1280, 720)), attach_storage, note=lambda _: None, mark=Mark())
"""


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("stuck", ["aside", "in Qt", "in Python", "closing"])
def test_a_signal_ends_it(tmp_path: Path, stuck: str, which: signal.Signals) -> None:
    content = tmp_path / "content"
    hostile.copied(content)
    for picture in (content / "pictures").glob("attract-*.svg"):
        picture.write_bytes(hostile.COPIES_OF_COPIES)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", KIOSK, str(content), str(tmp_path / "data"), stuck]
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        while process.stdout.readline() not in ("stuck\n", ""):
            pass
        process.send_signal(which)
        try:
            process.wait(timeout=20)
        finally:
            process.kill()
        assert "drawn" not in process.stdout.read()
