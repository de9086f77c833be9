"""Sentences that a slow voice made once, before anybody listened (`narrate`): a file for each, which is played instead of waiting for the voice.

A file has the name of what it says, by whom and how fast. It is played only if it is of this account, nobody else could have written it, and its
bytes are those that were put there under this name. Anything else is as if it were not there, and the voice speaks.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import struct
from array import array
from collections.abc import Callable
from pathlib import Path

import miniaudio  # type: ignore[import-untyped]  # it has no types
from msgspec import json

from kiosk.devices.sound_output import HERTZ, Sound
from kiosk.devices.voice_choice import DISPATCHER, PICO, Wanted
from kiosk.files.private import erase, write_own
from kiosk.files.regular import open_regular

KEPT_HERTZ = 24_000
"""Piper makes 22,050 samples a second, so that more would only be larger."""
MOST_SECONDS = 60.0
"""Of a sentence; the longest of the content takes half of that."""
_NAME = re.compile(r"([a-z]{2,3})-[0-9a-f]{64}\.sound")
_PROOF_BYTES, _GAIN = 32, struct.Struct("<d")
_MOST_BYTES = _PROOF_BYTES + _GAIN.size + round(MOST_SECONDS * KEPT_HERTZ) * 2


def is_slow(voice: str) -> bool:
    """Whether somebody would wait for this voice: Pico makes a sentence in less time than its first word takes, a speech service plays by itself."""
    return voice not in (PICO, DISPATCHER)


class KeptSounds:
    """The folder with them, which need not be there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def name(self, what: Wanted) -> str:
        """What the file of this sentence is called; empty where none is kept, as of a voice that is gone. Another file of the voice, another name."""
        if what.file or not is_slow(what.voice):
            return ""
        try:
            model = Path(what.voice).stat()
        except (OSError, ValueError):
            return ""
        says = json.encode([what.voice, model.st_size, model.st_mtime_ns, what.language, what.pace, what.words])
        name = f"{what.language}-{hashlib.sha256(says).hexdigest()}.sound"
        return name if _NAME.fullmatch(name) else ""

    def get(self, what: Wanted) -> Sound | None:
        """The sound of it, None where there is none that is to be believed."""
        name = self.name(what)
        raw = self._read(name) if name else b""
        proof, told = raw[:_PROOF_BYTES], raw[_PROOF_BYTES:]
        if len(told) <= _GAIN.size or len(told) % 2 or proof != _proof(name, told):
            return None
        return Sound(_converted(told[_GAIN.size :], KEPT_HERTZ, HERTZ), _GAIN.unpack_from(told)[0])

    def _read(self, name: str) -> bytes:
        try:
            with open_regular(self._folder / name, own=True) as file:
                facts = os.fstat(file.fileno())
                ours = facts.st_uid == os.geteuid() and not facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and facts.st_size <= _MOST_BYTES
                return file.read(_MOST_BYTES) if ours else b""
        except OSError:
            return b""

    def put(self, what: Wanted, sound: Sound) -> int:
        """Keeps it, closed to others, and tells how many bytes that takes; none where it is too long. May raise OSError."""
        name = self.name(what)
        told = _GAIN.pack(sound.gain) + _converted(sound.samples.tobytes(), HERTZ, KEPT_HERTZ).tobytes()
        size = _PROOF_BYTES + len(told)
        if not name or size > _MOST_BYTES:
            return 0
        write_own(self._folder / name, _proof(name, told) + told)
        return size

    def size(self, what: Wanted) -> int:
        """How many bytes are kept of it."""
        try:
            return (self._folder / self.name(what)).lstat().st_size
        except OSError:
            return 0

    def clear(self, is_stale: Callable[[str, str], bool]) -> int:
        """Erases what `is_stale` by its language and its name, and tells how many there were. May raise OSError."""
        try:
            names = [path.name for path in self._folder.iterdir()]
        except FileNotFoundError:
            return 0
        stale = [name for name in names if (found := _NAME.fullmatch(name)) and is_stale(found[1], name)]
        for name in stale:
            erase(self._folder / name)
        return len(stale)


def _proof(name: str, told: bytes) -> bytes:
    return hashlib.sha256(name.encode() + told).digest()


def _converted(raw: bytes, hertz: int, to: int) -> array[int]:
    mono, signed = 1, miniaudio.SampleFormat.SIGNED16
    return array("h", bytes(miniaudio.convert_frames(signed, mono, hertz, raw, signed, mono, to)))
