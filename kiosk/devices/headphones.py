"""Whether a headphone is plugged in: Linux tells it as a switch of an input device."""

from __future__ import annotations

import logging
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from kiosk.devices.headphone_switches import EV_SW, SW_HEADPHONE, is_plugged

_log = logging.getLogger(__name__)
_EVENT = struct.Struct("llHHi")
"""struct input_event: seconds, microseconds, type, code, value."""


class Jack(QObject):
    """Watches the devices that have such a switch. `plugged` tells each change; `begin` tells how it stands at first, where there is one."""

    plugged = Signal(bool)

    def __init__(self, devices: Iterable[Path]) -> None:
        super().__init__()
        self._notifiers: list[QSocketNotifier] = []
        self._files: list[int] = []
        for device in devices:
            self._watch(device)

    def begin(self) -> None:
        """Tells whether something is plugged in already."""
        if self._files:
            self.plugged.emit(any(is_plugged(file) for file in self._files))

    def close(self) -> None:
        for notifier in self._notifiers:
            notifier.setEnabled(False)
        for file in self._files:
            os.close(file)
        self._notifiers, self._files = [], []

    def _watch(self, device: Path) -> None:
        try:
            file = os.open(device, os.O_RDONLY | os.O_NONBLOCK)
        except OSError as error:
            _log.info("%s cannot be watched for headphones: %s", device, error.strerror)
            return
        notifier = QSocketNotifier(file, QSocketNotifier.Type.Read, self)
        notifier.activated.connect(lambda: self._read(file, notifier))
        self._files.append(file)
        self._notifiers.append(notifier)

    def _read(self, file: int, notifier: QSocketNotifier) -> None:
        try:
            raw = os.read(file, _EVENT.size * 64)
        except BlockingIOError:
            return
        except OSError:
            raw = b""
        if not raw:  # the device is gone, and what was plugged into it
            notifier.setEnabled(False)
            self.plugged.emit(False)
            return
        for at in range(0, len(raw) - len(raw) % _EVENT.size, _EVENT.size):
            _, _, kind, code, value = _EVENT.unpack_from(raw, at)
            if (kind, code) == (EV_SW, SW_HEADPHONE):
                self.plugged.emit(bool(value))
