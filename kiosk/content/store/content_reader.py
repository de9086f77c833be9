"""The content of a running kiosk, read by a process of its own (`read_process`)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

from msgspec import DecodeError, msgpack

from kiosk import processes
from kiosk.content.store.current import Current, kept_at_start, last_shown, less_withdrawn, library_of, prints_of
from kiosk.content.store.fallback import resting
from kiosk.content.store.library import Library
from kiosk.content.store.publications import shown_folder
from kiosk.content.store.read_process import Answer
from kiosk.content.store.snapshot import Digests, Fingerprint, digests
from kiosk.problems import Problem, Severity
from kiosk.project import PROJECT

MOST_SECONDS, MOST_SECONDS_AT_START = 120.0, 20.0
"""Until the end of a reading, and of one that the first picture waits for, which must come within 30 s (`unattended.supervisor.Patience`).

2,400 slides take 4 s.
"""
TOO_MUCH = Problem(
    "content", 0, 0, Severity.ERROR, "The content could not be read: that took too long or too much memory, or it was ended.",
    "The screen shows what it showed before. Take back what was changed last, and run `python3 main.py check`.",
)  # fmt: skip


class ContentReader:
    """Reads what is to show whenever it is asked to: one content folder, or the publication that took its place.

    `errors` are those that the last reading found. `first` is what the first picture was made from, for whoever proves it (`current.read_again`).
    """

    def __init__(self, content: Path, data: Path, today: Callable[[], date]) -> None:
        self._content, self._data, self._today = content, data, today
        self.errors: tuple[Problem, ...] = ()
        self.first = Digests()

    def at_start(self) -> tuple[Library, Fingerprint]:
        """What the first picture is made from, and the state of the files that it shows; a resting screen where there is nothing."""
        folder = self._folder
        if kept := kept_at_start(folder, self._data, self._today()):
            self.first = digests(kept)
            return self._shown(folder, Current(kept, kept.errors)) or resting(), kept.fingerprint
        prints, answer = prints_of(folder, self._data), self._asked(folder, MOST_SECONDS_AT_START)
        if read := answer.current.snapshot:
            told = digests(read)
            self.first = Digests(says=told.says) if answer.current.whole else told  # what could not be kept is kept another time under other names
        shown = self._shown(folder, answer.current) or self._less_withdrawn(folder) or self._shown_last(folder)
        return shown or resting(answer.words), prints

    def read(self) -> Library | None:
        """The content as it is now; None where nothing else can be shown than what shows."""
        folder, which = self._folder, self._which
        answer = self._asked(folder, MOST_SECONDS)
        if self._which != which:  # another publication came meanwhile, and what was read may be half of each
            folder = self._folder
            answer = self._asked(folder, MOST_SECONDS)
        return self._shown(folder, answer.current) or self._less_withdrawn(folder)

    @property
    def _folder(self) -> Path:
        return shown_folder(self._content, self._data)

    @property
    def _which(self) -> tuple[Path, int]:
        """The folder itself, whatever has its name."""
        folder = self._folder
        with suppress(OSError):
            return folder, folder.stat().st_ino
        return folder, 0

    def _shown_last(self, folder: Path) -> Library | None:
        """Where there was no end to the reading."""
        return last_shown(folder, self._data) if TOO_MUCH in self.errors else None

    def _less_withdrawn(self, folder: Path) -> Library | None:
        return less_withdrawn(folder, self._data, self._today()) if TOO_MUCH in self.errors else None

    def _shown(self, folder: Path, current: Current) -> Library | None:
        self.errors = tuple(problem for problem in current.problems if problem.severity is Severity.ERROR)
        return library_of(folder, self._data, current)

    def _asked(self, folder: Path, seconds: float) -> Answer:
        program = [sys.executable, "-m", "kiosk.content.store.read_process"]
        where = [str(folder.absolute()), str(self._data.absolute()), self._today().isoformat()]
        try:
            done = processes.run([*program, *where], seconds=seconds, cwd=PROJECT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
            return msgpack.decode(done.stdout, type=Answer)
        except (OSError, subprocess.TimeoutExpired, DecodeError):
            return Answer(Current(None, (TOO_MUCH,)))
