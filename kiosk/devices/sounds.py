"""Sounds by one voice, one after the other, for whoever has time to wait for each; nothing is played."""

from __future__ import annotations

import select
import time
import wave
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import BinaryIO, Self

import miniaudio  # type: ignore[import-untyped]  # it has no types

from kiosk.devices.sound_output import HERTZ, Sound, louder
from kiosk.devices.voice_choice import Wanted
from kiosk.devices.voice_process import Maker

FILE_HERTZ, FRAME_BYTES = 24_000, 2
"""Of a file: Pico makes 16,000 samples a second and Piper 22,050, so that more would only be larger."""
_LOOK_SECONDS = 0.5


class Sounds:
    """The process that makes them; it begins with the first, and ends with the block."""

    def __init__(self, voice: str) -> None:
        self._came: list[Sound | None] = []
        self._maker = Maker(voice, lambda _, sound: self._came.append(sound))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._maker.end()

    def make(self, what: Wanted, seconds: float) -> Sound | None:
        """None where the voice cannot say it, is not there, or does not come to the end in so many seconds: then it is begun anew for the next."""
        self._came.clear()
        self._maker.make(what)
        until = time.monotonic() + seconds
        while not self._came and self._maker.file is not None:
            left = until - time.monotonic()
            if left <= 0 or self._maker.is_late:
                self._maker.lose()
            elif select.select([self._maker.file], [], [], min(left, _LOOK_SECONDS))[0]:
                self._maker.hear()
        return self._came[0] if self._came else None


def frames(sound: Sound) -> bytes:
    """A sound as it stands in a file of `FILE_HERTZ`: as loud as it is heard."""
    mono, signed = 1, miniaudio.SampleFormat.SIGNED16
    slower = miniaudio.convert_frames(signed, mono, HERTZ, sound.samples.tobytes(), signed, mono, FILE_HERTZ)
    return louder(array("h", bytes(slower)), sound.gain).tobytes()


@contextmanager
def wav(file: BinaryIO) -> Iterator[Callable[[bytes], None]]:
    """In the block, what takes the frames of a WAV file of one channel, which is whole when the block ends. May raise OSError."""
    with wave.Wave_write(file) as out:
        out.setparams((1, FRAME_BYTES, FILE_HERTZ, 0, "NONE", ""))
        yield out.writeframesraw
