"""Recordings that staff made of their texts, in `content/sounds`: preferred to the voice of the machine."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from kiosk.content.model.walk import SOUNDS
from kiosk.files.regular import NotReadError, open_regular, read_regular

MOST_BYTES = 50_000_000
_BEGINNING, _MOST_TAGS = 12, 4
_NO_SOUND = "This is no recording in MP3, Ogg, WAV or M4A, whatever its name says.", "Save the recording anew in one of these forms."


def sounds_in(content: Path) -> Callable[[str], Path | None]:
    """Finds a recording by its name; None for one that cannot be played (`sound_fault`)."""

    def found(name: str) -> Path | None:
        return None if sound_fault(content, name) else content / SOUNDS / name

    return found


def sound_fault(content: Path, name: str) -> tuple[str, str] | None:
    """Why a recording is not played, and what helps."""
    try:
        with open_regular(content / SOUNDS / name, content) as file:
            size, begins = os.fstat(file.fileno()).st_size, _begins(file)
    except NotReadError as error:
        return error.wrong, error.instead
    if size > MOST_BYTES:
        return f"The recording is larger than {MOST_BYTES // 1_000_000} MB.", "Save it as MP3 or Ogg: a minute takes 1 MB."
    if not _is_sound(begins):
        return _NO_SOUND
    return None


def recording(file: Path) -> bytes:
    """The bytes of a recording that can be played, which nobody changes any more. Raises NotReadError.

    It lies in the folder `sounds` of a content folder, and is linked from nowhere else.
    """
    raw = read_regular(file, MOST_BYTES, file.parents[1])
    if not _is_sound(_begins(BytesIO(raw))):
        raise NotReadError(errno.EINVAL, file, *_NO_SOUND)
    return raw


def _begins(file: BinaryIO) -> bytes:
    """Where the recording itself begins: players look behind the tags before it (ID3v2, section 3.1) for what a file is."""
    begins = file.read(_BEGINNING)
    for _ in range(_MOST_TAGS):
        if len(begins) < _BEGINNING or begins[:3] != b"ID3":
            break
        length = sum((byte & 0x7F) << (7 * place) for place, byte in enumerate(reversed(begins[6:10])))
        file.seek(10 + length + (10 if begins[5] & 0x10 else 0) - _BEGINNING, os.SEEK_CUR)
        begins = file.read(_BEGINNING)
    return begins


def _is_sound(begins: bytes) -> bool:
    """Whether what begins so is a recording, and not, for example, a list of other files, which players would open."""
    frame = begins[:1] == b"\xff" and begins[1:2] >= b"\xe0"  # an MPEG frame's eleven bits
    wave = begins[:4] == b"RIFF" and begins[8:12] == b"WAVE"
    return frame or wave or begins.startswith((b"OggS", b"fLaC")) or begins[4:8] == b"ftyp"
