"""The clock of this machine that nobody sets: how long ago it was started, sleep included."""

from __future__ import annotations

import sys
import time
from functools import cache

from msgspec import Struct

from kiosk.signup.journal.set_clocks import BOOT_LETTERS
from kiosk.unattended.boot import UNKNOWN_BOOT, this_boot


class Boot(Struct, frozen=True):
    """A run of the machine, by the first letters of the name that Linux gives it, and its seconds up to now."""

    name: str
    seconds: float


def of_this_machine() -> Boot | None:
    """Nothing where the system has no such clock (macOS), or no name for its runs."""
    name = _name()
    return Boot(name, time.clock_gettime(time.CLOCK_BOOTTIME)) if sys.platform == "linux" and name else None


def unknown() -> None:
    """Of a time that is no machine's own."""


@cache
def _name() -> str:
    name = this_boot()
    return "" if name == UNKNOWN_BOOT else name[:BOOT_LETTERS]
