"""Publications on their way down: a desk puts one into the office, and the carrier of each kiosk fetches what somebody signed whom it trusts.

The office vouches for nothing. Its word is only which files there are: the carrier checks the signature before it fetches, and the kiosk
tries what came by the same door as what comes on a stick.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from kiosk.files import minisign
from kiosk.files.private import FILE_MODE, private_folder, settle, write_own
from kiosk.files.regular import is_regular, read_regular
from kiosk.office.address import OfficeError
from kiosk.office.pairing import FOLDER

if TYPE_CHECKING:
    from psycopg import Connection

KEPT = "publications"
"""In the folder of the carrier: what came, under the names that publications have."""
PIECE = 1 << 20
"""Bytes that go in one row: a network that breaks off loses no more."""
MOST, MOST_LISTED = 3, 40
"""Of the newest that the kiosk keeps here, and that are looked at."""
SECONDS = 10.0
"""That it is fetched at a stretch."""
_COMING = ".coming"
_LEAST_FREE = 1 << 30
"""Bytes of the disk that are left for requests."""


class Offered(Struct, frozen=True):
    """A publication in the office: its number as the desk told it, what is signed of it (`minisign.digest`), its size and its signature."""

    number: int
    digest: bytes
    size: int
    signature: bytes

    @property
    def name(self) -> str:
        return f"publication-{self.number}.kiosk.zip"


IsTrusted = Callable[[bytes, bytes], bool]
"""Whether a signature over a digest is by somebody whom this kiosk trusts."""


def came_to(data: Path) -> Path:
    """The folder in which they lie."""
    return data / FOLDER / KEPT


def put(connection: Connection, number: int, file: BinaryIO, signature: bytes) -> bool:
    """Puts it there, whole or not at all; False where it was there already."""
    digest = minisign.digest(file)
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    with connection.transaction():
        fresh = connection.execute(
            "INSERT INTO office.publications (desk, number, digest, size, signature) VALUES (session_user, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (number, digest, size, signature),
        ).rowcount
        for part, piece in enumerate(_pieces(file)) if fresh else ():
            connection.execute("INSERT INTO office.pieces (desk, digest, part, piece) VALUES (session_user, %s, %s, %s)", (digest, part, piece))
    return bool(fresh)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def fetch(connection: Connection, data: Path, is_trusted: IsTrusted, most_bytes: int, clock: Callable[[], float] = time.monotonic) -> bool:
    """Brings the newest that the kiosk trusts, as far as they are not here; the others go. Tells whether there is more to bring: after some seconds
    others have their turn. Raises OfficeError.
    """
    until = clock() + SECONDS
    try:
        folder = private_folder(came_to(data))
        wanted = list(_wanted(connection, is_trusted, most_bytes))
        names = {name for each in wanted for name in (each.name, f"{each.name}{minisign.ENDING}", f"{each.name}{_COMING}")}
        for path in [path for path in folder.iterdir() if path.name not in names]:
            path.unlink()
        return not all(_bring(connection, folder, each, lambda: clock() < until) for each in wanted)
    except OSError as error:
        raise OfficeError(f"A publication of the office cannot be kept on the disk ({error.strerror or type(error).__name__}).") from error


_OFFERED = "SELECT number, digest, size, signature FROM office.publications ORDER BY number DESC, added DESC LIMIT %s"


def _wanted(connection: Connection, is_trusted: IsTrusted, most_bytes: int) -> Iterator[Offered]:
    """The newest by number, each number once."""
    rows = connection.execute(_OFFERED, (MOST_LISTED,))
    found: dict[int, Offered] = {}
    for number, digest, size, signature in rows.fetchall():
        if not (isinstance(number, int) and isinstance(size, int) and isinstance(digest, bytes) and isinstance(signature, bytes)):
            raise OfficeError("The office answers with something else than publications.")
        each = Offered(number, digest, size, signature)
        if len(found) < MOST and number not in found and each.size <= most_bytes and is_trusted(each.digest, each.signature):
            found[number] = each
    yield from found.values()


def _bring(connection: Connection, folder: Path, offered: Offered, has_time: Callable[[], bool]) -> bool:
    """Whether it is here, whole, under its name. What is here of it goes on where it was."""
    place, coming = folder / offered.name, folder / f"{offered.name}{_COMING}"
    if _is(place, offered):
        return True
    if shutil.disk_usage(folder).free < offered.size + _LEAST_FREE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with os.fdopen(os.open(coming, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, FILE_MODE), "r+b") as file:
        part = file.seek(0, os.SEEK_END) // PIECE
        file.truncate(file.seek(part * PIECE))
        while file.tell() < offered.size:
            if not has_time():
                return False
            row = connection.execute("SELECT piece FROM office.pieces WHERE digest = %s AND part = %s", (offered.digest, part)).fetchone()
            if row is None or len(row[0]) == 0:
                break
            file.write(bytes(row[0]))
            part += 1
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        is_whole = minisign.digest(file) == offered.digest
    if not is_whole:
        coming.unlink()
        raise OfficeError("The office handed over something else than the publication that was signed.")
    write_own(folder / f"{offered.name}{minisign.ENDING}", offered.signature)
    coming.replace(place)
    settle(folder)
    return True


def _is(place: Path, offered: Offered) -> bool:
    """By its size and signature: what is in it was looked at when it came, and is again when it is taken."""
    beside = place.with_name(f"{place.name}{minisign.ENDING}")
    if not (is_regular(place) and is_regular(beside)) or place.stat().st_size != offered.size:
        return False
    return read_regular(beside, minisign.MOST_BYTES, own=True) == offered.signature
