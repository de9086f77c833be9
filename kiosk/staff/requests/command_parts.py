"""What `signups` and `key` share: what may stand on their lines, and how they tell what went wrong."""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.files.regular import NotReadError, why
from kiosk.staff.errors import ExpectedError

WHOSE = "the name that your passphrase belongs to"
KEY_FILE = "the file of a key that is kept away from the kiosk"
BRING_BACK_FIRST = (
    "Bring it back first (`python3 main.py key bring-back FILE`); afterwards `python3 main.py key move-away FILE` moves it away again."
)
DESCRIPTOR = "read passphrases from this file descriptor, a line each"
Said = str | list[str]
"""What a command tells: a line, or several."""


def say(said: Said) -> None:
    """Prints it."""
    print(*([said] if isinstance(said, str) else said), sep="\n")


def cannot(error: OSError, data: Path) -> ExpectedError:
    """A failure of the disk in a sentence, with what helps."""
    what = os.fsdecode(error.filename) if error.filename else f"What is in {data}"
    cure = error.instead if isinstance(error, NotReadError) else "See whose it is, and whether the disk is full, then run the same command again."
    return ExpectedError(f"{what} cannot be read or written: {why(error)}. {cure}")
