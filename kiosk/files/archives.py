"""How an archive that others may have written is opened: its list of names is bounded, whatever it says of its length."""

from __future__ import annotations

import io
import zipfile
from typing import BinaryIO

MOST_LISTED = 16 << 20
"""Bytes of the list of names in an archive: 300 for each file."""


class _Sips(io.BufferedReader):
    """Nothing is read from it in one go that is longer than a list of names may be."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MOST_LISTED:
            raise zipfile.BadZipFile("its list is too long")
        return super().read(size)


def archive(raw: BinaryIO) -> zipfile.ZipFile:
    """The archive in an open file, whose list of names is bounded. Raises what `zipfile` raises for something else."""
    return zipfile.ZipFile(_Sips(io.FileIO(raw.fileno(), closefd=False)))
