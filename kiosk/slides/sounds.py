"""Recordings that staff made of their texts, in `content/sounds`: preferred to the voice of the machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kiosk.files import NotReadError, open_regular
from kiosk.slides.deck import Slide, Topic

SOUNDS = "sounds"
MOST_BYTES = 50_000_000
_BEGINNING = 12
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
    """Finds a recording by its name; None for one that cannot be played (`sound_fault`)."""

    def found(name: str) -> Path | None:
        return None if sound_fault(content, name) else content / SOUNDS / name

    return found


def sound_fault(content: Path, name: str) -> tuple[str, str] | None:
    """Why a recording is not played, and what helps."""
    try:
        with open_regular(content / SOUNDS / name, content) as file:
            size, begins = os.fstat(file.fileno()).st_size, file.read(_BEGINNING)
    except NotReadError as error:
        return error.wrong, error.instead
    if size > MOST_BYTES:
        return f"The recording is larger than {MOST_BYTES // 1_000_000} MB.", "Save it as MP3 or Ogg: a minute takes 1 MB."
    if not _is_sound(begins):
        return "This is no recording in MP3, Ogg, WAV or M4A, whatever its name says.", "Save the recording anew in one of these forms."
    return None


def _is_sound(begins: bytes) -> bool:
    """Whether a file with this beginning is a recording, and not, for example, a list of other files, which players would open."""
    frame = begins[:1] == b"\xff" and begins[1:2] >= b"\xe0"  # an MPEG frame's eleven bits
    wave = begins[:4] == b"RIFF" and begins[8:12] == b"WAVE"
    return frame or wave or begins.startswith((b"ID3", b"OggS", b"fLaC")) or begins[4:8] == b"ftyp"
