"""The pictures of the last good deck, kept beside it: what is on the screen stays whole while staff copy, break or delete the files.

A picture is kept under a name that tells one state of its file from another, so that the old and the new one stand side by side
until nobody is looking at the old.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from kiosk.content.model.walk import PICTURES
from kiosk.files.foreign_folders import put
from kiosk.files.private import erase
from kiosk.files.regular import is_of_the_machine, is_regular, names_in, read_regular

Kept = tuple[tuple[str, str], ...]
"""Of each picture the name in the content and the name it is kept under."""


def chosen(names: Iterable[str], wrong: Collection[str], before: Mapping[str, str]) -> Kept:
    """Which state of each picture is to show: that in the content, which has no name yet, or for one that is `wrong` the last good one."""
    states = ((name, before.get(name) if name in wrong else "") for name in sorted(set(names)))
    return tuple((name, state) for name, state in states if state is not None)


def keep(folder: Path, content: Path, pictures: Kept, before: Mapping[str, str], *, write: bool = True) -> Kept:
    """Copies those pictures that have no name yet; one that cannot be read, or was not found good, stays as it was `before`. May raise OSError.

    Unless it is to `write`, this tells under which names they would be kept.

    What was found good before is known by the index (`snapshot`): that a file lies in the folder says nothing, for anybody may have put it there.
    """
    good = frozenset(before.values())
    kept = ((name, state or _copied(folder, content, name, good, write=write) or before.get(name)) for name, state in pictures)
    return tuple((name, state) for name, state in kept if state)


def _copied(folder: Path, content: Path, name: str, good: Collection[str], *, write: bool) -> str:
    """The name under which this state of a picture is kept; empty if it cannot be read or may not show."""
    from kiosk.content.checks import picture_files as drawings  # here and below, since a start from what is kept needs nothing of it
    from kiosk.content.checks import picture_proofs

    try:
        raw = read_regular(content / PICTURES / name, drawings.MOST_BYTES, content)
    except OSError:
        return ""
    state = picture_proofs.kept_as(name, raw)
    if state not in good and not picture_proofs.may_show(name, raw):
        return ""
    if write and _bytes_of(folder / state) != raw:
        put(folder, state, raw)
    return state


def _bytes_of(picture: Path) -> bytes:
    from kiosk.content.checks import picture_files as drawings

    try:
        return read_regular(picture, drawings.MOST_BYTES, own=True)
    except OSError:
        return b""


def less_refused(folder: Path, kept: Kept) -> Kept:
    """Those of the pictures that are kept which may show, when all of them are tried anew: whoever owns the folder may have named others good."""
    from kiosk.content.checks import picture_proofs

    deque(picture_proofs.faults((folder / state for _, state in kept), folder), maxlen=0)
    return tuple((name, state) for name, state in kept if not picture_proofs.is_refused(state))


def clear_untrue(folder: Path) -> bool:
    """Deletes what is no picture that its name tells, and says whether there was any. May raise OSError, as where there are too many names.

    A picture that the machine cannot read now is none of them: that raises OSError, too.
    """
    from kiosk.content.checks import picture_files as drawings
    from kiosk.content.checks import picture_proofs

    def is_true(path: Path) -> bool:
        try:
            raw = read_regular(path, drawings.MOST_BYTES, own=True)
        except OSError as error:
            if is_of_the_machine(error):
                raise
            return False  # too large, or no file
        return picture_proofs.kept_as(f"{path.stem.rpartition('-')[0]}{path.suffix}", raw) == path.name

    untrue = [path for path in _files(folder) if not path.name.startswith(".") and not is_true(path)]
    for path in untrue:
        erase(path, over=False)
    return bool(untrue)


def _files(folder: Path) -> list[Path]:
    return [folder / name for name in names_in(folder)] if folder.is_dir() else []


def finder(folder: Path, content: Path, kept: Kept) -> Callable[[str], Path | None]:
    """Finds a picture where it is kept, else (nothing could be kept, or somebody cleared it away) in the content folder, if it is the same."""
    names = dict(kept)

    def found(name: str) -> Path | None:
        if name not in names:
            return None
        path = folder / names[name]
        return path if names[name] and is_regular(path) else _in_content(content, name, names[name])

    return found


def _in_content(content: Path, name: str, state: str) -> Path | None:
    from kiosk.content.checks import picture_files as drawings
    from kiosk.content.checks import picture_proofs

    path = content / PICTURES / name
    try:
        raw = read_regular(path, drawings.MOST_BYTES, content)
    except OSError:
        return None
    return path if picture_proofs.kept_as(name, raw) == state or picture_proofs.may_show(name, raw) else None
