"""The run of the machine that lasts: its name, and since when."""

from __future__ import annotations

import sys
import time
from pathlib import Path

UNKNOWN_BOOT = "unknown"
"""What a run of the machine is called where the system has no name for it."""


def this_boot() -> str:
    """A name for this run of the machine, where the system has one."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return UNKNOWN_BOOT


def since_boot() -> float:
    """Seconds since the machine was started, those asleep included: who comes back to a machine that slept finds nothing of the visit before.

    Where the system has no such clock (macOS), the one that stands still meanwhile.
    """
    return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic()
