"""How a file that others wrote is opened: a regular one, bounded in size, that never makes the reader wait. Nothing else may be read."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

from kiosk.files.foreign_folders import entered


class NotReadError(OSError):
    """Why a file is not read: `wrong` in a sentence for staff, and `instead`, what helps. Its `errno` is that of the system where it gave one."""

    def __init__(self, number: int, path: Path, wrong: str, instead: str) -> None:
        super().__init__(number, wrong.rstrip("."), str(path))
        self.wrong, self.instead = wrong, instead


_LONGEST_PATH = 4096
"""Bytes, as Linux has it."""
Complaint = tuple[str, str]
MISSING = "This file is missing.", "Bring it back; the content that came with the kiosk has one."
NO_FILE = "This is not a file, but a folder, a link that leads nowhere, or something else.", "Put the file itself in its place."
LINK_OUT = "This is a link to something outside its folder.", "Put a copy of the file in its place."
NOT_THERE = "There is no such file.", "Check how its name is spelled, and whether the disk or stick it is on is connected."
NOT_ONE = NO_FILE[0], "The file itself must be there: if you named the link, name the file instead."
"""Of a file that somebody names, and of those that the machine keeps for itself; the ones above are of the content, or of a version."""


def open_regular(path: Path, within: Path | None = None, *, own: bool = False) -> BinaryIO:
    """A regular file, opened for reading, wherever it is linked from.

    It must lie in the folder `within` (anywhere, where none is named): staff may link one picture to another, but nothing from elsewhere.
    Below that folder it is opened part by part, so that a folder which becomes a link meanwhile leads nowhere.
    Among the kiosk's `own` files nothing is a link: one that somebody made could lead through thousands of others, and each look takes a second.
    Pipes, sockets, devices and folders are not even opened, which alone could hang or set off a device. Raises NotReadError.
    """
    try:
        file, seen = _opened(path, within, own=own)
    except NotReadError:
        raise
    except OSError as error:
        raise NotReadError(error.errno or errno.EIO, path, *_why(path, error, within)) from error
    except ValueError as error:  # a name that no file can have
        raise NotReadError(errno.ENOENT, path, *_no_file(within)) from error
    if os.path.samestat(seen, os.fstat(file.fileno())):
        return file
    file.close()
    raise NotReadError(errno.EAGAIN, path, "This file changes just now.", "Look again when it is saved.")


def _opened(path: Path, within: Path | None, *, own: bool) -> tuple[BinaryIO, os.stat_result]:
    """The file, and what it was before it was opened. Raises OSError."""
    with _as_it_is(path) if own else _place(path, within) as (name, folder):
        seen = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if not stat.S_ISREG(seen.st_mode):
            raise NotReadError(errno.EINVAL, path, *_no_file(within))
        return os.fdopen(os.open(name, _FLAGS, dir_fd=folder), "rb"), seen


@contextmanager
def _as_it_is(path: Path) -> Iterator[tuple[str, None]]:
    yield str(path), None


@contextmanager
def _place(path: Path, within: Path | None) -> Iterator[tuple[str, int | None]]:
    """Where the file lies, links followed: its name in an open folder, or all of its path. Raises OSError."""
    place = Path(os.path.realpath(path, strict=True))
    if within is None:
        yield str(place), None
        return
    around = Path(os.path.realpath(within))
    if not place.is_relative_to(around):
        raise NotReadError(errno.EXDEV, path, *LINK_OUT)
    if place == around:
        raise NotReadError(errno.EINVAL, path, *NO_FILE)
    with entered(around, place.parent.relative_to(around)) as folder:
        yield place.name, folder


_PIECE = 1 << 20
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NOCTTY
"""Should something else stand there since it was looked at: nothing waits for the other end of a pipe, and no link is followed."""


def read_regular(path: Path, most: int, within: Path | None = None, *, own: bool = False) -> bytes:
    """The bytes of a regular file (`open_regular`) that has at most `most` of them. Raises NotReadError."""
    with open_regular(path, within, own=own) as file:
        try:
            raw = _all_of(file, most)
            if raw is None:  # one of the system's own, that would wait for more
                raise NotReadError(errno.EINVAL, path, *_no_file(within))
            size = max(os.fstat(file.fileno()).st_size, len(raw))
        except OSError as error:
            raise error if isinstance(error, NotReadError) else NotReadError(error.errno or errno.EIO, path, *_why(path, error, within)) from error
    if size > most:
        raise NotReadError(errno.EFBIG, path, f"The file is larger than {most // 1000} kB.", _instead_of_large(within))
    return raw


def _all_of(file: BinaryIO, most: int) -> bytes | None:
    """What is in the file, nothing where that is too much, None where it would wait.

    It asks for no more room than the file takes: where the C library fills its memory (`scrub`), it would fill the megabytes that might come.
    """
    size = os.fstat(file.fileno()).st_size
    if size > most:
        return b""
    raw = file.read(size + 1)
    return raw + (file.read(most - size) or b"") if raw and len(raw) > size else raw


def beginning_of(path: Path, most: int, within: Path | None = None) -> bytes:
    """The first bytes of a regular file (`open_regular`), at most `most` of them; none where it cannot be read."""
    try:
        with open_regular(path, within) as file:
            return file.read(most) or b""
    except OSError:
        return b""


def copy_regular(path: Path, target: Path, most: int, within: Path | None = None, *, into: int | None = None) -> int:
    """Copies a regular file (`open_regular`) of at most `most` bytes, with its time and whether it can be run; tells how many there were.

    `into` is an open folder that the target lies below, if its whole path is not said. Raises NotReadError, and OSError where it cannot be
    written. Nothing may lie where the copy is to be.
    """
    with open_regular(path, within) as file, open(target, "xb", opener=partial(os.open, dir_fd=into)) as copy:
        seen, taken = os.fstat(file.fileno()), 0
        while piece := file.read(_PIECE if seen.st_size <= most else 0):
            taken += len(piece)
            if taken > most:
                break
            copy.write(piece)
        if max(taken, seen.st_size) > most:
            raise NotReadError(errno.EFBIG, path, "This is far too large.", _instead_of_large(within))
        os.fchmod(copy.fileno(), stat.S_IMODE(seen.st_mode) & 0o755 | 0o600)
        copy.flush()
        os.utime(copy.fileno(), ns=(seen.st_atime_ns, seen.st_mtime_ns))
    return taken


MOST_NAMES = 15_000
"""In one folder; the content that ships has 58 pictures."""


def names_in(folder: Path) -> list[str]:
    """The names in a folder, sorted. Raises OSError; NotReadError where there are more than MOST_NAMES, for looking through them takes a while."""
    with os.scandir(folder) as entries:
        names = [entry.name for entry in islice(entries, MOST_NAMES + 1)]
    if len(names) > MOST_NAMES:
        wrong = f"More than {MOST_NAMES:,} files lie in this folder, so none of them is looked at."
        raise NotReadError(errno.EFBIG, folder, wrong, "Take out of it what nobody needs.")
    return sorted(names)


def is_regular(path: Path) -> bool:
    """Whether there is a regular file that can be reached; unlike `Path.is_file` it bears a folder that must not be entered."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def open_ours(path: Path) -> TextIO:
    """A file of our own, to be read and written on at its end, made where there is none. Raises OSError for what is no regular file, or a link."""
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return os.fdopen(handle, "a+", encoding="utf-8", errors="backslashreplace")
    os.close(handle)
    raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))


def _why(path: Path, error: OSError, within: Path | None) -> Complaint:
    match error.errno:
        case errno.ELOOP:
            return _no_file(within)
        case errno.ENOENT if path.is_symlink():
            return _no_file(within)
        case errno.ENOENT | errno.ENOTDIR:
            return MISSING if within else NOT_THERE
        case _:
            return f"The file cannot be read ({error.strerror}).", "See who may read it, and whether the disk works."


def _no_file(within: Path | None) -> Complaint:
    return NO_FILE if within else NOT_ONE


def _instead_of_large(within: Path | None) -> str:
    return "Save it smaller, or take it out." if within else "No file of this kind is that large: check whether it is the right one."


def why(error: OSError) -> str:
    """In words, without an end: an error of ours has no number, and some have no words at all."""
    return error.strerror or next((str(each) for each in error.args if isinstance(each, str) and each), "") or "the system does not say why"


def reason(error: OSError) -> str:
    """`why`, and what it is about where the error knows that: one of a pipe, or of a file that is open, names none."""
    named = error.filename if isinstance(error.filename, str | bytes | os.PathLike) else ""
    return f"{why(error)} ({os.fsdecode(named)})" if named else why(error)


_OF_THE_MACHINE = frozenset(
    {
        errno.EIO, errno.EREMOTEIO, errno.EBADMSG, errno.EUCLEAN, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENOBUFS, errno.EMFILE,
        errno.ENFILE, errno.ETIMEDOUT,
    }
)  # fmt: skip
"""A disk that fails, is full, or was made read-only for its errors; no memory, no more files, no answer in time (errno(3), ext4(5))."""


def is_of_the_machine(error: BaseException) -> bool:
    """Whether the machine failed: so nothing is known of the file itself. What whoever owns a folder can bring about is none of it.

    So a process that has set itself a bound of memory, and came to it, says nothing of the machine: what it read was made to be too much.
    """
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return not has_bound()
    return isinstance(error, OSError) and error.errno in _OF_THE_MACHINE


def has_bound() -> bool:
    """Whether this process may take only so much memory."""
    try:
        import resource
    except ImportError:  # Windows
        return False
    return resource.getrlimit(resource.RLIMIT_DATA)[0] != resource.RLIM_INFINITY


def noted_path(raw: bytes) -> Path:
    """A place as somebody has written it down, for whoever reads that again. Raises ValueError where no absolute path can be that."""
    if not raw.startswith(b"/") or b"\0" in raw or len(raw) > _LONGEST_PATH:
        raise ValueError(f"{raw[:80]!r} is no place")
    return Path(os.fsdecode(raw))


def is_missing(error: OSError) -> bool:
    """Whether there is nothing at all by this name."""
    return error.errno in (errno.ENOENT, errno.ENOTDIR) and not Path(error.filename).is_symlink()
