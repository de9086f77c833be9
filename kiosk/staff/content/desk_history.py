"""The steps that were taken at the desk, for the window to list, and the way back or forth to any of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from kiosk.content.edits.session import Session, Step
from kiosk.content.model.walk import picture_files
from kiosk.files.foreign_folders import put, remove
from kiosk.files.regular import read_regular
from kiosk.staff.content.photo import FOLDER

MOST_SHOWN = 100
"""Whoever wants to go further back than that takes these back first."""
_MOST_BYTES = 20_000_000
"""A photo that was taken here is far smaller."""


def told(session: Session) -> dict[str, Any]:
    """The steps, newest first, each with the number of steps that are done once one is back there; what was taken back stands on top."""
    done, back = session.steps, session.taken_back
    steps = [*_rows(done, 1, back=False), *_rows(back, len(done) + 1, back=True)][::-1]
    here = next((number for number, each in enumerate(steps) if not each["back"]), len(steps))
    first = max(0, here - MOST_SHOWN // 2)
    return {"steps": steps[first : first + MOST_SHOWN], "more": max(0, len(steps) - first - MOST_SHOWN), "now": len(done)}


def _rows(steps: Iterable[Step], first: int, *, back: bool) -> list[dict[str, Any]]:
    return [
        {"to": number, "words": step.words, "when": time.strftime("%H:%M", time.localtime(step.when)), "back": back}
        for number, step in enumerate(steps, first)
    ]


def go_to(session: Session, number: int) -> Step | None:
    """So many steps are done then: the last one that was taken back or done again. Raises NotWrittenError where others' lines are in the way, with
    what could be taken back until there taken back.
    """
    step = None
    while len(session.steps) > number and (last := session.undo()):
        step = last
    while len(session.steps) < number and (last := session.redo()):
        step = last
    return step


class TakenPhotos:
    """The photos that came into the content here: one goes with the step that brought it, and comes back with it. May raise OSError."""

    def __init__(self, content: Path, session: Session) -> None:
        self._content, self._session = content, session
        self._taken: dict[str, bytes] = {}
        """What they are made of, once they are away; nothing while they lie there."""

    def note(self, picture: str) -> None:
        """Takes note of one that came in just now."""
        self._taken[picture] = b""

    def bring_back(self) -> None:
        """Before what names them is saved."""
        for picture in self._of(lambda name: name in self._used() and bool(self._taken[name])):
            put(self._content, f"{FOLDER}/{picture}", self._taken[picture])
            self._taken[picture] = b""

    def take_away(self) -> None:
        """Once nothing names them any more, on the disk neither."""
        if self._session.unsaved or any(file.value is None and file.raw for file in self._session.reading.files):
            return
        for picture in self._of(lambda name: name not in self._used() and not self._taken[name]):
            with suppress(FileNotFoundError):
                self._taken[picture] = read_regular(self._content / FOLDER / picture, _MOST_BYTES, self._content / FOLDER)
                remove(self._content, FOLDER, picture.__eq__)

    def _of(self, which: Callable[[str], bool]) -> list[str]:
        return [name for name in self._taken if which(name)]

    def _used(self) -> set[str]:
        return {name for file in self._session.reading.files if file.value is not None for _, name in picture_files(file.value)}
