"""Watches the content folder while the kiosk runs. QML does not see it."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from kiosk.content.store.debounce import Prints, Watched, looked, wait, was_read
from kiosk.files.regular import is_regular

_log = logging.getLogger(__name__)
POLL_SECONDS = 20.0
"""Network shares tell nothing of changes, so the folder is looked at by the clock too."""
MOST_FILES = 1000
"""Watched one by one; a folder with more is watched as a folder, and by the clock."""


class _Failed:
    """In place of what should have been read: an error in the program."""


class ContentWatch(QObject):
    """Says when the folder holds something else than what was read, has been quiet or has not been for LONGEST_WAIT, and was read anew.

    Which folder that is may change, where it is asked for each time.
    `prints` takes the folder's fingerprint, `read` reads it (in a thread of its own, so that no visitor waits for it), `clock` gives
    monotonic seconds, `quiet` how many of them nothing may change before. What `read` returned comes with `came`; `failed` tells of an error in it.
    One that `waits` looks at nothing until it is told what is on the screen, and that this is proved (`begin`).
    """

    came = Signal(object)
    failed = Signal()
    _finished = Signal(object, object)

    def __init__(
        self,
        folder: Path | Callable[[], Path],
        prints: Callable[[], Prints],
        read: Callable[[], Any],
        clock: Callable[[], float],
        *,
        quiet: float = 2.0,
        aside: Callable[[Callable[[], None]], None] | None = None,
        waits: bool = False,
    ) -> None:
        super().__init__()
        self._where = folder if callable(folder) else lambda: folder
        self._prints = prints
        self._read = read
        self._clock = clock
        self._quiet = quiet
        self._aside = aside or _in_a_thread
        self._reading = False
        self._finished.connect(self._finish)
        self._inodes: dict[str, int] = {}
        self._waits, self._forgot = waits, False
        seen = () if waits else prints()
        self._watched = Watched(seen, seen)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self.look)
        self._watcher.fileChanged.connect(self.look)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self.look)
        self._polling = QTimer(self)
        self._polling.timeout.connect(self.look)
        self._polling.start(int(POLL_SECONDS * 1000))
        self.look()

    def begin(self, shown: Prints) -> None:
        """From now on it looks; `shown` is the state of the files that what is on the screen was made from, empty where that is nothing."""
        self._waits = False
        read = () if self._forgot else shown
        self._watched = Watched(read, read)
        self.look()

    def look(self) -> None:
        """Compares the folder with what was read, and reads it if it is time."""
        if self._waits:
            return
        self._arm()
        self._watched = looked(self._watched, self._prints(), self._clock())
        left = wait(self._watched, self._clock(), self._quiet)
        if left is None or self._reading:
            return
        if left > 0:
            self._settling.start(int(left * 1000) + 1)
            return
        self._reading = True
        wanted = self._watched.seen
        # Python collects garbage in whichever thread is at work, and Qt's objects must not die outside their own.
        gc.disable()
        self._aside(lambda: self._read_aside(wanted))

    def forget(self) -> None:
        """What was read holds no more, since another day may have come: it is read anew, though the folder has not changed."""
        self._forgot = self._waits
        self._watched = was_read(self._watched, (), self._clock())
        self.look()

    def _read_aside(self, wanted: Prints) -> None:
        try:
            found = self._read()
        except Exception:  # noqa: BLE001  whatever it is, the kiosk goes on with what it has
            _log.exception("the content could not be read")
            found = _Failed()
        self._finished.emit(found, wanted)

    def _finish(self, found: Any, wanted: Prints) -> None:
        gc.enable()
        self._watched = was_read(self._watched, wanted, self._clock())
        self._reading = False
        if isinstance(found, _Failed):
            self.failed.emit()
        elif found is not None:
            self.came.emit(found)
        self.look()

    def _arm(self) -> None:
        """Watches every folder and file there is.

        What was put in the place of another under the same name, as editors do on saving, is a new one to the system, and the watch
        on the old one tells nothing any more.
        """
        top = self._where()
        folders = [top, top / "topics", top / "pictures"]
        there = [folder for folder in (top.parent, *folders) if _inode(folder)]
        files = [path for folder in folders for path in _files_in(folder)]
        inodes = {str(path): inode for path in (*there, *files[:MOST_FILES]) if (inode := _inode(path))}
        known = {*self._watcher.files(), *self._watcher.directories()}
        stale = [path for path in known if inodes.get(path) != self._inodes.get(path)]
        fresh = [path for path in inodes if path not in known or path in stale]
        if stale:
            self._watcher.removePaths(stale)
        if fresh:
            self._watcher.addPaths(fresh)
        self._inodes = inodes


def _files_in(folder: Path) -> list[Path]:
    """The ordinary files; none where the folder is none, or may not be read. What cannot be looked at is left out, and the next one looked at."""
    try:
        return [path for path in islice(folder.iterdir(), MOST_FILES) if is_regular(path)]
    except OSError:
        return []


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def _in_a_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="reading content", daemon=True).start()
