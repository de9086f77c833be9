"""Recordings that staff made of their texts, in `content/sounds`: preferred to the voice of the machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kiosk.slides.deck import Slide, Topic

SOUNDS = "sounds"
Way = tuple[str | int, ...]


def sound_files(value: Any) -> Iterator[tuple[Way, str]]:
    """The recordings that a value of the deck names, with the way to each."""
    if isinstance(value, Topic):
        for number, slide in enumerate(value.slides):
            yield from ((("slides", number, *way), name) for way, name in sound_files(slide))
    elif isinstance(value, Slide):
        yield from ((("clip", language), name) for language, name in value.clip)
        own = {"steps": "steps", "cards": "cards"}.get(value.kind, "points")
        for number, point in enumerate(value.points):
            yield from (((own, number, "clip", language), name) for language, name in point.clip)
        for at, column in enumerate(value.columns):
            for number, point in enumerate(column.points):
                yield from ((("columns", at, "points", number, "clip", language), name) for language, name in point.clip)


def sounds_in(content: Path) -> Callable[[str], Path | None]:
    """Finds a recording by its name; None for one that is not there, or is a link to somewhere else."""
    folder = content / SOUNDS

    def found(name: str) -> Path | None:
        path = folder / name
        inside = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
        return path if inside and path.is_file() else None

    return found
