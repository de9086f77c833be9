"""Which publication shows here, proved: the account of the kiosk can write the folder that shows, and the file with its number.

The newest publication that is kept as it came, with a signature by somebody whom this machine trusts, is what has to show. Where the folder that
shows is anything else, it is unpacked anew. Where no signature fits, that folder goes aside, and the kiosk's own content shows.
A disk that is full, or a machine that fails, says nothing of any of them: then what showed shows on, and nobody is accused.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from heapq import nlargest
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.store.current import set_aside
from kiosk.content.store.publications import MOST_AHEAD, SHOWN, Publication, claimed, newest_noted, note_newest, publications_in, shown_folder
from kiosk.files import minisign
from kiosk.files.foreign_folders import alone
from kiosk.files.private import ASIDE, erase, private_folder, put_aside, settle, unclosed, write_own
from kiosk.files.regular import is_of_the_machine, open_regular, read_regular, reason
from kiosk.files.rename import EXCHANGE, renamed
from kiosk.staff import rights
from kiosk.staff.clock import now
from kiosk.staff.errors import MAKE_ROOM, TAKEN_OVER, ExpectedError
from kiosk.staff.publications import archive, publishers
from kiosk.staff.publications.publishers import Publisher, everybody_in, voucher_of
from kiosk.unattended.incidents import Incident, note

NOT_PROVED = "not-proved"
"""What showed, and nobody signed: it lies here until the next such."""
CHANGED = "What showed until now was not what anybody had signed, and was put right: somebody may have changed it in the data folder."
_TAKING = re.compile(r"taking-[0-9a-f]{16}")
COMING = "coming.zip"
"""One that is being taken, as it came, with its signature beside it: it is kept under its number when it shows."""
KEPT_NAME = re.compile(r"kept-([1-9]\d{0,8})\.zip", re.ASCII)
_SIGNATURE = re.compile(rf"({KEPT_NAME.pattern}|{re.escape(COMING)}){re.escape(minisign.ENDING)}", re.ASCII)
_MOST_TRIED = 20
"""Of the files that are kept: there are three of ours."""
_MOST_NAMES = 100_000
_MOST_NUMBERS = 1000
_SECONDS_CLEARED = 5.0
"""For what was left: of more, the rest goes the next time. Whoever takes a publication, or proves one, waits for it."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
Everybody = tuple[Publisher, ...]
"""Who stands in `.publishers`, read once for one look."""


class Kiosk(Struct, frozen=True):
    """What takes publications: its own content folder, its data folder, and the file that says whom it trusts."""

    content: Path
    data: Path
    publishers: Path


class Standing(Struct, frozen=True):
    """What shows: a publication by whom, and the digest of its file; None is the kiosk's own content.

    `newest` is the number of the newest one that was ever taken, as far as anything tells; `changed` that what showed was something else until
    now; `kept` that its file lies under its number, and no longer under COMING.
    """

    publication: Publication | None = None
    by: str = ""
    digest: bytes = b""
    newest: int = 0
    changed: bool = False
    kept: bool = True

    @property
    def is_newest(self) -> bool:
        """Whether what shows is the newest that was ever taken."""
        return (self.publication.number if self.publication else 0) >= self.newest


def in_words(there: Standing) -> Iterator[str]:
    """What is told of it to staff, a sentence each; nothing where there never was a publication."""
    shown = there.publication
    if there.changed:
        yield f"{CHANGED} {TAKEN_OVER}"
    if not there.is_newest:
        lacks = f"Publication {there.newest} was taken here once, and can no longer be proved"
        yield f"{lacks}: bring it once more, or publish the content under a higher number."
    if shown:
        yield f"Publication {shown.number} shows, made by {there.by} on {shown.at[:16].replace('T', ' at ')}."


class NotToldError(ExpectedError):
    """What shows cannot be told just now, so it shows on: nothing was found of it that nobody signed."""


class BusyError(NotToldError):
    """Another process takes a publication just now; this one was not looked at."""


def standing(kiosk: Kiosk, *, at_start: bool = False, was_aside: bool = False) -> Standing:
    """What shows, once it is what was signed. Raises ExpectedError, which is NotToldError where that cannot be told now.

    Where no file says whom to trust, only the kiosk itself judges (`at_start`): a command may be that of another copy of the program.
    `was_aside` says that the kiosk itself put the folder that shows out of the way, so that nobody is accused for that it is not there.
    """
    if not os.path.lexists(publications_in(kiosk.data)):
        return Standing(newest=newest_noted(kiosk.data))
    with while_alone(kiosk) as folder:
        return put_right(kiosk, folder, at_start=at_start, was_aside=was_aside)


@contextmanager
def while_alone(kiosk: Kiosk) -> Iterator[Path]:
    """The folder of publications, while nobody else takes one.

    Raises ExpectedError, which is BusyError where somebody does, and NotToldError where the machine fails.
    """
    with ExitStack() as ends:
        try:
            folder = publications_in(kiosk.data)
            if os.path.lexists(folder) and not folder.is_dir():
                put_aside(folder)  # nothing of ours
            unclosed(folder)
            ends.enter_context(alone(private_folder(folder)))
            _clear(folder)
        except BlockingIOError as error:
            raise BusyError("Another publication is being taken just now: wait until that has ended.") from error
        except (OSError, MemoryError) as error:
            if is_of_the_machine(error):
                raise _not_told(error) from error
            raise not_kept(error) from error
        yield folder


def not_kept(error: OSError | MemoryError) -> ExpectedError:
    """A publication cannot be written where it is to lie, and what helps."""
    return ExpectedError(f"The publication could not be kept: {_wrong(error)}. {_helps(error)}")


def _not_told(error: Exception) -> NotToldError:
    """What shows cannot be told, for the machine has failed, and what helps."""
    return NotToldError(f"It cannot be told just now which publication shows, so what showed shows on: {_wrong(error)}. {_helps(error)}")


def _wrong(error: Exception) -> str:
    return reason(error) if isinstance(error, OSError) else "the machine has no memory left"


def _helps(error: Exception) -> str:
    if not isinstance(error, OSError):
        return "End other programs, or start the machine anew, and look again."
    return MAKE_ROOM if error.errno in FULL else "See whether the account of the kiosk may write there, and whether the disk works."


def put_right(kiosk: Kiosk, folder: Path, *, at_start: bool = False, was_aside: bool = False) -> Standing:
    """The same, for whoever is alone there already. Raises ExpectedError: then what showed lies aside, for it is not what was signed.

    Where the machine has failed, that is NotToldError, and what showed shows on.
    """
    if not (at_start or os.path.lexists(kiosk.publishers)):
        return Standing(newest=newest_noted(kiosk.data))
    try:
        everybody = everybody_in(kiosk.publishers)
    except ExpectedError as error:  # nothing is judged
        raise NotToldError(str(error)) from error
    shown = folder / SHOWN
    was_closed = shown.is_dir() and not stat.S_IMODE(shown.lstat().st_mode)
    unclosed(shown)
    try:
        found = _put_right(kiosk.data, folder, everybody, was_aside=was_aside)
    except Exception as error:
        if is_of_the_machine(error):
            if was_closed:  # what was put out of sight stays so until it is proved
                with suppress(OSError):
                    shown.chmod(0)
            raise _not_told(error) from error
        _hide(kiosk.data, folder)  # whatever ended the proof: what could not be proved does not show
        if isinstance(error, OSError | MemoryError):
            raise not_kept(error) from error
        raise
    if found.publication is None:
        return replace(found, changed=_hide(kiosk.data, folder) or found.changed)
    if found.changed:
        note(kiosk.data, Incident.CHANGED, now())
    return found


def _hide(data: Path, folder: Path) -> bool:
    """What nobody signed shows no longer, whatever the disk does; whether there was anything that showed. Raises ExpectedError."""
    try:
        was_there = _put_aside(folder)
    except OSError:
        was_there = True
        try:
            set_aside(data)
        except OSError as error:
            raise not_kept(error) from error
    if was_there:
        note(data, Incident.CHANGED, now())
    return was_there


def proved_folder(content: Path, data: Path) -> Path:
    """What visitors see, once it is what was signed; root looks with the rights of whoever owns the data."""
    try:
        rights.as_owner(data, lambda _: bool(standing(Kiosk(content, data, publishers.file_of()))))
    except NotToldError:
        return shown_folder(content, data)
    except (ExpectedError, OSError):  # doctor tells it
        return content
    return shown_folder(content, data)


def _put_right(data: Path, folder: Path, everybody: Everybody, *, was_aside: bool) -> Standing:
    """None of the publications where nothing here is signed, and what shows is to go.

    Raises ExpectedError where what shows is not what was signed; what the machine raises where that cannot be told.
    """
    finished, was_changed = _finish(data, folder, everybody)
    if finished:
        return replace(finished, changed=was_changed)
    nothing_showed, noted, told = not os.path.lexists(folder / SHOWN), newest_noted(data), claimed(data)
    newest = max(noted, told.number if told else 0)
    names = map(name_of_kept, numbers_in(folder, KEPT_NAME)[:_MOST_TRIED])
    proved = next(_proved(folder, names, everybody), None)
    if proved is None or proved.publication is None:
        return Standing(newest=newest, changed=was_changed)
    number = proved.publication.number
    changed = not _shows(folder, name_of_kept(number))
    if changed:
        _show_anew(folder, name_of_kept(number), was_aside=was_aside and nothing_showed)
        changed = not (was_aside and nothing_showed)
    if newest > number + MOST_AHEAD:  # no kiosk took that one: somebody wrote it down
        newest, changed = number, True
    if newest <= number:
        with suppress(OSError):  # it lies in two more places, and is noted the next time
            note_newest(data, number)
    return replace(proved, newest=max(newest, number), changed=changed or was_changed)


def _show_anew(folder: Path, name: str, *, was_aside: bool) -> None:
    """What is kept under this name shows. Where there is no room for it, what the kiosk itself put aside comes back, if it is the same.

    Raises ExpectedError.
    """
    try:
        with _unpacked(folder, name) as fresh:
            show(folder, fresh)
    except (OSError, MemoryError) as error:
        if not (was_aside and _put_back(folder, name)):
            raise not_kept(error) from error


def _put_back(folder: Path, name: str) -> bool:
    """Whether what the kiosk put out of the way (`current.set_aside`) is what is kept under this name, so that it shows again."""
    with suppress(OSError):
        for each in islice(folder.glob(f"{ASIDE}*"), _MOST_TRIED):
            with open_regular(folder / name, own=True) as raw:
                if archive.is_as_unpacked(raw, each, name):
                    each.rename(folder / SHOWN)
                    return True
    return False


def _finish(data: Path, folder: Path, everybody: Everybody) -> tuple[Standing | None, bool]:
    """What was being taken when that was killed shows now, if it is what somebody signed; an older one, taken anew, only where it showed already.

    None where it does not show; what could not be written lies there for the next time. Besides, whether what showed until then was what nobody had
    signed. Raises what the machine raises where nothing can be told.
    """
    coming = next(_proved(folder, [COMING], everybody), None)
    if coming is None or coming.publication is None:
        _clear_coming(folder)
        return None, False
    number, told, nothing_showed = coming.publication.number, claimed(data), not os.path.lexists(folder / SHOWN)
    try:
        shows = _shows(folder, COMING)
        if not shows and number < max(newest_noted(data), told.number if told else 0):
            _clear_coming(folder)
            return None, False
        is_signed = shows or (told is not None and _shows_kept(folder, name_of_kept(told.number), everybody))
        if not (shows or _shows_now(folder, COMING)):
            return None, False
    except ExpectedError:  # it can never show here
        _clear_coming(folder)
        return None, False
    return replace(coming, newest=number, kept=keep_shown(data, folder, number)), not (is_signed or nothing_showed)


def _shows_now(folder: Path, name: str) -> bool:
    """Whether what lies under this name could be brought to show. Raises ExpectedError."""
    try:
        with _unpacked(folder, name) as fresh:
            show(folder, fresh)
    except OSError:
        return False
    return True


def _clear_coming(folder: Path) -> None:
    with suppress(OSError):  # the next one that is taken needs the name
        drop(folder, COMING)


def bring(data: Path, folder: Path, number: int, fresh: Path) -> None:
    """What lies under COMING, and unpacked in `fresh`, shows and is kept under its number, which is the newest from now on.

    Nothing that showed goes before the new content shows. What cannot be written from there on is done by the next `put_right`, also where this is
    killed. Raises ExpectedError, OSError, and then it does not show.
    """
    show(folder, fresh)
    keep_shown(data, folder, number)


def keep_shown(data: Path, folder: Path, number: int) -> bool:
    """What shows and lies under COMING is kept under its number, which is the newest from now on; whether that could be written.

    Where it could not, it lies under COMING as before.
    """
    name = name_of_kept(number)
    try:
        for each in {name, *(name_of_kept(other) for other in numbers_in(folder, KEPT_NAME) if other > number)}:
            drop(folder, each)  # or that would come back
        write_own(folder / f"{name}{minisign.ENDING}", read_regular(folder / f"{COMING}{minisign.ENDING}", minisign.MOST_BYTES, own=True))
        note_newest(data, number)
        (folder / COMING).rename(folder / name)
    except OSError:
        return False
    with suppress(OSError):
        settle(folder)
        drop(folder, COMING)
    return True


def drop(folder: Path, name: str) -> None:
    """The file and its signature go; what cannot be deleted goes with what was left here, and keeps nothing. May raise OSError."""
    for each in (name, f"{name}{minisign.ENDING}"):
        try:
            (folder / each).unlink(missing_ok=True)
        except OSError:
            (folder / each).rename(folder / f"taking-{secrets.token_hex(8)}")


def _proved(folder: Path, names: Iterable[str], everybody: Everybody) -> Iterator[Standing]:
    """Those of these files that are as they were signed, and say of themselves the number that is in their name, if one is.

    Raises what the machine raises where that cannot be told of one.
    """
    for name in names:
        try:
            found = _proof(folder, name, everybody)
        except (ExpectedError, OSError) as error:
            if is_of_the_machine(error):
                raise
            continue
        if found:
            yield found


def _proof(folder: Path, name: str, everybody: Everybody) -> Standing | None:
    """Raises ExpectedError, OSError."""
    with open_regular(folder / name, own=True) as raw:
        if os.fstat(raw.fileno()).st_size > archive.MOST_PACKED:
            return None  # none that was taken; one of 15 terabytes takes no room on the disk, and a day to be read
        digest = minisign.digest(raw)
        who = voucher_of(digest, read_regular(folder / f"{name}{minisign.ENDING}", minisign.MOST_BYTES, own=True), everybody, name)
        if who is None:
            return None  # and nobody looks into it
        raw.seek(0)
        told = archive.read_leaf(raw, name)
        return Standing(told, who.name, digest) if name in (COMING, name_of_kept(told.number)) else None


def _shows(folder: Path, name: str) -> bool:
    """Whether the folder that shows is what lies under this name. Raises ExpectedError, OSError."""
    with open_regular(folder / name, own=True) as raw:
        return archive.is_as_unpacked(raw, folder / SHOWN, name)


def _shows_kept(folder: Path, name: str, everybody: Everybody) -> bool:
    """Whether the folder that shows is what is kept under this name, and somebody signed that. Raises ExpectedError, OSError."""
    return any(True for _ in _proved(folder, [name], everybody)) and _shows(folder, name)


@contextmanager
def _unpacked(folder: Path, name: str) -> Iterator[Path]:
    """What is in the file of this name, in a folder beside what shows. Raises ExpectedError, OSError."""
    with aside(folder) as place:
        fresh = place / "content"
        fresh.mkdir(0o755)
        with open_regular(folder / name, own=True) as raw:
            archive.unpack(raw, fresh, raw.name)
        yield fresh


def _put_aside(folder: Path) -> bool:
    """What shows, and nobody signed; whether there was anything. Raises OSError."""
    if not os.path.lexists(folder / SHOWN):
        return False
    if os.path.lexists(folder / NOT_PROVED):
        (folder / NOT_PROVED).rename(folder / f"taking-{secrets.token_hex(8)}")  # it goes with what was left: whatever is in it keeps nothing here
    (folder / SHOWN).rename(folder / NOT_PROVED)
    settle(folder)
    return True


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A new folder beside what shows, which goes at the end with what is in it. May raise OSError."""
    place = folder / f"taking-{secrets.token_hex(8)}"
    place.mkdir(0o700)
    try:
        yield place
    finally:
        with suppress(OSError):
            erase(place, over=False)


def show(folder: Path, fresh: Path) -> None:
    """The new content takes the place of the old in one step; that goes with the folder that the new one was in.

    Raises ExpectedError, OSError: then the old shows on.
    """
    for place in (*(path for path in fresh.rglob("*") if path.is_dir()), fresh):
        settle(place)
    shown = folder / SHOWN
    if not os.path.lexists(shown):
        fresh.rename(shown)
    elif not renamed(fresh, shown, EXCHANGE):
        raise ExpectedError(f"The disk with {folder} cannot exchange two folders in one step. Put the data folder on a disk with ext4, XFS or Btrfs.")
    with suppress(OSError):  # it shows; what is not on the disk yet is done once more after a power cut
        settle(folder)


def name_of_kept(number: int) -> str:
    """How the file of a publication is called at the kiosk."""
    return f"kept-{number}.zip"


def kept(data: Path) -> list[int]:
    """The numbers of those that are kept, the newest first."""
    with suppress(OSError):
        return numbers_in(publications_in(data), KEPT_NAME)
    return []


def numbers_in(folder: Path, named: re.Pattern[str], most: int | None = None) -> list[int]:
    """The highest numbers in the names of this pattern, the highest first, among so many names that lie there. Raises OSError."""
    with os.scandir(folder) as entries:
        return nlargest(_MOST_NUMBERS, (int(found[1]) for each in islice(entries, most) if (found := named.fullmatch(each.name))))


def _clear(folder: Path) -> None:
    """What one that was killed left: what it was unpacking, and signatures whose file is gone, or did not come. May raise OSError."""
    with os.scandir(folder) as entries:
        left = [each.name for each in islice(entries, _MOST_NAMES) if _TAKING.fullmatch(each.name) or _SIGNATURE.fullmatch(each.name)]
    until = time.monotonic() + _SECONDS_CLEARED
    for name in left:
        if _SIGNATURE.fullmatch(name) and os.path.lexists(folder / name.removesuffix(minisign.ENDING)):
            continue
        with suppress(OSError):
            erase(folder / name, over=False, until=until)
