"""The service of the machine that carries something to a stick, or from one, while staff wait for it.

The kiosk may read no stick: it asks by a file in a folder that both see. `install` writes the service, which loads the drivers for as long as that
takes, and says what came of it in one word.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.files.foreign_folders import put
from kiosk.files.regular import read_regular

FOLDER = "KIOSK_STICK"
"""Names that folder in the environment, where there is such a service."""
ASKS, SAYS = "stick", "stick-said"
"""Files in the folder that both see: what is to be carried, and what came of it in one word."""
BACKUP, PUBLICATION = "backup", "publication"
"""What can be: a backup to a stick, the newest publication from one."""
ANSWERS = ("saved", "found", "empty", "none", "early", "failed")
PATIENCE_SECONDS = 310
"""A little longer than the service has: a minute until there is a stick, and the time of a slow one."""


class StickService(QObject):
    """`said` brings one of ANSWERS some seconds after `ask`; `failed` also where there is none in time."""

    said = Signal(str)

    def __init__(self, folder: Path, owner: QObject) -> None:
        super().__init__(owner)
        self._folder = folder
        self._left = 0
        self._looking = QTimer(self)
        self._looking.setInterval(1000)
        self._looking.timeout.connect(self.look)

    def ask(self, what: str) -> None:
        """Has it carried: whoever plugs a stick in before gets nothing. May raise OSError."""
        self._folder.stat()  # one that is gone is not made anew: no service sees that
        (self._folder / SAYS).unlink(missing_ok=True)
        put(self._folder, ASKS, what.encode())
        self._left = PATIENCE_SECONDS
        self._looking.start()

    def look(self) -> None:
        """Whether there is an answer; nobody waits for one longer than the service itself does."""
        self._left -= 1
        try:
            answer = read_regular(self._folder / SAYS, 1000).decode().strip()
        except (OSError, ValueError):
            answer = ""
        if answer in ANSWERS or self._left <= 0:
            self.end()
            self.said.emit(answer if answer in ANSWERS else "failed")

    def end(self) -> None:
        """Nobody waits for it any more."""
        self._looking.stop()
        with suppress(OSError):
            (self._folder / ASKS).unlink(missing_ok=True)
