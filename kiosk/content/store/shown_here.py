"""Whether a kiosk shows a folder just now: it holds the folder meanwhile, so that a desk can tell what visitors see of a change.

The lock is shared, and on the folder of topics, which nobody locks for anything else: whoever signs a text has the content folder alone meanwhile
(`files/private.held`), and is not to wait for a kiosk. Nothing is written, whoever may write there.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

_TOPICS = "topics"
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


class Held:
    """The folder that a kiosk shows, held for as long as it does."""

    def __init__(self) -> None:
        self._handle = -1

    def take(self, folder: Path) -> None:
        """It shows from now on. One that cannot be held, as on some network shares, only tells nobody that it shows."""
        self.let_go()
        with suppress(OSError):
            self._handle = os.open(folder / _TOPICS, _FOLDER)
            fcntl.flock(self._handle, fcntl.LOCK_SH | fcntl.LOCK_NB)

    def let_go(self) -> None:
        """Nothing shows any more."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def is_shown(folder: Path) -> bool:
    """Whether a kiosk shows this folder now."""
    with suppress(OSError):
        handle = os.open(folder / _TOPICS, _FOLDER)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
    return False
