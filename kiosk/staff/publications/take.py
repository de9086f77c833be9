"""The one door by which a publication comes to a kiosk, wherever it comes from: a stick, a folder, whoever looks after the machine.

Where it lies its signature is verified, so that nothing of anybody else is copied. From then on only the copy is looked at, once more from its
signature on, so that nobody changes it afterwards. Whom it is from, that it is newer, that nothing strange is
in it and that it shows well on this screen is found out before two folders change places in one step. Killed at any moment, what showed shows, or
the new one.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from kiosk import processes
from kiosk.content.store.publications import MOST_AHEAD, MOST_NUMBER, NAMED, Publication, Step, known_screen, publications_in
from kiosk.files import minisign
from kiosk.files.private import settle, write_own
from kiosk.files.regular import open_regular, why
from kiosk.project import PROJECT
from kiosk.staff import rights
from kiosk.staff.errors import ExpectedError
from kiosk.staff.known_files import Kind, refuse_other
from kiosk.staff.publications import archive
from kiosk.staff.publications.publishers import publisher_of, refuse_stranger
from kiosk.staff.publications.refusals import RefusedError, at, note
from kiosk.staff.publications.standing import (
    COMING,
    KEPT_NAME,
    Kiosk,
    Standing,
    aside,
    bring,
    drop,
    keep_shown,
    name_of_kept,
    not_kept,
    numbers_in,
    put_right,
    while_alone,
)
from kiosk.staff.publications.trial import Trial

KEPT = 3
"""Publications that stay as they came, the one that shows among them."""
_MOST_TRIED, _MOST_TRIED_BYTES = 1000, 10 * archive.MOST_PACKED
"""Of a folder in which anybody may have put anything: names, and what is copied to be looked at."""
TRIAL_SECONDS = 150.0
_PIECE = 1 << 20
_LEAST_FREE_MB = 500
"""What is left for requests; below that `doctor` is red, too."""
_LARGE = "{what} is larger than any publication, so it was not taken."
_AS_IT_LIES = os.O_RDONLY | os.O_NOFOLLOW


class Taken(Struct, frozen=True):
    """What came of it: the publication, by whose key, how many slides differ, and whether it shows already, or only would."""

    publication: Publication
    by: str
    differ: int = 0
    already: bool = False


Source = tuple[str, BinaryIO, bytes]
"""The name of the file as it is told, the open file, and its signature."""


@contextmanager
def source_at(file: Path, *, named: bool = True) -> Iterator[Source]:
    """A publication that lies there with its signature beside it, opened with the rights of whoever owns the way there. Raises ExpectedError.

    Neither may be a link: on a stick it could lead root to any file of this machine. Of what staff `named`, and nobody signed, it is told what it is
    instead.
    """
    beside = file.with_name(f"{file.name}{minisign.ENDING}")
    try:
        raw = rights.opened(file, _AS_IT_LIES)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise ExpectedError(f"{file} is a link, and could lead anywhere. Name the file itself.") from error
        raise ExpectedError(f"{file} cannot be read: {why(error)}.") from error
    with raw:
        try:
            with rights.opened(beside, _AS_IT_LIES) as other:
                signature = other.read(minisign.MOST_BYTES)
        except OSError as error:
            if named:
                refuse_other(raw, file, Kind.PUBLICATION)
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
        wrong = f"The folder {folder}, which the settings name for publications, cannot be read: {why(error)}."
        refused = RefusedError(Step.FOLDER, wrong)
        note(kiosk.data, "", refused, now)
        raise refused from error
    if not there:
        return None
    with while_alone(kiosk) as place:
        before = put_right(kiosk, place)
        newer = [each for each in there if each >= _least(before)]
        taken, refusals, left = None, list[ExpectedError](), _MOST_TRIED_BYTES
        for each in newer[:_MOST_TRIED]:
            try:
                with at(Step.OPENED), source_at(folder / name_of(each), named=False) as source:
                    left -= min(os.fstat(source[1].fileno()).st_size, archive.MOST_PACKED)
                    taken = _took(kiosk, place, before, source, now)
                break
            except ExpectedError as error:
                refusals.append(error)
            if left < 0:
                break
        if newer:
            note(kiosk.data, name_of(newer[0]), refusals[0] if refusals else None, now)
        if refusals and not taken:
            raise refusals[0]
        return taken


def take(kiosk: Kiosk, source: Source, now: datetime, *, only_look: bool = False, anew: bool = False) -> Taken:
    """Takes it, or says why not (ExpectedError); with `only_look` it is tried like that, and not taken.

    `anew` takes it whatever its number is, and counts from there on. What was refused is noted for staff, unless it was only looked at.
    """
    with while_alone(kiosk) as place:
        before = put_right(kiosk, place)
        try:
            taken = _took(kiosk, place, before, source, now, only_look=only_look, anew=anew)
        except ExpectedError as error:
            if not only_look:
                note(kiosk.data, source[0], error, now)
            raise
        if not only_look:
            note(kiosk.data, source[0], None, now)
        return taken


def _took(
    kiosk: Kiosk, folder: Path, before: Standing, source: Source, now: datetime, *, only_look: bool = False, anew: bool = False
) -> Taken:
    """Raises RefusedError."""
    with at(Step.KEPT):
        try:
            return _tried(kiosk, folder, before, source, now, only_look=only_look, anew=anew)
        except OSError as error:
            raise not_kept(error) from error


def _tried(kiosk: Kiosk, folder: Path, before: Standing, source: Source, now: datetime, *, only_look: bool, anew: bool) -> Taken:
    what, raw, signature = source
    with at(Step.SIGNED):
        refuse_stranger(signature, kiosk.publishers, what)
        _refuse_unsigned_or_large(raw, signature, kiosk, what)
    with at(Step.READ):
        refuse_other(raw, Path(what), Kind.PUBLICATION)
    with at(Step.KEPT):
        _refuse_full(folder, os.fstat(raw.fileno()).st_size, what)
    with aside(folder) as place:
        packed, fresh = place / "publication.zip", place / "content"
        with at(Step.READ):
            _copy(raw, packed, what)
        with open_regular(packed) as own:
            digest = minisign.digest(own)
            with at(Step.SIGNED):
                who = publisher_of(digest, signature, kiosk.publishers, what)
            own.seek(0)
            with at(Step.READ):
                told = archive.read_leaf(own, what)
            if before.digest == digest:
                return Taken(told, who.name, already=True)
            if not anew:
                _refuse_number(told, before, what)
            fresh.mkdir(0o755)
            with at(Step.READ):
                archive.unpack(own, fresh, what)
        trial = _trial(kiosk, fresh, now)
        if trial.wrong:
            raise RefusedError(Step.TRIED, f"{what} was not taken. {trial.wrong}")
        if not only_look:
            _make_free(kiosk.data, folder, before)
            _put(kiosk.data, told.number, packed, signature, fresh)
            with suppress(OSError):  # it shows, whatever cannot be cleared away
                _drop_others(folder, told.number)
        return Taken(told, who.name, trial.differ)


def _refuse_unsigned_or_large(raw: BinaryIO, signature: bytes, kiosk: Kiosk, what: str) -> None:
    """While it lies where it came from. Raises ExpectedError."""
    if os.fstat(raw.fileno()).st_size > archive.MOST_PACKED:
        raise ExpectedError(_LARGE.format(what=what))
    publisher_of(minisign.digest(raw), signature, kiosk.publishers, what)
    raw.seek(0)


def _refuse_full(folder: Path, size: int, what: str) -> None:
    """Requests need what is left of the disk. Raises ExpectedError."""
    needed = size // 1_000_000 + _LEAST_FREE_MB
    if shutil.disk_usage(folder).free // 1_000_000 < needed:
        free = f"{needed:,} MB must be free on the disk of the kiosk's data, and less is"
        raise ExpectedError(f"{what} was not taken: {free}. Delete there what nobody needs.")


def _copy(raw: BinaryIO, target: Path, what: str) -> None:
    left = archive.MOST_PACKED
    with target.open("xb") as copy:
        while piece := raw.read(_PIECE):
            if (left := left - len(piece)) < 0:
                raise ExpectedError(_LARGE.format(what=what))
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())


def _least(before: Standing) -> int:
    """The lowest number that is taken: the newest itself comes once more where it cannot be proved any longer."""
    return before.newest + before.is_newest


def _refuse_number(told: Publication, before: Standing, what: str) -> None:
    """Raises RefusedError."""
    anew = "To take it whatever its number is: `sudo python3 main.py take --anew FILE`"
    if told.number > before.newest + MOST_AHEAD:
        far = f"far from number {before.newest}" if before.newest else "far too high for a first one"
        raise RefusedError(Step.NEWER, f"{what} is number {told.number}, {far}, so it was not taken. {anew}.")
    if told.number < _least(before):
        shows = "shows here already" if before.is_newest else "was here already"
        order = f"`python3 main.py publish --from-kept {told.number} --number {before.newest + 1}`"
        again = f"To show it all the same, publish it anew at the desk that made it, under a number that is higher: {order}"
        is_near = before.newest < min(MOST_NUMBER, told.number + MOST_AHEAD)  # a desk goes no farther at one stroke
        was = f"{what} is number {told.number}, and number {before.newest} {shows}, so it was not taken"
        helps = [again] if is_near and before.is_newest else [again, anew] if is_near else [anew]
        raise RefusedError(Step.NEWER, " ".join(f"{each}." for each in (was, *helps)))


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


def _make_free(data: Path, folder: Path, before: Standing) -> None:
    """COMING is nobody's: where that still is the one proof of what shows, it is kept under its number first. Raises OSError."""
    if before.publication and not (before.kept or keep_shown(data, folder, before.publication.number)):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def _put(data: Path, number: int, packed: Path, signature: bytes, fresh: Path) -> None:
    """The file as it came lies there whole before the new content takes the place of the old in one step.

    Raises ExpectedError, OSError: then it does not show.
    """
    folder = publications_in(data)
    drop(folder, COMING)
    write_own(folder / f"{COMING}{minisign.ENDING}", signature)
    packed.rename(folder / COMING)
    settle(folder)
    try:
        bring(data, folder, number, fresh)
    except ExpectedError:  # nor could it be brought later
        drop(folder, COMING)
        raise


def _drop_others(folder: Path, number: int) -> None:
    """The last ones stay."""
    numbers = numbers_in(folder, KEPT_NAME)
    for each in set(numbers) - {number, *numbers[:KEPT]}:
        drop(folder, name_of_kept(each))


def numbered_in(folder: Path, ending: str = "") -> list[int]:
    """The numbers of the publications in a folder, by their names, or by those of their signatures, the newest first. Raises OSError."""
    return numbers_in(folder, re.compile(f"{NAMED}{re.escape(ending)}", re.ASCII), _MOST_NAMES)


def name_of(number: int) -> str:
    """How the file of a publication is called."""
    return f"publication-{number}.kiosk.zip"


_MOST_NAMES = 100_000
"""In a folder in which anybody may have put anything."""
