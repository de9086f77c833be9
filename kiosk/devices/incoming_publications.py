"""Looks into the folder that the settings name for publications, and has a newer one taken by a process of its own. QML does not see it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.devices.child_process import ChildProcess

LOOK_MS = 10_000
"""Between two looks: a shared folder tells nothing of changes."""
_MOST_LOOKED_AT = 2000
_NAME = re.compile(r"publication-\d{1,9}\.kiosk\.zip(\.minisig)?", re.ASCII)
_log = logging.getLogger(__name__)


class Incoming(QObject):
    """`taken` comes when one was. `folder` is empty where the settings name none, `arguments` are what Python is called with to take the newest.

    Why one was refused is told by the self-test. Half a copy is refused, and looked at again when it has changed.
    """

    taken = Signal()

    def __init__(self, folder: str, arguments: Sequence[str]) -> None:
        super().__init__()
        self._folder = Path(folder)
        self._seen: frozenset[tuple[str, int, int]] = frozenset()
        self._tried: frozenset[tuple[str, int, int]] = frozenset()
        self._child = ChildProcess(arguments, self)
        self._child.said.connect(self._hear)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        if folder:
            self._timer.start()

    @Slot()
    def look(self) -> None:
        """Has the newest taken if the folder is as it was at the last look, but not as it was when one was tried."""
        before, self._seen = self._seen, frozenset(self._there())
        if self._seen and self._seen == before != self._tried:
            self._tried = self._seen
            self._child.begin()

    def close(self) -> None:
        """The kiosk ends."""
        self._timer.stop()
        self._child.close()

    def _there(self) -> list[tuple[str, int, int]]:
        try:
            named = [each for each in islice(self._folder.iterdir(), _MOST_LOOKED_AT) if _NAME.fullmatch(each.name)]
            return [(each.name, facts.st_size, facts.st_mtime_ns) for each in named for facts in [each.stat()]]
        except OSError:  # a share that is away comes back
            return []

    def _hear(self, said: bytes) -> None:
        try:
            told = json.loads(said)
        except ValueError:
            _log.error("taking a publication gave no answer")
            return
        if wrong := told.get("wrong"):
            _log.error("a publication was not taken: %s", wrong)
        elif told.get("number") and not told.get("already"):
            self.taken.emit()
