"""A speech service of its own for each voice process: it writes no log, nobody else can ask it what it said, and it ends with that process."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kiosk.devices.voice_bounds import SERVICE_SECONDS
from kiosk.files.temporary import is_left

NAME = ".kiosk-voice-"


@contextmanager
def own_service() -> Iterator[str]:
    """The socket of a speech service that began just now. Whoever connects to it does so meanwhile; afterwards nobody finds it any more.

    It is a daemon (speech-dispatcher(1)), which ends with the guard around this process (`kiosk.processes`). With the log that it writes if it
    is not told otherwise, 1.2 MB at each start, it would fill the memory of the machine. Where it does not begin, there is no voice.
    """
    place = _in_memory()
    for left in place.glob(f"{NAME}*"):
        if is_left(left.name):  # its process was ended before it was connected
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=NAME, suffix=f".{os.getpid()}", dir=place) as folder:
        socket = f"{folder}/socket"
        kept = ("--pid-file", f"{folder}/pid", "--log-dir", folder, "--log-level", "0")
        command = ["speech-dispatcher", "--run-daemon", "--communication-method", "unix_socket", "--socket-path", socket, *kept]
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=SERVICE_SECONDS, check=False)
        yield socket


def _in_memory() -> Path:
    """Where the session keeps what is written to no disk; if it has no such place, where all such folders are."""
    place = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    return place if place.is_dir() else Path(tempfile.gettempdir())
