"""What went wrong while nobody looked, for staff to read later. It lies in the data folder and holds nothing of any visitor."""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from msgspec import Struct, json

from kiosk.files.private import open_own, private_folder, write_own
from kiosk.files.regular import open_regular, read_regular

FILE, MARK = "mishaps.json", "running"
MOST = 50
PATIENCE_SECONDS = 5.0
"""So long a new kiosk waits for one that is about to end."""
_MOST_BYTES = 100_000
_YEARS = (1970, 2200)
"""What lies outside of these no kiosk wrote, and at the end of time one cannot reckon."""
_FORM, _STARTING = "at the form", "starting"
_log = logging.getLogger(__name__)


class Incident(StrEnum):
    """The kinds of mishap; each value is the sentence that staff read."""

    BUG = "An error in the program ended a visit. The next visitor found the start screen."
    ASIDE = "An error in the program, beside the screen: the visit in hand went on."
    BROKEN = "Too many errors in the program: the kiosk ended itself, so that it is restarted."
    VANISHED = "The kiosk hung or was killed."
    CHANGED = "What showed was not what was published or written, and was put right: somebody may have changed it in the data folder."
    POWER = "The machine went off without being shut down."


class Mishap(Struct, frozen=True):
    """One of them, by the clock of the machine."""

    when: datetime
    what: Incident


def mishaps(data: Path) -> tuple[Mishap, ...]:
    """The last ones, oldest first; none where they cannot be read."""
    try:
        kept = json.decode(read_regular(data / FILE, _MOST_BYTES, own=True))
        found = (Mishap(datetime.fromisoformat(each["when"]).astimezone(), Incident[each["what"]]) for each in kept)
        return tuple(each for each in found if _YEARS[0] <= each.when.year <= _YEARS[1])
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return ()


def note(data: Path, what: Incident, when: datetime) -> None:
    """Adds one, and lets the oldest go."""
    kept = [*mishaps(data), Mishap(when, what)][-MOST:]
    lines = [{"when": each.when.isoformat(timespec="seconds"), "what": each.what.name} for each in kept]
    try:
        write_own(data / FILE, json.format(json.encode(lines), indent=1))
    except OSError as error:
        _log.warning("a mishap could not be noted: %s", error.strerror)


class Mark:
    """What lies in the data folder while the kiosk runs: `boot`, and whether somebody is at the form, or it has only begun.

    `lost`: the run before ended at the form. `early`: it ended on this run of the machine before what it showed was proved.
    """

    def __init__(self, file: TextIO | None = None, boot: str = "", *, lost: bool = False, early: bool = False) -> None:
        self._file, self._boot, self._at_form, self._starting = file, boot, False, True
        self.lost, self.early = lost, early

    def proved(self) -> None:
        """What shows was proved, so whatever ends the kiosk from now on is not in what it began with."""
        if self._starting:
            self._starting = False
            self.write()

    def at_form(self, there: bool) -> None:
        """Somebody is at the form, or is no longer."""
        if self._file and there != self._at_form:
            self._at_form = there
            self.write()

    def write(self) -> None:
        """Straight to the disk: what a full one does not take must not be held back, for the file could not be closed then."""
        if self._file:
            with suppress(OSError):
                os.ftruncate(self._file.fileno(), 0)
                os.write(self._file.fileno(), f"{self._boot}\n{_FORM if self._at_form else _STARTING if self._starting else ''}".encode())


class OccupiedError(Exception):
    """Another kiosk runs on the same data folder."""


@contextmanager
def marked(data: Path, boot: str, now: Callable[[], datetime], patience: float = PATIENCE_SECONDS) -> Iterator[Mark]:
    """While the kiosk runs, a mark lies in the data folder. One that is there already tells that the last run had no end.

    `boot` names this run of the machine: with another one in the mark, it was the machine that went off. Raises OccupiedError where
    another kiosk holds the mark for longer than `patience` seconds: one that is about to end is waited for. Where no mark can be had, nobody
    knows how the last run ended, so it counts as `early`.
    """
    try:
        file = open_own(private_folder(data) / MARK)
    except OSError:
        yield Mark(early=True)  # a disk that takes nothing is told elsewhere
        return
    with file:
        _hold(file, time.monotonic() + patience)
        file.seek(0)
        last, _, where = file.read(_MOST_BYTES).partition("\n")
        if last:
            note(data, Incident.VANISHED if last == boot else Incident.POWER, now())
        mark = Mark(file, boot, lost=where == _FORM, early=where == _STARTING and last == boot)
        mark.write()
        yield mark
        with suppress(OSError):
            os.ftruncate(file.fileno(), 0)


def _hold(file: TextIO, until: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= until:
                raise OccupiedError from error
            time.sleep(0.05)
        else:
            return


def is_running(data: Path) -> bool:
    """Whether a kiosk runs on this folder now."""
    try:
        with open_regular(data / MARK, own=True) as mark:
            fcntl.flock(mark, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False
