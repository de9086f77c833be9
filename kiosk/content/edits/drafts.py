"""What was changed and is not saved yet, kept on the disk, so that no crash and no power cut takes it away."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from msgspec import DecodeError, Struct, json

from kiosk.files.private import erase, write_private
from kiosk.files.regular import read_regular
from kiosk.yaml.reading import MOST_BYTES

_MOST_KEPT = 8 * MOST_BYTES
"""Two files of the largest size that is read, as JSON writes them."""


class Draft(Struct, frozen=True):
    """A file of the content by its name: its bytes as they were saved last, and as they are now. A colleague's file may be no UTF-8."""

    file: str
    base: bytes
    text: bytes


class Drafts:
    """The folder with a file for each draft, those of each content folder by themselves."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, content: Path) -> Drafts:
        """Those of one content folder, by where it really lies: what was tried in a copy is never found again in another one."""
        return Drafts(self._folder / sha256(os.fsencode(os.path.realpath(content))).hexdigest()[:16])

    def keep(self, draft: Draft) -> None:
        """Lies on the disk when this returns. May raise OSError."""
        write_private(self._place(draft.file), json.encode(draft))

    def forget(self, file: str) -> None:
        """The draft of this file is saved. May raise OSError."""
        place = self._place(file)
        if place.exists():
            erase(place)

    def left(self) -> list[Draft]:
        """What was not saved when the program ended; what cannot be read is no draft of ours."""
        found = []
        for place in sorted(self._folder.glob("*.json")) if self._folder.is_dir() else ():
            try:
                found.append(json.decode(read_regular(place, _MOST_KEPT), type=Draft))
            except (OSError, DecodeError):
                continue
        return found

    def _place(self, file: str) -> Path:
        return self._folder / f"{sha256(file.encode()).hexdigest()[:16]}.json"
