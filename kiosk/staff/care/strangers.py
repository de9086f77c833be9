"""What lies in the folder of the kiosk and is of no version: a backup, a key, notes. It stays with the machine, whichever version comes.

A version that an update has put in place has a list of all that is its own (LIST), and everything else there is somebody's. One that was unpacked
by hand has none: of that a name is somebody's that the other version does not have beside its main.py, and the folder itself is never deleted,
for what lies deeper in it cannot be told apart.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from itertools import chain, count
from pathlib import Path

from kiosk.files.regular import is_regular, read_regular

LIST = ".files-of-this-version"
_BYTECODE = "__pycache__"
_MOST_BYTES = 20_000_000
"""Of a list; a version of ours has a thousand files."""


def list_of(folder: Path) -> bytes:
    """What LIST holds where all that is in the folder now is of its version."""
    names = [os.fsencode(Path(inside, name).relative_to(folder)) for inside, *each in os.walk(folder) for name in (*each[0], *each[1])]
    return b"\0".join(sorted(names))


def has_list(folder: Path) -> bool:
    """Whether it tells what its own files are."""
    return is_regular(folder / LIST)


def move_along(here: Path, there: Path, leave: Collection[str]) -> list[str]:
    """All that is nobody's version goes over to the other folder, to the same place in it; tells what, by its path there. May raise OSError.

    What to `leave` is told by its name beside main.py. Nothing is written over: where another has the name it gets a number behind its own.
    """
    return [_moved(here, there, name) for name in tuple(_strangers(here, there, leave))]


def _strangers(here: Path, there: Path, leave: Collection[str]) -> Iterator[Path]:
    if not has_list(here):
        names = sorted(path.name for path in here.iterdir())
        yield from (Path(name) for name in names if name not in (*leave, _BYTECODE) and not os.path.lexists(there / name))
        return
    listed = {Path(os.fsdecode(name)) for name in read_regular(here / LIST, _MOST_BYTES).split(b"\0")}
    todo = [Path()]
    while todo:
        inside = todo.pop()
        for each in sorted(os.scandir(here / inside), key=lambda entry: entry.name):
            name = inside / each.name
            if each.name == _BYTECODE or str(name) in leave:
                continue
            if name not in listed:
                yield name
            elif each.is_dir(follow_symlinks=False):
                todo.append(name)


def _moved(here: Path, there: Path, name: Path) -> str:
    (there / name).parent.mkdir(parents=True, exist_ok=True)
    place = free(there / name)
    (here / name).rename(place)
    return str(place.relative_to(there))


def free(place: Path) -> Path:
    """The place itself, or the next name beside it that nothing has."""
    places = (place.with_name(f"{place.name}-{number}") for number in count(2))
    return next(each for each in chain([place], places) if not os.path.lexists(each))
