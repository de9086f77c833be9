"""What lies below a folder that somebody else may have filled: however deep that is, whoever looks comes to an end."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from kiosk.files.regular import NotReadError

DEEPEST = 40
"""Folders within folders; a kiosk's own lie four deep."""


def below(folder: Path) -> Iterator[Path]:
    """Files, folders and links, each folder before what is in it. No link is followed.

    Raises OSError for a folder that cannot be read, NotReadError for one that lies too deep.
    """
    left = [folder]
    while left:
        place = left.pop()
        with os.scandir(place) as entries:
            found = sorted(entries, key=lambda each: each.name)
        for each in found:
            yield (path := Path(each.path))
            if not each.is_dir(follow_symlinks=False):
                continue
            if len(path.relative_to(folder).parts) > DEEPEST:
                top = folder / path.relative_to(folder).parts[0]
                raise NotReadError(errno.ELOOP, top, "Folders lie in folders there without end.", "Delete it.")
            left.append(path)
