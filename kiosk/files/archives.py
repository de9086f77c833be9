"""How an archive that others may have written is opened: its list of names is bounded, whatever it says of its length, and so is what a piece of
it unpacks to. Somebody may exchange what is in an open file, so all of that is looked at each time it is opened.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import BinaryIO

MOST_LISTED = 16 << 20
"""Bytes of the list of names in an archive: 300 for each file."""


MOST_PARTS = 20
"""Parts of a name, the folders that a file lies in and its own: a kiosk has ten. What lies deeper some programs cannot even delete."""
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What unpacks in pieces, none of which is larger than asked for."""
NO_ARCHIVE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, LookupError, TypeError, ValueError, AttributeError, OverflowError,
    NotImplementedError, RuntimeError,
)  # fmt: skip
"""What zipfile and json raise for bytes that are something else."""


class _Sips(io.BufferedReader):
    """Nothing is read from it in one go that is longer than a list of names may be."""

    def __init__(self, raw: io.FileIO, most: int) -> None:
        super().__init__(raw)
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > self._most:
            raise zipfile.BadZipFile("its list is too long")
        return super().read(size)


def archive(raw: BinaryIO, most_listed: int = 0) -> zipfile.ZipFile:
    """The archive in an open file. Raises what `zipfile` raises for something else, or a list of more bytes than `most_listed` (else MOST_LISTED).

    Raises OSError where the disk fails.

    Read of it by `member.read(most)`: without a number `zipfile` unpacks all that is there before it looks how much that may be.
    """
    try:
        packed = zipfile.ZipFile(_Sips(io.FileIO(raw.fileno(), closefd=False), most_listed or MOST_LISTED))
    except zipfile.BadZipFile as error:
        if isinstance(error.__context__, OSError):  # `zipfile` takes an error of the disk for another kind of file
            raise error.__context__ from None
        raise
    if any(member.compress_type not in _PACKED for member in packed.infolist()):
        packed.close()
        raise zipfile.BadZipFile("it was packed in a way that few programs know")
    return packed


def read_member(packed: zipfile.ZipFile, name: str, most: int) -> bytes:
    """One file of an archive, of at most so many bytes. Raises BadZipFile where it is longer, KeyError, and what `zipfile` raises."""
    with packed.open(name) as member:
        if len(whole := member.read(most + 1)) > most:
            raise zipfile.BadZipFile("its list is too long")
    return whole
