"""What Linux says of headphone sockets: they are switches of input devices. Without Qt, for the self-test asks too, where Qt may not start yet."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

EV_SW, SW_HEADPHONE = 0x05, 0x02
_SWITCHES_BYTES = 8
_EVIOCGSW = 0x80000000 | (_SWITCHES_BYTES << 16) | (ord("E") << 8) | 0x1B
_EVIOCGBIT_SW = 0x80000000 | (_SWITCHES_BYTES << 16) | (ord("E") << 8) | (0x20 + EV_SW)


def jacks() -> list[Path]:
    """The input devices of this machine that tell when a headphone is plugged in; none where that cannot be known."""
    return [device for device in sorted(Path("/dev/input").glob("event*")) if _has_jack(device)]


def is_plugged(file: int) -> bool:
    """Whether one is, by the open device."""
    return _bit(file, _EVIOCGSW)


def _has_jack(device: Path) -> bool:
    try:
        file = os.open(device, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        return _bit(file, _EVIOCGBIT_SW)
    finally:
        os.close(file)


def _bit(file: int, request: int) -> bool:
    switches = bytearray(_SWITCHES_BYTES)
    try:
        fcntl.ioctl(file, request, switches)
    except OSError:
        return False
    return bool(switches[0] & (1 << SW_HEADPHONE))
