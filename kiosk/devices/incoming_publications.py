"""Looks into the folder that the settings name for publications, and has a newer one taken by a process of its own. QML does not see it."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.content.store.publications import NAMED
from kiosk.devices.child_process import ChildProcess
from kiosk.files import minisign

LOOK_MS, AGAIN_MS = 20_000, 600_000
"""Between two looks, since a shared folder tells nothing of changes; and until what was refused is tried again."""
MOST_LOOKS = 15
"""Five minutes of looks: what changed with each of them is tried then, as it is."""
_LIST = """
import os, re, sys
from itertools import islice
folder, trusted, named, ending = map(os.fsencode, sys.argv[1:])
named = re.compile(named)
with os.scandir(folder) as entries:
    numbers = sorted((int(found[1]) for each in islice(entries, 100_000) if (found := named.fullmatch(each.name))), reverse=True)
def facts(file):
    try:
        there = os.lstat(file)
    except OSError:
        return "-"
    return "%d %d" % (there.st_size, there.st_mtime_ns)
who = facts(trusted)
for number in numbers[:2000]:
    file = os.path.join(folder, b"publication-%d.kiosk.zip" % number)
    print(number, facts(file), facts(file + ending), who)
"""
"""A line for each publication with the size and time of its two files, and of the one that says who is trusted.

A share that is away may hold up whoever looks there, for minutes: that is not the process with the screen. Anybody may have put anything there: what
cannot be looked at, or can be no publication, keeps nobody from the rest, and of very many the highest numbers count.
"""
_log = logging.getLogger(__name__)


class Incoming(QObject):
    """`taken` comes when one was. `folder` is empty where the settings name none, `arguments` are what Python is called with to take the newest.

    Why one was refused is told by the self-test. It is tried again when it has changed, when the file that says who is `trusted` has, or after
    AGAIN_MS. What still comes is waited for, each publication by itself, and tried after MOST_LOOKS as it is: half a copy is refused. While another
    one is being taken, none is looked at, and the next look tries again.
    """

    taken = Signal()

    def __init__(self, folder: str, arguments: Sequence[str], trusted: Path) -> None:
        super().__init__()
        self._seen = self._tried = frozenset[bytes]()
        self._unsettled, self._takes = 0, False
        self._looks = ChildProcess(["-I", "-S", "-c", _LIST, folder, str(trusted), NAMED, minisign.ENDING], self)
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
        """Has the newest taken if one is as it was at the last look, but not as it was when one was tried; or if that is long in coming."""
        before, self._seen = self._seen, frozenset(there.splitlines())
        if self._takes:
            return
        came, settled = self._seen - self._tried, self._seen & before
        self._unsettled = self._unsettled + 1 if came else 0
        is_late = self._unsettled > MOST_LOOKS
        if is_late or came & settled:
            self._tried = self._seen if is_late else settled
            self._unsettled, self._takes = 0, True
            self._again.stop()
            self._child.begin()

    @Slot()
    def _forget(self) -> None:
        """The next look tries whatever is there."""
        self._tried = frozenset()

    def _hear(self, said: bytes) -> None:
        self._takes = False
        try:
            told = json.loads(said)
        except ValueError:
            _log.error("taking a publication gave no answer")
            self._again.start()
            return
        if told.get("busy"):
            self._forget()
        elif wrong := told.get("wrong"):
            _log.error("a publication was not taken: %s", wrong)
            self._again.start()
        elif told.get("number") and not told.get("already"):
            self.taken.emit()
