"""What somebody has had up to now goes over to the account of the kiosk: keys, requests and settings are in one place afterwards, not in two.

Both places have a note with the same word meanwhile: by that the next `install` finishes what one that was killed began. The note in the old place
says what may be erased there. It counts only where nobody but its owner can have written it: somebody may put one into a folder that is everybody's,
as /dev/shm is, and root would erase there what is others'. That in the new one says no more than where to look.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shlex
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct, json
from msgspec.structs import replace

from kiosk.content.edits.drafts import FOLDER as DRAFTS
from kiosk.files.archives import archive, read_member
from kiosk.files.below import below
from kiosk.files.foreign_folders import LEFT
from kiosk.files.private import DRAWER, FILE_MODE, KEYS, erase, settle, write_private
from kiosk.files.regular import NotReadError, noted_path, read_regular, reason
from kiosk.files.temporary import TEMPORARY
from kiosk.settings.settings import FILE as SETTINGS
from kiosk.signup.drawer.copies import kept_drawers
from kiosk.signup.drawer.database import NAME as DRAWER_FILE
from kiosk.signup.drawer.foreign import ForeignError, days_in
from kiosk.signup.drawer.leftovers import PLAN, erase_copy, kept_copies, sweep
from kiosk.signup.journal.status import UNREADABLE
from kiosk.staff.care.backup import MANIFEST, MOST_LISTED, ArchivePart, pack, refuse_what_is_none_of_ours, told
from kiosk.staff.care.meanwhile import as_it_is
from kiosk.staff.errors import HOW_TO_END, ExpectedError
from kiosk.staff.publications.publish import MADE
from kiosk.staff.publications.publishing_key import KEY
from kiosk.staff.rights import as_owner
from kiosk.unattended import incidents

_OF_THE_MOMENT = frozenset({incidents.MARK, "cache"})
OF_A_DESK = (KEY, MADE, DRAFTS)
"""What content is changed and published with stays where it is: the key to publish with never lies at a kiosk."""
_OF_ONE_PLACE = (DRAWER, KEYS, SETTINGS)
"""What is erased in the old place: requests and keys, which nobody is to find there, and settings, which count for nothing any more."""
_GOES, _CAME = ".moving", ".moved-from"
"""The notes, in the old place and in the new one."""
_MOST_NOTED = 100_000
"""Bytes of a note; a path has some hundred."""


class _Note(Struct, frozen=True):
    """The word that both places have, the other place (the bytes of its path), and how each part that goes was in the old one."""

    word: str
    other: bytes
    was: dict[str, str] = {}

    def __post_init__(self) -> None:
        """Raises ValueError."""
        noted_path(self.other)


def move(given: Path, data: Path, now: datetime) -> str:
    """Copies the data folder, each side with the rights of its owner, looks at the copy, and then erases keys and requests in the old place.

    Nothing of it lies anywhere in between. Raises ExpectedError; then all is in the old place.
    """
    word = secrets.token_hex(16)
    with told(f"What is in {given} cannot be moved to {data}"), os.fdopen(os.memfd_create("kiosk", os.MFD_CLOEXEC), "w+b") as carried:
        held = as_owner(given, lambda _: _packed(given, carried, now, _Note(word, _path(data))), needs=[carried.fileno()])
        as_owner(data, lambda _: _put(carried, data, held, _Note(word, _path(given))), needs=[carried.fileno()])
    return finish(given, data)


def unfinished(data: Path) -> Path | None:
    """The old place of what was moved to `data` by a command that was killed before it had erased all that it was to erase; None if there is none."""
    with suppress(OSError, ExpectedError):
        came = as_owner(data, lambda _: _words(data / _CAME))
        given = Path(came[1])
        if as_owner(given, lambda _: _words(given / _GOES) if _is_of_one(given) else []) == [came[0], os.fsdecode(_path(data))]:
            return given
    return None


def finish(given: Path, data: Path) -> str:
    """Erases in the old place what is in the new one, unless somebody worked there since; tells what came of it. Raises ExpectedError."""
    with told(f"Keys, requests and settings are in {data} now, but those in {given} cannot be erased"):
        if not (erased := as_owner(given, lambda _: _erase(given))):
            return (
                f"Keys, requests and settings were copied from {given} to {data}, but somebody has worked in {given} since. So nothing was erased"
                " there, for what they did is nowhere else. Look at it first; when nobody needs it any more, delete the folders `drawer` and `keys`"
                f" in {given}."
            )
        as_owner(data, lambda _: (data / _CAME).unlink(missing_ok=True))
    moved = f"Keys, requests and settings were moved from {given} to {data}, and erased in the old place."
    if SETTINGS not in erased and as_owner(given, lambda _: os.path.lexists(given / SETTINGS)):
        moved += f" But {given / SETTINGS} was changed since, so it stayed: write into {data / SETTINGS} what is new in it, and delete it."
    stay = as_owner(given, lambda _: [name for name in OF_A_DESK if os.path.lexists(given / name)])
    return f"{moved} {' and '.join(stay)} stayed there: content is published from a desk, and a kiosk needs no key for it." if stay else moved


def _is_of_one(given: Path) -> bool:
    """Whether nobody but the owner of this folder can have put its note there. May raise OSError."""
    folder, note = given.lstat(), (given / _GOES).lstat()
    return _is_closed(folder) and stat.S_ISREG(note.st_mode) and note.st_uid == folder.st_uid


def _is_closed(folder: os.stat_result) -> bool:
    return stat.S_ISDIR(folder.st_mode) and not folder.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _path(folder: Path) -> bytes:
    return os.fsencode(folder.absolute())


def _noted(file: Path) -> _Note | None:
    with suppress(OSError, ValueError, RecursionError):
        return json.decode(read_regular(file, _MOST_NOTED), type=_Note)
    return None


def _words(file: Path) -> list[str]:
    """The word of a note and its other place. Raises FileNotFoundError where there is none that can be read."""
    if (note := _noted(file)) is None:
        raise FileNotFoundError(file)
    return [note.word, os.fsdecode(note.other)]


def _state(given: Path, part: str) -> str:
    """How a part is now, in a word that is another one as soon as anything in it changes."""
    return hashlib.sha256(ascii(sorted(as_it_is(given, [part]).files.items())).encode()).hexdigest()


def _packed(given: Path, carried: BinaryIO, now: datetime, note: _Note) -> dict[str, int]:
    """Tells what it holds (`_held_in`)."""
    _refuse_running(given)
    if not _is_closed(given.stat()):
        raise ExpectedError(f"Others may write in {given}. Take that away first: `sudo chmod go-w {shlex.quote(str(given))}`.")
    refuse_what_is_none_of_ours(given)
    sweep(given)
    write_private(given / _GOES, json.encode(replace(note, was={part: _state(given, part) for part in _OF_ONE_PLACE})))
    pack(carried, list(_files(given)), now)
    return _held_in(given)


def _refuse_running(given: Path) -> None:
    if incidents.is_running(given):
        raise ExpectedError(f"A kiosk is running on {given}. End it first ({HOW_TO_END}).")


def _files(given: Path) -> Iterator[ArchivePart]:
    """All files but those of the moment. Raises ExpectedError for a link: what it leads to would stay behind, and nobody would know of it."""
    try:
        every = sorted(below(given))
    except OSError as error:
        helps = f" {error.instead}" if isinstance(error, NotReadError) else ""
        raise ExpectedError(f"Not all of it can come along: {reason(error)}.{helps} Everything stays where it was.") from error
    for path in every:
        inside = path.relative_to(given)
        if inside.parts[0] in (*_OF_THE_MOMENT, *OF_A_DESK) or any(map(_is_half, inside.parts)):
            continue
        if path.is_symlink():
            instead = "Put in its place what it leads to, or delete it"
            raise ExpectedError(f"{path} is a link, and what it leads to would not come along. {instead}. Everything stays where it was.")
        if path.is_file():
            yield inside.as_posix(), path


def _is_half(name: str) -> bool:
    """Whether it is a note of ours, or something that was never finished. What else is hidden belongs to what it lies in, as in a publication."""
    return name in (_GOES, _CAME) or name.startswith(PLAN) or bool(TEMPORARY.fullmatch(name) or LEFT.fullmatch(name))


def _held_in(data: Path) -> dict[str, int]:
    """How many requests are in the drawer and in each that lies aside, less than 0 where it cannot be read, and how many files of keys there are."""
    found = {KEYS: sum(path.is_file() for path in below(data) if path.parent.name == KEYS)}
    for place in (f"{DRAWER}/{DRAWER_FILE}", *kept_drawers(data)):
        try:
            found[place] = len(days_in(data / place))
        except ForeignError:
            found[place] = UNREADABLE
    return found


def _put(carried: BinaryIO, data: Path, held: Mapping[str, int], note: _Note) -> None:
    fresh = data.with_name(f".{data.name}.moving")
    fresh.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    erase(fresh)
    fresh.mkdir(mode=0o700)
    _unpack(carried, fresh)
    if _held_in(fresh) != held:
        erase(fresh)
        raise ExpectedError("Not all requests and keys that are there came along, so everything stays where it was.")
    write_private(fresh / _CAME, json.encode(note))
    with suppress(OSError):
        data.rmdir()  # an empty one
    fresh.rename(data)
    os.sync()


def _unpack(carried: BinaryIO, fresh: Path) -> None:
    with archive(carried) as packed:
        listed = json.decode(read_member(packed, MANIFEST, MOST_LISTED))["files"]
        for name, facts in listed.items():
            path = Path(packed.extract(name, fresh))
            path.chmod(FILE_MODE)
            with path.open("rb") as file:
                os.fsync(file.fileno())
                if hashlib.file_digest(file, "sha256").hexdigest() != facts["sha256"]:
                    raise ExpectedError(f"{name} does not read back as it was written. Everything stays where it was.")


def _erase(given: Path) -> list[str]:
    """What of it is no longer there, by the names of the parts.

    None at all where requests or keys are no longer as they were when they were packed: then all stays. Settings stay alone.
    """
    _refuse_running(given)
    note = _noted(given / _GOES) if _is_of_one(given) else None
    changed = [part for part in _OF_ONE_PLACE if os.path.lexists(given / part) and (note is None or _state(given, part) != note.was.get(part))]
    if note is None or DRAWER in changed or KEYS in changed:
        return []
    going, goes = given / f".moved.{os.getpid()}", [part for part in _OF_ONE_PLACE if part not in changed]
    going.mkdir(mode=0o700)
    for part in goes:
        with suppress(FileNotFoundError):
            (given / part).rename(going / part)
    settle(given)
    erase(going)
    for each in kept_copies(given):
        erase_copy(given, each)
    (given / _GOES).unlink()
    return goes
