"""Looks into the folder that the settings name for publications, and has a newer one taken by a process of its own. QML does not see it."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.devices.child_process import ChildProcess

LOOK_MS, AGAIN_MS = 20_000, 600_000
"""Between two looks, since a shared folder tells nothing of changes; and until what was refused is tried again."""
_LIST = """
import hashlib, os, sys
from itertools import islice
folder, seen = os.fsencode(sys.argv[1]), hashlib.sha256()
with os.scandir(folder) as entries:
    named = sorted((each.name for each in islice(entries, 100_000) if each.name.startswith(b"publication-")), key=lambda name: (len(name), name))
for place, name in enumerate(reversed(named)):
    seen.update(name)
    if place < 2000:
        try:
            facts = os.lstat(os.path.join(folder, name))
        except OSError:
            continue
        seen.update(b" %d %d\\n" % (facts.st_size, facts.st_mtime_ns))
if named:
    try:
        seen.update(b"%d" % os.stat(sys.argv[2]).st_mtime_ns)
    except OSError:
        pass
    print(seen.hexdigest())
"""
"""A share that is away may hold up whoever looks there, for minutes: that is not the process with the screen.

Anybody may have put anything there: what cannot be looked at keeps nobody from the rest, and of very many names the highest numbers count.
"""
_log = logging.getLogger(__name__)


class Incoming(QObject):
    """`taken` comes when one was. `folder` is empty where the settings name none, `arguments` are what Python is called with to take the newest.

    Why one was refused is told by the self-test. Half a copy is refused, and looked at again when it has changed, when the file that says who is
    `trusted` has, or after AGAIN_MS. While another one is being taken, none is looked at, and the next look tries again.
    """

    taken = Signal()

    def __init__(self, folder: str, arguments: Sequence[str], trusted: Path) -> None:
        super().__init__()
        self._seen = self._tried = b""
        self._looks = ChildProcess(["-I", "-S", "-c", _LIST, folder, str(trusted)], self)
        self._looks.said.connect(self._see)
        self._child = ChildProcess(arguments, self)
        self._child.said.connect(self._hear)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._forget)
        if folder:
            self._timer.start()

    @Slot()
    def look(self) -> None:
        """Begins a look, unless the last one has not come to its end."""
        self._looks.begin()

    def close(self) -> None:
        """The kiosk ends."""
        self._timer.stop()
        self._again.stop()
        self._looks.close()
        self._child.close()

    def _see(self, there: bytes) -> None:
        """Has the newest taken if the folder is as it was at the last look, but not as it was when one was tried."""
        before, self._seen = self._seen, there
        if there and there == before != self._tried:
            self._tried = there
            self._again.stop()
            self._child.begin()

    @Slot()
    def _forget(self) -> None:
        """The next look tries whatever is there."""
        self._tried = b""

    def _hear(self, said: bytes) -> None:
        try:
            told = json.loads(said)
        except ValueError:
            _log.error("taking a publication gave no answer")
            return
        if told.get("busy"):
            self._tried = b""
        elif wrong := told.get("wrong"):
            _log.error("a publication was not taken: %s", wrong)
            self._again.start()
        elif told.get("number") and not told.get("already"):
            self.taken.emit()
