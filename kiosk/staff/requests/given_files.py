"""A file that a command is given."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from kiosk.files.regular import open_regular
from kiosk.staff.known_files import Kind, refuse_other


def refuse_another_kind(file: Path, wanted: Kind) -> None:
    """Raises ExpectedError where the file is surely of another kind than is `wanted`. What cannot be opened is left to whoever reads it."""
    with suppress(OSError), open_regular(file) as raw:
        refuse_other(raw, file, wanted)
