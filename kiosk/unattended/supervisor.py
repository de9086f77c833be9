"""Watches over the kiosk where systemd does not: starts it, ends it when its heart stops, starts it anew, and never gives up."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from itertools import chain, repeat
from pathlib import Path

from msgspec import Struct

from kiosk import processes
from kiosk.unattended.exit_codes import LEFT, RESTED

WRONG_USAGE = 2
Child = subprocess.Popen[bytes]


class Event(StrEnum):
    """What is told while it watches; each value is the sentence for whoever looks at the terminal."""

    PAINTED = "The kiosk is on the screen."
    SILENT = "The kiosk hangs, so it is ended and restarted."
    ENDED = "The kiosk ended by itself, so it is restarted."
    RESTED = "Nobody is expected now, so the kiosk takes its daily restart."
    LEFT = "Staff ended the kiosk."


_ENDINGS = {LEFT: Event.LEFT, RESTED: Event.RESTED}


class Patience(Struct, frozen=True):
    """In seconds: how long the first frame, the next beat and the goodbye may take, and the pauses before each further start.

    The last pause stays; a run of `steady` seconds begins them anew. Silence, the longest pause and a start together are less than 15.
    """

    start: float = 30.0
    silence: float = 10.0
    goodbye: float = 5.0
    pauses: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0)
    steady: float = 60.0


Tell = Callable[[Event, Child], None]


def supervise(command: Sequence[str], variables: Mapping[str, str], patience: Patience, tell: Tell) -> int:
    """Keeps the command running, until staff end it or it does not understand its arguments: then its exit code."""
    with tempfile.TemporaryDirectory(prefix="kiosk-") as folder:
        pauses = _pauses(patience)
        while True:
            begun = time.monotonic()
            code = _run_once(command, variables, patience, tell, Path(folder) / "notify")
            if code in (LEFT, WRONG_USAGE):
                return code
            if time.monotonic() - begun >= patience.steady:
                pauses = _pauses(patience)
            time.sleep(next(pauses))


def _pauses(patience: Patience) -> Iterator[float]:
    return chain(patience.pauses, repeat(patience.pauses[-1]))


def _run_once(command: Sequence[str], variables: Mapping[str, str], patience: Patience, tell: Tell, address: Path) -> int:
    with _listening(address) as line, _started(command, _watched(variables, patience, address), patience) as child:
        if _lives_on(child, line, patience, tell):
            tell(_ENDINGS.get(child.wait(), Event.ENDED), child)
        else:
            tell(Event.SILENT, child)
            _kill(child)
        return child.wait()


def _watched(variables: Mapping[str, str], patience: Patience, address: Path) -> dict[str, str]:
    return {**variables, "NOTIFY_SOCKET": str(address), "WATCHDOG_USEC": str(round(patience.silence * 1e6))}


@contextmanager
def _listening(address: Path) -> Iterator[socket.socket]:
    """A fresh line for each run: no late word of the last one is taken for a sign of life."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(address))
        yield line
    address.unlink()


@contextmanager
def _started(command: Sequence[str], variables: Mapping[str, str], patience: Patience) -> Iterator[Child]:
    """The process, in a group of its own with all that it starts; whatever happens, nothing of it is left afterwards."""
    child = subprocess.Popen(processes.bound(command), env=variables, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        yield child
    except BaseException:
        child.terminate()
        with suppress(subprocess.TimeoutExpired):
            child.wait(patience.goodbye)
        raise
    finally:
        _kill(child)
        child.wait()


def _kill(child: Child) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _lives_on(child: Child, line: socket.socket, patience: Patience, tell: Tell) -> bool:
    """Waits until it ends by itself; False as soon as it has been silent for too long."""
    ended = os.pidfd_open(child.pid)
    try:
        due = time.monotonic() + patience.start
        while True:
            ready, _, _ = select.select([ended, line.fileno()], [], [], max(0.0, due - time.monotonic()))
            if line.fileno() not in ready:  # what it said before its end counts
                return bool(ready)
            words = line.recv(4096).decode(errors="replace").split("\n")
            if "READY=1" in words:
                tell(Event.PAINTED, child)
            due = time.monotonic() + (patience.goodbye if "STOPPING=1" in words else patience.silence)
    finally:
        os.close(ended)
