"""The one door by which a publication comes to a kiosk, wherever it comes from: a stick, a folder, whoever looks after the machine.

It is copied first, and only the copy is looked at, so that nobody changes it afterwards. Whom it is from, that it is newer, that nothing strange is
in it and that it shows well on this screen is found out before two folders change places in one step. Killed at any moment, what showed shows.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from kiosk import processes
from kiosk.content.store.publications import (
    REFUSED,
    SHOWN,
    Publication,
    Refusal,
    known_screen,
    publications_in,
    refusal,
    showing,
)
from kiosk.files import minisign
from kiosk.files.foreign_folders import alone, put
from kiosk.files.private import private_folder, settle
from kiosk.files.regular import names_in, open_regular, reason, why
from kiosk.files.rename import EXCHANGE, renamed
from kiosk.project import PROJECT
from kiosk.staff import rights
from kiosk.staff.errors import MAKE_ROOM, ExpectedError
from kiosk.staff.known_files import Kind, refuse_other
from kiosk.staff.publications import archive
from kiosk.staff.publications.publishers import publisher_of
from kiosk.staff.publications.trial import Trial

KEPT = 3
"""Publications that stay as they came, the one that shows among them."""
_MOST_TRIED = 10
"""Of a folder in which anybody may have put anything."""
TRIAL_SECONDS = 150.0
_TAKING = re.compile(r"taking-[0-9a-f]{16}")
_KEPT = re.compile(r"kept-(\d{1,9})\.zip(\.minisig)?", re.ASCII)
_PIECE = 1 << 20


class Kiosk(Struct, frozen=True):
    """What takes it: its own content folder, its data folder, and the file that says whom it trusts."""

    content: Path
    data: Path
    publishers: Path


class Taken(Struct, frozen=True):
    """What came of it: the publication, by whose key, how many slides differ, and whether it shows already, or only would."""

    publication: Publication
    by: str
    differ: int = 0
    already: bool = False


class BusyError(ExpectedError):
    """Another process takes a publication just now; this one was not looked at."""


Source = tuple[str, BinaryIO, bytes]
"""The name of the file as it is told, the open file, and its signature."""


@contextmanager
def source_at(file: Path) -> Iterator[Source]:
    """A publication that lies there with its signature beside it, opened with the rights of whoever owns the way there. Raises ExpectedError."""
    beside = file.with_name(f"{file.name}{minisign.ENDING}")
    try:
        raw = rights.opened(file, os.O_RDONLY)
    except OSError as error:
        raise ExpectedError(f"{file} cannot be read: {why(error)}.") from error
    with raw:
        refuse_other(raw, file, Kind.PUBLICATION)
        try:
            with rights.opened(beside, os.O_RDONLY) as other:
                signature = other.read(minisign.MOST_BYTES)
        except OSError as error:
            both = f"copy {beside.name}, which lay beside it, too"
            raise ExpectedError(f"{file.name} has no signature that can be read, so it was not taken: {both}.") from error
        yield file.name, raw, signature


def incoming(kiosk: Kiosk, folder: Path, now: datetime) -> Taken | None:
    """The newest in a folder that can be taken, if one is newer than what shows; None if there is none.

    One that cannot be taken keeps nobody from an earlier one, but is noted for staff. Raises ExpectedError for the newest if none could be.
    """
    try:
        there = numbered_in(folder)
    except OSError as error:
        raise ExpectedError(f"The folder {folder}, which the settings name for publications, cannot be read: {why(error)}.") from error
    if not there:
        return None
    with _alone(kiosk) as place:
        shown = showing(kiosk.data)
        newer = [each for each in there if shown is None or each > shown.number][:_MOST_TRIED]
        taken, wrong = None, list[ExpectedError]()
        for each in newer:
            try:
                with source_at(folder / name_of(each)) as source:
                    taken = _took(kiosk, place, source, now)
                break
            except ExpectedError as error:
                wrong.append(error)
        if newer:
            _note(kiosk.data, name_of(newer[0]), str(wrong[0]) if wrong else "", now)
        if wrong and not taken:
            raise wrong[0]
        return taken


def take(kiosk: Kiosk, source: Source, now: datetime, *, only_look: bool = False) -> Taken:
    """Takes it, or says why not (ExpectedError); with `only_look` it is tried like that, and nothing is changed.

    What was refused is noted for staff, unless it was only looked at.
    """
    with _alone(kiosk) as place:
        if only_look:
            return _took(kiosk, place, source, now, only_look=True)
        try:
            taken = _took(kiosk, place, source, now)
        except ExpectedError as error:
            _note(kiosk.data, source[0], str(error), now)
            raise
        _note(kiosk.data, source[0], "", now)
        return taken


@contextmanager
def _alone(kiosk: Kiosk) -> Iterator[Path]:
    """The folder of publications, while nobody else takes one. Raises ExpectedError, which is BusyError where somebody does."""
    with ExitStack() as ends:
        try:
            folder = private_folder(publications_in(kiosk.data))
            ends.enter_context(alone(folder))
            _clear(folder)
        except BlockingIOError as error:
            raise BusyError("Another publication is being taken just now: wait until that has ended.") from error
        except OSError as error:
            raise _not_kept(error) from error
        yield folder


def _not_kept(error: OSError) -> ExpectedError:
    return ExpectedError(f"The publication could not be kept: {reason(error)}. {MAKE_ROOM}")


def _note(data: Path, file: str, wrong: str, now: datetime) -> None:
    """Why one was refused, for the self-test and the pages for staff; empty where it was not. The same one again is not told as new."""
    told, before = Refusal(file[:200], wrong[:2000], now.isoformat(timespec="seconds")), refusal(data)
    with suppress(OSError):
        if not wrong:
            (publications_in(data) / REFUSED).unlink(missing_ok=True)
        elif before is None or (before.file, before.why) != (told.file, told.why):
            put(publications_in(data), REFUSED, msgspec.json.encode(told))


def _took(kiosk: Kiosk, folder: Path, source: Source, now: datetime, *, only_look: bool = False) -> Taken:
    """Raises ExpectedError."""
    try:
        return _tried(kiosk, folder, source, now, only_look=only_look)
    except OSError as error:
        raise _not_kept(error) from error


def _tried(kiosk: Kiosk, folder: Path, source: Source, now: datetime, *, only_look: bool) -> Taken:
    what, raw, signature = source
    with ExitStack() as ends:
        aside = folder / f"taking-{secrets.token_hex(8)}"
        aside.mkdir(0o700)
        ends.callback(shutil.rmtree, aside, ignore_errors=True)
        packed, fresh = aside / "publication.zip", aside / "content"
        _copy(raw, packed, what)
        with open_regular(packed) as own:
            who = publisher_of(minisign.digest(own), signature, kiosk.publishers, what)
            own.seek(0)
            told = archive.read_leaf(own, what)
            if _shows_already(kiosk, folder, told, own, what):
                return Taken(told, who.name, already=True)
            fresh.mkdir(0o755)
            archive.unpack(own, fresh, what)
        trial = _trial(kiosk, fresh, now)
        if trial.wrong:
            raise ExpectedError(f"{what} was not taken. {trial.wrong}")
        if not only_look:
            _put(folder, told.number, packed, signature, fresh)
            _drop_older(folder, told.number)
        return Taken(told, who.name, trial.differ)


def _copy(raw: BinaryIO, target: Path, what: str) -> None:
    left = archive.MOST_PACKED
    with target.open("xb") as copy:
        while piece := raw.read(_PIECE):
            if (left := left - len(piece)) < 0:
                raise ExpectedError(f"{what} is larger than any publication, so it was not taken.")
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())


def _shows_already(kiosk: Kiosk, folder: Path, told: Publication, own: BinaryIO, what: str) -> bool:
    """Whether the very same shows. Raises ExpectedError where another one shows that is not older."""
    shown = showing(kiosk.data)
    if shown is None or told.number > shown.number:
        return False
    if told == shown:
        own.seek(0)
        with suppress(OSError), open_regular(folder / f"kept-{shown.number}.zip") as kept:
            if minisign.digest(kept) == minisign.digest(own):
                return True
    again = f"To show it all the same, publish it under a new number: `python3 main.py publish --from-kept {told.number}`"
    raise ExpectedError(f"{what} is number {told.number}, and number {shown.number} shows here already, so it was not taken. {again}.")


def _trial(kiosk: Kiosk, fresh: Path, now: datetime) -> Trial:
    """In a process of its own. Raises ExpectedError where that gave no answer."""
    screen = known_screen(kiosk.data)
    words = [str(kiosk.content), str(fresh), str(kiosk.data), now.date().isoformat(), msgspec.json.encode(screen).decode() if screen else ""]
    program = [sys.executable, "-m", "kiosk.staff.publications.trial", *words]
    try:
        done = processes.run(
            program, seconds=TRIAL_SECONDS, cwd=PROJECT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return msgspec.json.decode(done.stdout, type=Trial)
    except (OSError, subprocess.TimeoutExpired, ValueError):
        if rights.cannot_read_python():
            raise ExpectedError(rights.OTHER_PYTHON) from None
        return Trial("It could not be tried here: that took too long or too much memory, or it was ended. Take it once more.")


def _put(folder: Path, number: int, packed: Path, signature: bytes, fresh: Path) -> None:
    """The file as it came is kept, and the new content takes the place of the old in one step."""
    put(folder, f"kept-{number}.zip{minisign.ENDING}", signature)
    packed.rename(folder / f"kept-{number}.zip")
    for place in (*(path for path in fresh.rglob("*") if path.is_dir()), fresh):
        settle(place)
    shown = folder / SHOWN
    if not shown.exists():
        fresh.rename(shown)
    elif not renamed(fresh, shown, EXCHANGE):  # what showed lies aside then, and goes with that
        raise ExpectedError(f"The disk with {folder} cannot exchange two folders in one step. Put the data folder on a disk with ext4, XFS or Btrfs.")
    settle(folder)


def _drop_older(folder: Path, number: int) -> None:
    """The last ones stay."""
    numbers = sorted({int(found[1]) for name in names_in(folder) if (found := _KEPT.fullmatch(name))}, reverse=True)
    stay = {number, *[each for each in numbers if each <= number][:KEPT]}
    for each in set(numbers) - stay:
        for name in (f"kept-{each}.zip", f"kept-{each}.zip{minisign.ENDING}"):
            (folder / name).unlink(missing_ok=True)


def _clear(folder: Path) -> None:
    """What one that was killed left."""
    for name in names_in(folder):
        if _TAKING.fullmatch(name):
            shutil.rmtree(folder / name, ignore_errors=True)


def kept(data: Path) -> list[int]:
    """The numbers of those that are kept, the newest first."""
    with suppress(OSError):
        found = [_KEPT.fullmatch(name) for name in names_in(publications_in(data))]
        return sorted({int(each[1]) for each in found if each and not each[2]}, reverse=True)
    return []


def numbered_in(folder: Path) -> list[int]:
    """The numbers of the publications in a folder, by their names, the newest first. Raises OSError."""
    return sorted((int(found[1]) for name in names_in(folder) if (found := _NAMED.fullmatch(name))), reverse=True)


def name_of(number: int) -> str:
    """How the file of a publication is called."""
    return f"publication-{number}.kiosk.zip"


_NAMED = re.compile(r"publication-([1-9]\d{0,8})\.kiosk\.zip", re.ASCII)
