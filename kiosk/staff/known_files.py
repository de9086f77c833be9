"""What a file is that somebody gives to a command for another kind of file, and which command takes it."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from enum import Enum
from pathlib import Path
from shlex import quote
from typing import BinaryIO

from kiosk.content.checks import picture_files
from kiosk.files.archives import archive
from kiosk.staff.errors import ExpectedError

_BEGINNING = 4096
PUBLIC_KEY = "Public key of a kiosk"
"""How the file of one begins, in the words that people read in it."""


class Kind(Enum):
    """Each with what it is, and what to do with it."""

    BACKUP = "a backup of a kiosk", "`sudo python3 main.py restore {file}` puts it in place of what is here."
    VERSION = "a version of the kiosk", "`sudo python3 main.py update {file}` switches to it."
    DRAWER = "a drawer with requests", "`python3 main.py signups merge {file} --name YOU` takes over what was noted in it."
    KEY = "a key that was moved away from a kiosk", "`python3 main.py key bring-back {file}` brings it back."
    PUBLIC_KEY = "a public key of a kiosk", "`python3 main.py key recipient {file} WORD --name YOU` seals new requests for it, too."
    RELEASE_KEY = "a private key that signs versions", "`python3 main.py release ZIP --key {file}` signs one."
    PICTURE = "a picture", "`python3 main.py picture {file}` adds it to the content."


def refuse_other(raw: BinaryIO, file: Path, wanted: Kind) -> None:
    """Raises ExpectedError where the open file is surely of another kind than is `wanted`; its place is then at the beginning again."""
    found = _kind(raw)
    raw.seek(0)
    if found not in (None, wanted):
        what, takes = found.value
        raise ExpectedError(f"{file} is {what}, and not {wanted.value[0]}. Nothing was changed. {takes.format(file=quote(str(file)))}")


def _kind(raw: BinaryIO) -> Kind | None:
    begins = raw.read(_BEGINNING)
    if begins.startswith(b"SQLite format 3\0"):
        return Kind.DRAWER
    if begins.startswith((b"-----BEGIN PRIVATE KEY", b"-----BEGIN ENCRYPTED PRIVATE KEY")):
        return Kind.RELEASE_KEY
    if begins.startswith(b"{") and b".private.json" in begins:
        return Kind.KEY
    if begins.startswith(PUBLIC_KEY.encode()):
        return Kind.PUBLIC_KEY
    if picture_files.kind_of(begins):
        return Kind.PICTURE
    return _packed(raw)


def _packed(raw: BinaryIO) -> Kind | None:
    with suppress(zipfile.BadZipFile, OSError, ValueError, NotImplementedError), archive(raw) as packed:
        names = packed.namelist()
        if "backup.json" in names:
            return Kind.BACKUP
        if any(name.count("/") <= 1 and name.endswith("main.py") for name in names):
            return Kind.VERSION
    return None
