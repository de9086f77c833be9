"""Whether the content at a desk is what was published there last."""

from __future__ import annotations

from pathlib import Path

from kiosk.files.regular import open_regular
from kiosk.staff.content.desk_visitors import Published
from kiosk.staff.errors import ExpectedError
from kiosk.staff.publications import archive
from kiosk.staff.publications.publish import MADE, made_here
from kiosk.staff.publications.take import name_of


class LastPublished:
    """Compares them. What it has read of a file it reads again only when that has changed."""

    def __init__(self, content: Path, data: Path) -> None:
        self._content, self._data = content, data
        self._sums = archive.Sums()

    def look(self) -> Published | None:
        """The publication that was made here last; None where none was, or it cannot be read."""
        try:
            number = made_here(self._data)[0]
            with open_regular(self._data / MADE / name_of(number)) as raw:
                told = archive.read_leaf(raw, name_of(number))
                return Published(told.number, told.at, archive.is_of(raw, self._content, self._sums, name_of(number)))
        except (OSError, ExpectedError, IndexError):
            return None
