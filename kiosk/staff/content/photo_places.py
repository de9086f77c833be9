"""Where photographs lie that somebody at the desk may want on the kiosk: in their own folders, and on sticks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from kiosk.files.typed_paths import typed_path

ENDINGS = (".jpg", ".jpeg", ".png")
MOST_SHOWN = 40
_MOST_LOOKED_AT = 20_000
"""Names; a folder that has more is no folder somebody looks through."""
_DEEPEST = 3
"""Folders within folders, as a camera's `DCIM/100CANON`."""


def newest(folders: Iterable[Path]) -> list[Path]:
    """The newest photographs in and below these folders, the newest first; what cannot be looked into has none."""
    found: dict[Path, float] = {}
    left = _MOST_LOOKED_AT
    for folder in folders:
        for entry in islice(_entries(folder, _DEEPEST), left):
            left -= 1
            with suppress(OSError):
                if not entry.name.startswith(".") and entry.name.lower().endswith(ENDINGS) and entry.is_file(follow_symlinks=False):
                    found[Path(entry.path)] = entry.stat(follow_symlinks=False).st_mtime
    return sorted(found, key=lambda path: (-found[path], path))[:MOST_SHOWN]


def _entries(folder: Path, depth: int) -> Iterator[os.DirEntry[str]]:
    """What lies in it and so far below it, files and folders."""
    inner = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            yield entry
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                inner.append(Path(entry.path))
    for each in inner if depth else ():
        yield from _entries(each, depth - 1)


def meant(written: str, folders: Iterable[Path]) -> Path:
    """The file that somebody wrote: `~` is their own folder, and a name alone lies in the first of these folders that has it."""
    path = typed_path(written)
    places = (path, *(folder / path for folder in folders))
    return next((place for place in places if os.path.lexists(place)), path)
