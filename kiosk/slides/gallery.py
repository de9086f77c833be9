"""The pictures of the last good deck, kept beside it: what is on the screen stays whole while staff copy, break or delete the files.

A picture is kept under a name that tells one state of its file from another, so that the old and the new one stand side by side
until nobody is looking at the old.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kiosk.slides.deck import LIST_PICTURE, QUESTIONS_PICTURE, Clinic, QuestionGroup, Topic
from kiosk.slides.snapshot import replace_file

PICTURES = "pictures"
Way = tuple[str | int, ...]
Kept = tuple[tuple[str, str], ...]
"""Of each picture the name in the content and the name it is kept under."""


def picture_files(value: Any) -> Iterator[tuple[Way, str]]:
    """The picture files that a value of the deck names, with the way to each."""
    match value:
        case Clinic():
            yield from ((("pictures", number), name) for number, name in enumerate(value.pictures))
            if value.mark:
                yield ("mark",), value.mark
        case Topic():
            if value.picture:
                yield ("picture",), value.picture
            for number, slide in enumerate(value.slides):
                yield from ((("slides", number, *way), name) for way, name in picture_files(slide))
        case (QuestionGroup(), *_):
            yield from (((0,), name) for name in (QUESTIONS_PICTURE, LIST_PICTURE))
        case _ if picture := getattr(value, "picture", None):
            yield ("picture", "file"), picture.file


def chosen(names: Iterable[str], wrong: Collection[str], before: Mapping[str, str]) -> Kept:
    """Which state of each picture is to show: that in the content, which has no name yet, or for one that is `wrong` the last good one."""
    states = ((name, before.get(name) if name in wrong else "") for name in sorted(set(names)))
    return tuple((name, state) for name, state in states if state is not None)


def keep(folder: Path, content: Path, pictures: Kept, before: Mapping[str, str]) -> Kept:
    """Copies those pictures that have no name yet; one that cannot be read stays as it was `before`. May raise OSError."""
    kept = ((name, state or _copied(folder, content / PICTURES / name) or before.get(name)) for name, state in pictures)
    return tuple((name, state) for name, state in kept if state)


def _copied(folder: Path, source: Path) -> str:
    """The name under which this state of a picture is kept; empty if it cannot be read."""
    try:
        seen = source.stat()
        name = f"{source.stem}-{seen.st_size:x}-{seen.st_mtime_ns:x}{source.suffix}"
        raw = None if (folder / name).is_file() else source.read_bytes()
    except OSError:
        return ""
    if raw is not None:
        replace_file(folder / name, raw)
    return name


def finder(folder: Path, content: Path, kept: Kept) -> Callable[[str], Path | None]:
    """Finds a picture where it is kept, else (nothing could be kept, or somebody cleared it away) in the content folder."""
    names = dict(kept)

    def found(name: str) -> Path | None:
        if name not in names:
            return None
        places = (folder / names[name], content / PICTURES / name)
        return next((path for path in places if path.is_file()), None)

    return found
