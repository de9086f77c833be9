"""What a file is that somebody gives to a command for another kind of file, and which kind belongs there."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from kiosk.content.checks import picture_files
from kiosk.files.archives import archive
from kiosk.staff.errors import ExpectedError

_BEGINNING = 4096
PUBLIC_KEY = "Public key of a kiosk"
"""How the file of one begins, in the words that people read in it."""


class Kind(Enum):
    """Each with what it is, and how the right one comes about."""

    BACKUP = "a backup of a kiosk", "`python3 main.py backup FILE` writes one."
    VERSION = "a version of the kiosk", "It comes from whoever looks after the program of this kiosk."
    DRAWER = "a drawer with requests", "It is the folder `drawer`, or the file drawer.sqlite in it, of a machine or of what a restore kept aside."
    KEY = "a key that was moved away from a kiosk", "`python3 main.py key move-away FILE` writes one."
    PUBLIC_KEY = "a public key of a kiosk", "`python3 main.py key public FILE` writes one, at the other kiosk."
    RELEASE_KEY = "a private key that signs versions", "It begins with the words BEGIN PRIVATE KEY."
    PUBLISHING_KEY = "a key to publish with", "`python3 main.py publish --new-key --name YOU` makes one."
    PUBLICATION = "a publication", "`python3 main.py publish` makes one."
    PICTURE = "a picture", "Name a photo or a drawing."


def refuse_other(raw: BinaryIO, file: Path, wanted: Kind) -> None:
    """Raises ExpectedError where the open file is surely of another kind than is `wanted`; its place is then at the beginning again.

    What takes it is not told: somebody may have given it another name so that staff install it, or close requests for it.
    """
    found = _kind(raw)
    raw.seek(0)
    if found not in (None, wanted):
        what, comes = wanted.value
        raise ExpectedError(f"{file} is {_LOOKS_LIKE.get(found, found.value[0])}, and not {what}, which belongs here. Nothing was changed. {comes}")


_LOOKS_LIKE = {Kind.VERSION: "an archive with a program in it, as a version of the kiosk is"}
"""What is told of what was found, where no more is known than that."""


def _kind(raw: BinaryIO) -> Kind | None:
    begins = raw.read(_BEGINNING)
    if begins.startswith(b"SQLite format 3\0"):
        return Kind.DRAWER
    if begins.startswith((b"-----BEGIN PRIVATE KEY", b"-----BEGIN ENCRYPTED PRIVATE KEY")):
        return Kind.RELEASE_KEY
    if begins.startswith(b"{") and b".private.json" in begins:
        return Kind.KEY
    if begins.startswith(b"{") and b"publishing key of a kiosk" in begins:
        return Kind.PUBLISHING_KEY
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
        if "publication.json" in names:
            return Kind.PUBLICATION
        if any(name.count("/") <= 1 and name.endswith("main.py") for name in names):
            return Kind.VERSION
    return None
