"""The last good text of each content file, as staff wrote it, kept beside the last good deck, with the one that was good before it.

Written when the kiosk (or `preview`) has read the content; `check --restore` puts one back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from kiosk.files.foreign_folders import put
from kiosk.files.regular import names_in, read_regular

TEXTS, NOW, BEFORE = "texts", "now", "before"
MOST_BYTES, MOST_FILES = 1_000_000, 400
"""Of one text, and in each folder of texts; content has at most 200 topics."""


class Version(Struct, frozen=True):
    """One good state of a file; `when` it was kept, or was gone, is in seconds of the wall clock, `path` is where it lies."""

    raw: bytes
    when: float
    path: Path
    gone: bool = False
    """Whether the content was shown without this file since."""


def keep(deck: Path, content: Path, good: Iterable[tuple[str, bytes]], gone: Callable[[str], bool] = lambda _: False) -> None:
    """Keeps the bytes of good files by their names; what was kept of a file until now, or of one that is gone, is the version before.

    May raise OSError.
    """
    place = _place(deck, content)
    for name, raw in good:
        was = _read(place / NOW / name)
        if was == raw:
            continue
        if was is not None:
            put(place / BEFORE, name, was)
        put(place / NOW, name, raw)
    for name in filter(gone, _kept_in(place / NOW)):
        if (was := _read(place / NOW / name)) is not None:
            put(place / BEFORE, name, was)
            (place / NOW / name).unlink()
    for folder in (place / NOW, place / NOW / "topics", place / BEFORE, place / BEFORE / "topics"):
        _forget_oldest(folder)


def versions(deck: Path, content: Path, name: str) -> Iterator[Version]:
    """What is kept of a file, by its name in the content folder, the newest first."""
    place, gone = _place(deck, content), True
    for age in (NOW, BEFORE):
        path = place / age / name
        raw = _read(path)
        if raw is not None:
            yield Version(raw, path.stat().st_mtime, path, gone and age == BEFORE)
            gone = False


def names_kept(deck: Path, content: Path) -> frozenset[str]:
    """The files of which a text is kept, by their names in the content folder."""
    place = _place(deck, content)
    return _kept_in(place / NOW) | _kept_in(place / BEFORE)


def _place(deck: Path, content: Path) -> Path:
    """Where the texts of this content folder are: those of another one are not its."""
    return deck / TEXTS / sha256(str(content.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _kept_in(place: Path) -> frozenset[str]:
    found = {*_names(place), *(f"topics/{name}" for name in _names(place / "topics"))}
    return frozenset(name for name in found if name.endswith((".yaml", ".yml")))


def _names(folder: Path) -> list[str]:
    try:
        return names_in(folder)
    except OSError:
        return []


def _read(path: Path) -> bytes | None:
    try:
        return read_regular(path, MOST_BYTES, own=True)
    except OSError:
        return None


def _forget_oldest(folder: Path) -> None:
    names = _names(folder)
    if len(names) > MOST_FILES:
        for path in sorted((folder / name for name in names), key=lambda path: path.lstat().st_mtime)[:-MOST_FILES]:
            with suppress(OSError):
                path.unlink()
