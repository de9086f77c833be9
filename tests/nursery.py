"""Processes of the kiosk that begin where others are after a second: children of one process that has imported and read all there is.

They are real ones, with an account of their own of time, memory, signals and descriptors. Only what a test says of the start itself
(the command line of Python, what is imported when) needs a fresh one.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

PROJECT = Path(__file__).resolve().parent.parent
COMMAND = "kiosk.staff.main:main"
_LARGEST = 1 << 17


def run(
    call: str, *arguments: str, environment: Mapping[str, str] | None = None, needs: Sequence[int] = (), seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """Has `module:function` called with the arguments, in a process that keeps the descriptors it `needs`; killed after so many seconds.

    What the function returns is the exit code.
    """
    around = dict(environment or os.environ)
    asked = {"call": call, "arguments": arguments, "environment": around, "needs": needs, "seconds": seconds}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, Path(os.devnull).open("rb") as nothing:
        line = _line()
        socket.send_fds(line, [json.dumps(asked).encode()], [nothing.fileno(), out.fileno(), err.fileno(), *needs])
        code = int(line.recv(_LARGEST))
        said = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read().decode(_encoding(around), "replace"))
    return subprocess.CompletedProcess([call, *arguments], code, *said)


@cache
def _line() -> socket.socket:
    """To the process that has everything; it ends with the last that could ask it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    mother = subprocess.Popen([sys.executable, __file__, str(theirs.fileno())], cwd=PROJECT, pass_fds=(theirs.fileno(),))
    theirs.close()

    def close() -> None:
        ours.shutdown(socket.SHUT_RDWR)
        ours.close()
        mother.wait()

    atexit.register(close)
    return ours


# -- over there -----------------------------------------------------------------------------------------------------------


def serve(line: socket.socket) -> None:
    """Has a child for each call, one after the other."""
    while True:
        raw, given, *_ = socket.recv_fds(line, _LARGEST, 16)
        if not raw:
            return
        asked = json.loads(raw)
        if (child := os.fork()) == 0:
            line.close()
            _live(asked, given)
        for each in given:
            os.close(each)
        line.send(str(ended(child, asked["seconds"])).encode())


def ended(child: int, seconds: float) -> int:
    """Its exit code, below zero the signal that killed it."""
    end = os.pidfd_open(child)
    if not select.select([end], [], [], seconds)[0]:
        os.kill(child, signal.SIGKILL)
    os.close(end)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _live(asked: dict[str, Any], given: list[int]) -> NoReturn:
    """Becomes what was asked for, and ends as any Python does."""
    above = max([*given, *asked["needs"]]) + 1
    moved = [os.dup2(each, above + number, inheritable=False) for number, each in enumerate(given)]
    for each in given:
        os.close(each)
    for each, number in zip(moved, (0, 1, 2, *asked["needs"]), strict=True):
        os.dup2(each, number)
        os.close(each)
    os.environ.clear()
    os.environ.update(asked["environment"])
    encoding = _encoding(asked["environment"])
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding=encoding)  # type: ignore[union-attr]
    sys.argv[1:] = asked["arguments"]
    module, _, name = asked["call"].partition(":")
    code = getattr(import_module(module), name)(list(asked["arguments"]))
    if _qt_is_at_work():
        sys.exit(code)
    leave(code)


def _qt_is_at_work() -> bool:
    core = sys.modules.get("PySide6.QtCore")
    return core is not None and core.QCoreApplication.instance() is not None


def leave(code: int) -> NoReturn:
    """Ends as Python does: threads are waited for, what is still held back is written, and what cannot be is told.

    Nothing is taken down: that would touch all that the mother has gathered, and so copy it, in 0.1 to 0.2 s each time.
    """
    threading._shutdown()
    atexit._run_exitfuncs()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream:
                stream.flush()
    except OSError:
        traceback.print_exc()
        code = 120
    os._exit(code)


def _encoding(environment: Mapping[str, str]) -> str:
    return environment.get("PYTHONIOENCODING", "utf-8")


def _read_all() -> None:
    """What any of them might import, and the content that ships: read, checked, its pictures tried."""
    import cheap_keys  # noqa: F401

    from kiosk import app, running  # noqa: F401
    from kiosk.content.checks import check
    from kiosk.content.store.current import open_library
    from kiosk.staff import main  # noqa: F401
    from kiosk.staff.content import review  # noqa: F401
    from kiosk.staff.requests import copies, deletion, export, faults, listing, marks, printing, showing, verify  # noqa: F401
    from kiosk.staff.requests.about_keys import away, key_list, people, protection, recipients, rotation  # noqa: F401

    with tempfile.TemporaryDirectory() as folder:
        open_library(PROJECT / "content", Path(folder), date(2026, 11, 23))
    check.check(PROJECT / "content", date(2026, 11, 23))


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))
    _read_all()
    gc.collect()
    gc.freeze()
    serve(socket.socket(fileno=int(sys.argv[1])))
