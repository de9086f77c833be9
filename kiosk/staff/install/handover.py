"""What somebody has had up to now goes over to the account of the kiosk: keys and requests are in one place afterwards, not in two."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from kiosk.files.archives import archive, read_member
from kiosk.files.private import DRAWER, FILE_MODE, KEYS
from kiosk.signup.drawer.copies import kept_drawers
from kiosk.signup.drawer.drawer import NAME as DRAWER_FILE
from kiosk.signup.drawer.foreign import ForeignError, ids_in
from kiosk.signup.drawer.leftovers import erase, kept_copies
from kiosk.signup.journal.status import UNREADABLE
from kiosk.staff.care.backup import MANIFEST, MOST_LISTED, ArchivePart, pack, refuse_what_is_none_of_ours, told
from kiosk.staff.errors import HOW_TO_END, ExpectedError
from kiosk.staff.rights import as_owner
from kiosk.unattended import incidents

_OF_THE_MOMENT = frozenset({incidents.MARK, "cache"})


def move(given: Path, data: Path, now: datetime) -> str:
    """Copies the data folder, each side with the rights of its owner, looks at the copy, and then erases keys and requests in the old place.

    Nothing of it lies anywhere in between. Raises ExpectedError; then all is in the old place.
    """
    with told(f"What is in {given} cannot be moved to {data}"), os.fdopen(os.memfd_create("kiosk", os.MFD_CLOEXEC), "w+b") as carried:
        held = as_owner(given, lambda _: _packed(given, carried, now), needs=[carried.fileno()])
        as_owner(data, lambda _: _put(carried, data, held), needs=[carried.fileno()])
        as_owner(given, lambda _: _erase(given))
    return f"Keys, requests and settings were moved from {given} to {data}; keys and requests were erased in the old place."


def _packed(given: Path, carried: BinaryIO, now: datetime) -> dict[str, int]:
    """Tells what it holds (`_held_in`)."""
    if incidents.is_running(given):
        raise ExpectedError(f"A kiosk is running on {given}. End it first ({HOW_TO_END}).")
    refuse_what_is_none_of_ours(given)
    pack(carried, list(_files(given)), now)
    return _held_in(given)


def _files(given: Path) -> Iterator[ArchivePart]:
    """All files but those of the moment. Raises ExpectedError for a link: what it leads to would stay behind, and nobody would know of it."""
    for path in sorted(given.rglob("*")):
        inside = path.relative_to(given)
        if inside.parts[0] in _OF_THE_MOMENT or path.name.startswith("."):
            continue
        if path.is_symlink():
            instead = "Put in its place what it leads to, or delete it"
            raise ExpectedError(f"{path} is a link, and what it leads to would not come along. {instead}. Everything stays where it was.")
        if path.is_file():
            yield inside.as_posix(), path


def _held_in(data: Path) -> dict[str, int]:
    """How many requests are in the drawer and in each that lies aside, less than 0 where it cannot be read, and how many files of keys there are."""
    found = {KEYS: sum(path.is_file() for path in data.glob(f"**/{KEYS}/*"))}
    for place in (f"{DRAWER}/{DRAWER_FILE}", *kept_drawers(data)):
        try:
            found[place] = len(ids_in(data / place))
        except ForeignError:
            found[place] = UNREADABLE
    return found


def _put(carried: BinaryIO, data: Path, held: Mapping[str, int]) -> None:
    fresh = data.with_name(f".{data.name}.moving")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    _unpack(carried, fresh)
    if _held_in(fresh) != held:
        shutil.rmtree(fresh, ignore_errors=True)
        raise ExpectedError("Not all requests and keys that are there came along, so everything stays where it was.")
    with suppress(OSError):
        data.rmdir()  # an empty one
    fresh.rename(data)
    os.sync()


def _unpack(carried: BinaryIO, fresh: Path) -> None:
    with archive(carried) as packed:
        listed = json.loads(read_member(packed, MANIFEST, MOST_LISTED))["files"]
        for name, facts in listed.items():
            path = Path(packed.extract(name, fresh))
            path.chmod(FILE_MODE)
            with path.open("rb") as file:
                os.fsync(file.fileno())
                if hashlib.file_digest(file, "sha256").hexdigest() != facts["sha256"]:
                    raise ExpectedError(f"{name} does not read back as it was written. Everything stays where it was.")


def _erase(given: Path) -> None:
    for each in kept_copies(given):
        place, _, name = each.name.rpartition("/")
        erase(given / place, name)
    for name in (DRAWER, KEYS):
        erase(given, name)
