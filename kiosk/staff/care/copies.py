"""A folder or an archive that somebody names, copied to where nobody else writes: regular files alone, no more of them than a kiosk has.

Nothing in it is followed elsewhere, nothing makes the reader wait, and nothing that it says of its own size is believed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from kiosk.files.archives import MOST_PARTS, archive
from kiosk.files.foreign_folders import entered
from kiosk.files.regular import NotReadError, copy_regular, open_regular
from kiosk.staff.care.swap import give
from kiosk.staff.errors import ExpectedError
from kiosk.staff.rights import as_owner, owner

MOST_FILES, MOST_BYTES = 50_000, 2 << 30
"""Of a version with packages for a machine without a network: some hundred of them, 300 MB; and of content, which may have pictures."""


def unpack(file: Path, folder: Path) -> None:
    """All that an archive holds; nothing of it lands elsewhere. Raises ExpectedError where it is too much, what `zipfile` raises, and OSError."""
    with open_regular(file) as raw, archive(raw) as packed:
        each = packed.infolist()
        depths = [len(PurePosixPath(member.filename).parts) for member in each]
        if max(depths, default=0) > MOST_PARTS:
            raise _too_deep(file.name)
        names = sum(depths)  # with the folders that they lie in
        if names > MOST_FILES or sum(member.file_size for member in each) > MOST_BYTES:
            raise _too_large(file)
        packed.extractall(folder)  # names that lead upwards are cut there, and no member gets longer than it says


Leave = Callable[[Path], bool]
"""Whether something is not to be copied, by its path below the folder."""


def copy_folder(source: Path, target: Path, whose: os.stat_result, *, aside: Path, leave: Leave = lambda _: False, links: bool = False) -> None:
    """All regular files of a folder, and what links within it lead to, for the account that `whose` names; with `links` a link stays a link.

    The folder is read with the rights of whoever owns the way to it. Until it is whole the copy lies in `aside`, where nobody else comes in.
    Raises ExpectedError for anything else, or too much of it, and OSError.
    """
    fresh, account = aside / "copy", owner(source)
    fresh.mkdir(mode=0o755)
    if account:
        os.chown(fresh, account.uid, account.gid)
    with entered(fresh) as folder:
        as_owner(source, lambda _: _copy(source, folder, leave, links=links), needs=[folder])
    give(fresh, whose)
    fresh.rename(target)


def _copy(source: Path, target: int, leave: Leave, *, links: bool) -> None:
    """Into the open folder `target`."""
    files, left = MOST_FILES, MOST_BYTES
    todo = [Path()]
    while todo:
        inside = todo.pop()
        with entered(source, inside) as folder, os.scandir(folder) as found:
            for each in found:
                name = inside / each.name
                if leave(name):
                    continue
                if (files := files - 1) < 0:
                    raise _too_large(source)
                if len(name.parts) > MOST_PARTS:
                    raise _too_deep(str(source))
                if each.is_dir(follow_symlinks=False):
                    os.mkdir(name, mode=0o755, dir_fd=target)
                    todo.append(name)
                elif links and each.is_symlink():
                    os.symlink(os.readlink(each.name, dir_fd=folder), name, dir_fd=target)
                else:
                    left -= _copied(source, name, target, left)


def _copied(source: Path, name: Path, target: int, most: int) -> int:
    try:
        return copy_regular(source / name, name, most, within=source, into=target)
    except NotReadError as error:
        raise ExpectedError(f"{source / name}: {error.wrong} {error.instead} Nothing was changed.") from error


def _too_deep(what: str) -> ExpectedError:
    return ExpectedError(f"In {what} more than {MOST_PARTS} folders lie in one another, as in no kiosk. Nothing was changed.")


def _too_large(what: Path) -> ExpectedError:
    return ExpectedError(f"{what.name} is far too large for a kiosk. Name the archive or the folder of a version, and nothing around it.")
