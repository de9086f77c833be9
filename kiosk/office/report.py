"""What the carrier tells of itself on this machine: when it was at the office last, and what keeps it from there."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import DecodeError, Struct, json

from kiosk.files.private import private_folder, write_own
from kiosk.files.regular import NotReadError, read_regular
from kiosk.office.pairing import FOLDER

_FILE, _MOST_BYTES = "report.json", 4096


class Report(Struct, frozen=True):
    """When it was at the office last (UTC; None if never), what hinders it now, and how many requests were not sent when it was there."""

    at: datetime | None
    hindered: str
    unsent: int


def note(data: Path, report: Report) -> None:
    """Writes it down, as far as the disk takes it."""
    with suppress(OSError):
        private_folder(data / FOLDER)
        write_own(data / FOLDER / _FILE, json.encode(report))


def reported(data: Path) -> Report | None:
    """The last one; None where there is none that can be read."""
    with suppress(NotReadError, DecodeError, RecursionError):
        return json.decode(read_regular(data / FOLDER / _FILE, _MOST_BYTES, own=True), type=Report)
    return None
