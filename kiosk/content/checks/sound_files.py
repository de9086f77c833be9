"""Recordings that staff made of their texts, in `content/sounds`: preferred to the voice of the machine."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from kiosk.content.checks.sound_containers import walked
from kiosk.content.model.walk import SOUNDS
from kiosk.content.reading.one_file import looked_at
from kiosk.files.regular import NotReadError, open_regular, read_regular

MOST_BYTES = 50_000_000
_NO_SOUND = "This is no recording in MP3, Ogg, WAV or M4A, whatever its name says.", "Save the recording anew in one of these forms."


def sounds_in(content: Path) -> Callable[[str], Path | None]:
    """Finds a recording by its name; None for one that cannot be played (`sound_fault`)."""

    def found(name: str) -> Path | None:
        return None if sound_fault(content, name) else content / SOUNDS / name

    return found


def sound_fault(content: Path, name: str) -> tuple[str, str] | None:
    """Why a recording is not played, and what helps."""
    return looked_at(name, lambda: _fault(content, name), _NO_SOUND)


def _fault(content: Path, name: str) -> tuple[str, str] | None:
    try:
        with open_regular(content / SOUNDS / name, content) as file:
            size, found = os.fstat(file.fileno()).st_size, walked(file)
    except NotReadError as error:
        return error.wrong, error.instead
    if size > MOST_BYTES:
        return f"The recording is larger than {MOST_BYTES // 1_000_000} MB.", "Save it as MP3 or Ogg: a minute takes 1 MB."
    return None if found else _NO_SOUND


def recording(file: Path) -> bytes:
    """The bytes of a recording as a player gets them (`sound_containers`), which nobody changes any more. Raises NotReadError.

    It lies in the folder `sounds` of a content folder, and is linked from nowhere else.
    """
    raw = read_regular(file, MOST_BYTES, file.parents[1])
    if (found := walked(BytesIO(raw))) is None:
        raise NotReadError(errno.EINVAL, file, *_NO_SOUND)
    return found.head + raw[found.first : found.first + found.length]
