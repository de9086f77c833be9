"""The loudspeaker: plays one sound at a time, and is silent at once. Without Qt, for the voice process."""

from __future__ import annotations

import os
import sys
import time
from array import array
from collections.abc import Generator
from threading import Lock

import miniaudio  # type: ignore[import-untyped]  # it has no types
from msgspec import Struct

HERTZ = 48_000
PERIOD_MS, PERIODS = 20, 2
"""What waits to be heard, and cannot be taken back: 40 ms. With less a busy machine stutters."""
SILENT = "silent"
"""Plays nowhere, for tests: it takes as long as a loudspeaker."""
_SYSTEM = [miniaudio.Backend.PULSEAUDIO, miniaudio.Backend.ALSA] if sys.platform == "linux" else []
"""Where sound goes on a system, the first that answers: PipeWire answers as PulseAudio. Empty for what a system has of its own."""
_LARGEST = 32767
_LOST_SECONDS = 1.5
"""A device that has asked for nothing for so long is gone: the sound service ended, or the plug was pulled."""


class NoOutputError(Exception):
    """Nothing can be played on this machine now."""


class Sound(Struct, frozen=True):
    """16-bit samples of one channel, 48,000 a second, and what each is multiplied by to be as loud as all others (`kiosk.speech.levels`)."""

    samples: array[int]
    gain: float


class Output:
    """Plays to where the system sends its sound. `woken` becomes readable when a sound has come to its end, which `ended` then tells."""

    def __init__(self, kind: str = "") -> None:
        self._backends = [miniaudio.Backend.NULL] if kind == SILENT else _SYSTEM
        self._lock = Lock()
        self._device: miniaudio.PlaybackDevice | None = None
        self._running = False
        self._sound: Sound | None = None
        self._at = 0
        self._volume = 0.0
        self._asked = 0.0
        self._fades = False
        self.woken, self._wake = os.pipe()
        os.set_blocking(self.woken, False)
        os.set_blocking(self._wake, False)

    def open(self) -> None:
        """Connects to the sound service, and plays nothing yet. Raises NoOutputError."""
        if self._device is not None:
            return
        try:
            self._device = miniaudio.PlaybackDevice(
                miniaudio.SampleFormat.SIGNED16, 1, HERTZ, PERIOD_MS, callback_periods=PERIODS, backends=self._backends, app_name="Kiosk",
            )
        except miniaudio.MiniaudioError as error:
            raise NoOutputError(str(error)) from error

    def play(self, sound: Sound, volume: float) -> None:
        """Plays it, from 0 to 1 of its loudness, in the place of what was playing. Raises NoOutputError."""
        self.open()
        with self._lock:
            self._sound, self._at, self._volume, self._fades, self._asked = sound, 0, volume, False, time.monotonic()
        self._start()

    def stop(self) -> None:
        """Ends what plays: the period that the device asks for next fades out, and is heard after those that wait already (`PERIODS`)."""
        with self._lock:
            self._fades = self._sound is not None

    def rest(self) -> None:
        """Asks the sound service for nothing until something is played again."""
        if self._device is not None and self._running:
            self._device.stop()
            self._running = False

    def close(self) -> None:
        """Whatever is open is closed."""
        device, self._device, self._running, self._sound = self._device, None, False, None
        if device is not None:
            device.close()

    def ended(self) -> bool:
        """Whether a sound came to its end since this was asked last."""
        try:
            return bool(os.read(self.woken, 64))
        except BlockingIOError:
            return False

    @property
    def plays(self) -> bool:
        """Whether something sounds now."""
        return self._sound is not None and not self._fades

    @property
    def is_lost(self) -> bool:
        """Whether something should sound, and nothing takes it."""
        return self.plays and time.monotonic() - self._asked > _LOST_SECONDS

    def _start(self) -> None:
        if self._device is None or self._running:
            return
        frames = self._frames()
        next(frames)
        try:
            self._device.start(frames)
        except miniaudio.MiniaudioError as error:
            self.close()
            raise NoOutputError(str(error)) from error
        self._running = True

    def _frames(self) -> Generator[bytes, int, None]:
        """What the device gets, in the thread of the sound service: so many frames as it asks for."""
        count = yield b""
        while True:
            with self._lock:
                now = self._next(count)
            count = yield now

    def _next(self, count: int) -> bytes:
        self._asked = time.monotonic()
        sound = self._sound
        if sound is None:
            return bytes(2 * count)
        part, factor = sound.samples[self._at : self._at + count], sound.gain * self._volume
        self._at += count
        if self._fades:
            self._sound, self._fades = None, False
            return _faded(part, factor, count)
        if self._at >= len(sound.samples):
            self._sound = None
            os.write(self._wake, b".")
        return louder(part, factor).tobytes().ljust(2 * count, b"\0")


def louder(part: array[int], factor: float) -> array[int]:
    """The samples, each multiplied; what would be too large for one is cut off."""
    try:
        return array("h", [int(sample * factor) for sample in part])
    except OverflowError:
        return array("h", [max(-_LARGEST, min(_LARGEST, int(sample * factor))) for sample in part])


def _faded(part: array[int], factor: float, count: int) -> bytes:
    """`count` frames, from `factor` times the sound down to nothing, after which a sound that was stopped ends: cut off at once it would click."""
    step = factor / count
    faded = [max(-_LARGEST, min(_LARGEST, int(sample * (factor - step * at)))) for at, sample in enumerate(part)]
    return array("h", faded).tobytes().ljust(2 * count, b"\0")
