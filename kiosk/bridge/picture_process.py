"""The child that draws pictures before the screen does. Each comes on standard input, and how long it took (seconds of the processor) goes back.

It is ended by the system for what takes too long or too much memory, and can open nothing: no file, and no connection.
"""

# Started by its file, with Python's own library and Qt alone: nothing of the kiosk is imported here.

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from contextlib import suppress

try:
    ON_ONE_CORE = __name__ == "__main__"
    if ON_ONE_CORE:
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # before Qt counts them
except (AttributeError, OSError):  # macOS has none; systemd may forbid it, and then forbids connections too
    ON_ONE_CORE = False

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter

LARGEST, SMALLER = QSize(2160, 2160), QSize(1080, 1080)
"""What a picture covers at most on the largest screen (Picture.qml keeps to it); and half of it: what is there at once is not drawn again."""
SMALLEST = (QSize(135, 135), QSize(270, 270), QSize(540, 540))
"""Sizes at which a drawing is tried besides. Qt leaves out what becomes too large (QT_SVG_SIZE_LIMIT, QImageReader::allocationLimit), so a smaller
size may cost more. What it draws at any size it draws at the next smaller one of these too, at no less than a quarter of the pixels."""
MOST_PIXELS = 3840 * 2160
"""Of a photograph, by the decoder's own word."""
MOST_STRETCH = 4
"""How many times longer than wide a drawing may be: what covers a square is that much larger."""
AT_ONCE_SECONDS = 0.01
"""Nested masks and filters cost ten times as much on the largest screen, most pictures less than four times."""
MEMORY = 250_000_000
"""Bytes that a picture may take beside what Qt takes."""
READY, BROKEN, LONG = "ready", "-", "long"
"""What is answered, beside seconds: that we begin, that a picture cannot be drawn, that it is too long."""
_LARGE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><linearGradient id="a"><stop offset="0" stop-color="#fff"/>'
    b'<stop offset="1"/></linearGradient>'
    b'<circle cx="4" cy="4" r="5" fill="url(#a)" opacity=".5"/></svg>'
)


def drawn(raw: bytes, kind: str, side: QSize) -> bool:
    """Whether the picture could be drawn so that it covers `side`, as the screen does it: only drawings are made larger than they are."""
    reader, _data = _reader(raw, kind)
    size = reader.size()
    if kind != "svg" and size.width() * size.height() > MOST_PIXELS:  # whatever was read from its bytes: the decoder's word counts
        return False
    covering = size.scaled(side, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    if kind == "svg" or covering.width() < size.width():
        reader.setScaledSize(covering)
    return not reader.read().isNull()


def is_long(raw: bytes, kind: str) -> bool:
    """Whether it is a drawing far longer than wide, whatever its first line says: Qt's word counts."""
    reader, _data = _reader(raw, kind)
    sides = reader.size().width(), reader.size().height()
    return kind == "svg" and max(sides) > MOST_STRETCH * min(sides) > 0


def _reader(raw: bytes, kind: str) -> tuple[QImageReader, QBuffer]:
    """One that reads these bytes, with what it reads from."""
    data = QBuffer()
    data.setData(QByteArray(raw))
    data.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(data, QByteArray(kind.encode()))
    reader.setAutoTransform(True)
    return reader, data


def timed(raw: bytes, kind: str, most_seconds: float) -> str:
    """How long it takes, BROKEN or LONG. After `most_seconds` of the processor the system ends us."""
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, most_seconds)
    if is_long(raw, kind):
        signal.setitimer(signal.ITIMER_PROF, 0)
        return LONG
    whole = kind != "svg" or all(drawn(raw, kind, side) for side in SMALLEST)
    before = time.process_time()
    whole = whole and drawn(raw, kind, SMALLER)
    if whole and time.process_time() - before > AT_ONCE_SECONDS:
        begun = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, most_seconds)
        whole = drawn(raw, kind, LARGEST)
    signal.setitimer(signal.ITIMER_PROF, 0)
    return f"{time.process_time() - begun:.3f}" if whole else BROKEN


def wall_in() -> None:
    """From now on no file is opened or grows, no connection is made, and memory is bounded; decoders and Qt's helping thread are there by then."""
    drawn(_LARGE, "svg", SMALLER)
    blank = QImage(9, 9, QImage.Format.Format_RGB32)
    for kind in ("png", "jpg"):
        data = QBuffer()
        data.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(data, QByteArray(kind.encode())).write(blank)
        drawn(bytes(data.data().data()), kind, QSize(9, 9))
    bounds = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_AS: _mapped() + MEMORY}
    if ON_ONE_CORE:  # else Qt would begin more threads, which open something of their own
        bounds[resource.RLIMIT_NOFILE] = 0
    for what, most in bounds.items():
        with suppress(ValueError, OSError):  # macOS bounds no memory
            resource.setrlimit(what, (most, most))


def _mapped() -> int:
    """The memory that we have now, in bytes."""
    try:
        with open("/proc/self/statm", encoding="ascii") as told:  # noqa: PTH123  pathlib is one more thing to import
            return int(told.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 500_000_000


def main() -> None:
    """Draws what comes until nothing comes any more: a line of its kind, bytes and most seconds, then the bytes."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    wall_in()
    coming, going = sys.stdin.buffer, sys.stdout
    print(READY, file=going, flush=True)
    while line := coming.readline():
        kind, size, most_seconds = line.decode().split()
        print(timed(coming.read(int(size)), kind, float(most_seconds)), file=going, flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
