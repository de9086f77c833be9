"""A file that requests are written into: never over another silently, and nothing of them is in it before the journal says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.files.private import ready
from kiosk.files.regular import why
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.keys.signatures import Signer
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.at_the_desk import AtTheDesk


@contextmanager
def or_told(file: Path, nothing: str) -> Iterator[None]:
    """What keeps a file from being written is told in a sentence, which ends with that `nothing` was done. Raises ExpectedError."""
    try:
        yield
    except FileExistsError as error:
        raise ExpectedError(f"{file} has just been written by another command. Name another file, or add --replace.") from error
    except OSError as error:
        raise ExpectedError(f"{file} cannot be written: {why(error)}. {nothing}") from error


def write_out(desk: AtTheDesk, file: Path, raw: bytes, count: int, signer: Signer | None, *, replace: bool) -> None:
    """Notes that so many requests go into the file, and writes it, closed to others. May raise OSError, KeepError."""
    with ready(file, bytes(len(raw)), replace=replace) as room:
        desk.drawer.audit(EntryKind.EXPORTED, desk.who, f"{count} exported to {_noted(file)}", signer)
        room.seek(0)
        room.write(raw)


def _noted(file: Path) -> str:
    """The name of the file as the journal can hold it."""
    return file.name.encode(errors="replace").decode()
