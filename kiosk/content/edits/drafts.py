"""What was changed and is not saved yet, kept on the disk, so that no crash and no power cut takes it away."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import count
from pathlib import Path

from msgspec import Struct, json

from kiosk.files.private import erase, private_folder, write_private
from kiosk.files.regular import read_regular
from kiosk.yaml.reading import MOST_BYTES

FOLDER = "edit"
"""In the data folder: drafts that are not saved yet."""
_MOST_KEPT = 8 * MOST_BYTES
"""Two files of the largest size that is read, as JSON writes them."""


class Draft(Struct, frozen=True):
    """A file of the content by its name: its bytes as they were saved last, and as they are now. A colleague's file may be no UTF-8."""

    file: str
    base: bytes
    text: bytes


class Drafts:
    """The folder with a file for each draft: those of each content folder by themselves, and there those of each window.

    A window is a process, and locks a file of its own as long as it lives (by POSIX, since that lock is the process's). The drafts of one that has
    ended are those of the next that begins.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mine: list[str] = []
        self._found: dict[Draft, Path] = {}

    def of(self, content: Path) -> Drafts:
        """Those of one content folder, by where it really lies: what was tried in a copy is never found again in another one."""
        return Drafts(self._folder / sha256(os.fsencode(os.path.realpath(content))).hexdigest()[:16])

    def keep(self, draft: Draft) -> None:
        """Lies on the disk when this returns. May raise OSError."""
        own, *taken_over = self._places(draft.file)
        write_private(own, json.encode(draft))
        _erase(taken_over)

    def forget(self, file: str) -> None:
        """The draft of this file is saved. May raise OSError."""
        _erase(self._places(file))

    def left(self) -> list[Draft]:
        """What was not saved when windows ended, which is this one's from now on; what cannot be read is no draft of ours."""
        with suppress(OSError):  # then nothing can be kept, which is told as soon as somebody types
            private_folder(self._folder)
        ended = [name for name in sorted(place.stem for place in self._folder.glob("*.lock")) if self._lock(name)]
        self._mine = ended or [self._new_window()]
        self._found = dict(_drafts_in(place for name in ended for place in sorted(self._folder.glob(f"{name}-*.json"))))
        return list(self._found)

    def set_aside(self, draft: Draft) -> None:
        """What was found and cannot be put together with what else was found is left to the next window that begins. May raise OSError."""
        place = self._found[draft]
        place.rename(place.with_name(f"{self._new_window()}-{_mark(draft.file)}.json"))

    def _places(self, file: str) -> list[Path]:
        """Where a draft of this file may lie: where this window keeps its own, and where it found some."""
        return [self._folder / f"{name}-{_mark(file)}.json" for name in self._mine]

    def _new_window(self) -> str:
        there = {place.stem for place in self._folder.glob("*.lock")}
        names = (f"{number:03}" for number in count(1))
        return next(name for name in names if name not in there and self._lock(name))

    def _lock(self, name: str) -> bool:
        """Whether no other window has this name; then it is ours until the process ends. Where nothing can be locked, it is ours, too."""
        try:
            handle = os.open(self._folder / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError:
            return True
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            os.close(handle)
            return False
        except OSError:
            os.close(handle)
        return True


def _mark(file: str) -> str:
    return sha256(file.encode()).hexdigest()[:16]


def _erase(places: Iterable[Path]) -> None:
    for place in places:
        if place.exists():
            erase(place)


def _drafts_in(places: Iterable[Path]) -> Iterator[tuple[Draft, Path]]:
    for place in places:
        with suppress(OSError, ValueError, RecursionError):
            yield json.decode(read_regular(place, _MOST_KEPT), type=Draft), place
